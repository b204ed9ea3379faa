"""What changed behind Pulumi's back, and by whom: the administrator, the guest itself, or libvirt.

It is read from the preview of a refresh. The inputs that a refresh tells differ only where a definition, the
power or the live memory was really changed (`zkvm_provider/apply/restate.py`), so:

- a definition, the balloon or the vCPUs: someone with access to libvirt changed them, a guest cannot;
- the power: libvirt tells why (`powerReason`, as `virsh domstate --reason`): `shutdown` and `crashed` come from the
  guest's own operating system, anything else from someone with access to libvirt;
- outputs alone, which the provider tells as *reported*: libvirt or the host says it otherwise than before, though what
  was declared is the same. Nothing has to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.difference import Difference, differences
from zkvm_provider.review.preview import STACK, Line, Preview, State, Step


class Who(Enum):
    """Who changed it."""

    ADMINISTRATOR = "administrator changed"
    GUEST = "guest changed"
    LIBVIRT = "libvirt rewrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One thing that is not as it was left. `what` like `memory 1 GiB → 2 GiB`; `advice` what the next `up` does."""

    kind: str
    name: str
    who: Who
    what: str
    advice: str


_REPAIRED = "`pulumi up --refresh` puts it back; to keep it, change the program"
_BY_GUEST = {
    "shutdown": "its operating system shut it down",
    "crashed": "it crashed: it panicked, or found nothing to boot",
}
_BY_ADMINISTRATORS = frozenset({"devices"})
"""Outputs that libvirt and the host do not change by themselves."""


def drifts(preview: Preview) -> tuple[Drift, ...]:
    """Everything that a refresh would tell, administrators' changes first."""
    found = [
        drift for step in preview.steps if step.urn.type != STACK for drift in _of(step, preview.effects_of(step.urn))
    ]
    order = list(Who)
    return tuple(sorted(found, key=lambda drift: order.index(drift.who)))


def _of(step: Step, reported: Iterable[Line]) -> Iterator[Drift]:
    if step.old is None:
        return
    if step.new is None:
        yield _drift(step, Who.ADMINISTRATOR, "removed from its host", "`pulumi up --refresh` makes it again")
        return
    changed = differences(step.old.inputs, step.new.inputs)
    for each in changed:
        if each.path == "power":
            yield _power(step, each, step.new)
        else:
            yield _drift(step, Who.ADMINISTRATOR, str(each), _REPAIRED)
    for line in () if changed else reported:  # outputs say again what changed inputs say
        who = Who.ADMINISTRATOR if _top(line.what) in _BY_ADMINISTRATORS else Who.LIBVIRT
        yield _drift(step, who, line.what, "nothing: the program does not say it")


def _power(step: Step, change: Difference, now: State) -> Drift:
    reason = str(now.outputs.get("powerReason") or "")
    if reason in _BY_GUEST:
        return _drift(step, Who.GUEST, f"{change} ({_BY_GUEST[reason]})", "`pulumi up --refresh` starts it")
    why = f" (libvirt says: {reason})" if reason else ""
    return _drift(step, Who.ADMINISTRATOR, f"{change}{why}", _REPAIRED)


def _drift(step: Step, who: Who, what: str, advice: str) -> Drift:
    return Drift(kind=step.urn.kind, name=step.urn.name, who=who, what=what, advice=advice)


def _top(path: str) -> str:
    """The property a text begins with: `devices` of `devices[net0] added: …`."""
    return re.split(r"[ .\[]", path, maxsplit=1)[0]
