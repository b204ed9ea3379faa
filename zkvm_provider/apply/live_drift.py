"""What others changed in the running guest alone, told as inputs beside what they changed in its configuration.

The plan judges both: a difference that it would end live and that the configuration does not have was made in the
running guest. Where the two scopes have gone different ways one input cannot say it, so a note does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from zkvm_provider.apply.desk import Desk
from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile.deltas import Delta, deltas, overlaps
from zkvm_provider.reconcile.desired import DesiredGuest
from zkvm_provider.reconcile.guest import plan_guest
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.shape import LISTS

_PATH: Final = re.compile(r"(?P<top>\w+)(\[(?P<name>[^]]+)\])?(\.(?P<field>\w+))?")
_BY_STATISTICS: Final = frozenset({"current_memory", "vcpus"})
"""Told of the live domain already."""
_NEVER: Final = frozenset({"power", "name", "guest", "host", "autostart"})


def with_live_drift(desk: Desk, meant: Guest, observed: ObservedGuest, seen: Guest) -> Guest:
    """`seen`, which was told from the configuration, with what only the running guest has, or has lost."""
    live = observed.live.guest if observed.live is not None else None
    if live is None:
        return seen
    uuid, domain_type = observed.config.uuid, str(observed.config.guest.domain_type or "")
    desired = DesiredGuest(guest=meant, previous=None, identity=desk.identity, uuid=uuid, domain_type=domain_type)
    try:
        plan = plan_guest(desired, observed)
    except InvalidInput:
        return seen  # what cannot be planned is told when it is changed
    config = observed.config.guest
    written = tuple(deltas(config, plan.definition.guest)) if plan.definition is not None else ()
    for change in plan.changes:
        if change.effect not in {Effect.LIVE, Effect.NEXT_BOOT} or change.path.split("[")[0].split(".")[0] in _NEVER:
            continue
        if any(overlaps(change.path, delta.path) for delta in written):
            desk.notes.extend(_both(change, config, live))
        elif change.effect is Effect.LIVE:
            seen = _taken(seen, live, change.path)
    return seen


def _both(change: Change, config: Guest, live: Guest) -> Iterator[str]:
    """One line where configuration and running guest differ from the declaration, each in its own way."""
    found: list[Delta] = [delta for delta in deltas(config, live) if overlaps(delta.path, change.path)]
    for delta in found:
        old, new = (text or "nothing" for text in (delta.old, delta.new))
        yield f"{delta.path} was changed in two ways: it is {old} in the configuration, {new} in the running guest"


def _taken(seen: Guest, live: Guest, path: str) -> Guest:
    """`seen` with what lies at the path in the running guest."""
    found = _PATH.match(path)
    if found is None or found["top"] in _BY_STATISTICS:
        return seen
    top, name, field = found["top"], found["name"], found["field"]
    ours, theirs = getattr(seen, top), getattr(live, top)
    if name is None:
        value = theirs if field is None or ours is None else replace(ours, **{field: getattr(theirs, field, None)})
        return _with(seen, top, value)
    if top not in LISTS.values():
        return seen
    there = next((each for each in theirs or () if each.name == name), None)
    if field is None or there is None:
        return _with(seen, top, _exchanged(ours or (), name, there))
    mended = (replace(each, **{field: getattr(there, field)}) if each.name == name else each for each in ours or ())
    return _with(seen, top, tuple(mended))


def _exchanged(devices: tuple[Any, ...], name: str, there: Any) -> tuple[Any, ...]:
    """The devices with the one that is there; without it when there is none."""
    others = tuple(each for each in devices if each.name != name)
    return others if there is None else (*others, there)


def _with(guest: Guest, top: str, value: Any) -> Guest:
    changes: dict[str, Any] = {top: value}
    return replace(guest, **changes)
