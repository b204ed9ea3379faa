"""A preview as a value: what Pulumi would do, and what engine, provider and policies said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.urn import Urn
from zkvm_provider.reconcile.plan import Effect

STACK = "pulumi:pulumi:Stack"
REFRESH = "refresh"
UNCHANGED = frozenset({"same", "read", REFRESH})
"""Operations that change nothing on a host."""

_PROPERTY = re.compile(
    r"^(?:error: )?\S+ resource '.*?': property (?P<path>\S+) value \{.*?\} has a problem: (?P<why>.*)$", re.S
)
_EFFECTS = "|".join(effect.value for effect in Effect)
_LINE = re.compile(rf"^(?P<what>.+): (?P<effect>{_EFFECTS})(?: \((?P<why>.*)\))?$", re.S)
_PREFIX = re.compile(r"^(error: |warning: )?(Preview failed: )?")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A resource before or after a step; both trees as JSON has them."""

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing Pulumi would do (`op`: create, update, delete, replace, same, refresh, …)."""

    op: str
    urn: Urn
    old: State | None
    new: State | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What the engine or the provider said of a resource; `urn` is None for the run as a whole."""

    urn: Urn | None
    severity: str
    text: str

    @property
    def plain(self) -> str:
        """Without the engine's wrapping: `disks[1].devno: 0x0e1e is taken by …`."""
        found = _PROPERTY.match(self.text)
        if found:
            return f"{found['path']}: {found['why']}"
        return _PREFIX.sub("", self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An effect line of the provider: `memory 1 GiB → 2 GiB: next boot (why)`."""

    what: str
    effect: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A whole preview. `steps` without those that only belong to another step (the halves of a replacement)."""

    steps: tuple[Step, ...]
    messages: tuple[Message, ...]

    @property
    def changes(self) -> tuple[Step, ...]:
        """Steps that would change something, in Pulumi's order; the stack itself is none."""
        return tuple(s for s in self.steps if s.op not in UNCHANGED and s.urn.type != STACK)

    @property
    def errors(self) -> tuple[Message, ...]:
        """Why it cannot be done."""
        return tuple(message for message in self.messages if message.severity == "error")

    @property
    def stack(self) -> str:
        """`PROJECT/STACK`, empty when there is no resource at all."""
        urns = [step.urn for step in self.steps] + [m.urn for m in self.messages if m.urn]
        return f"{urns[0].project}/{urns[0].stack}" if urns else ""

    @property
    def is_refresh(self) -> bool:
        """It compares the state with the hosts, and not the program with the state."""
        ops = {step.op for step in self.steps}
        return REFRESH in ops and "same" not in ops

    def effects_of(self, urn: Urn) -> tuple[Line, ...]:
        """The effect lines of one resource, each once."""
        texts = dict.fromkeys(m.plain for m in self.messages if m.urn == urn and m.severity == "info")
        return tuple(
            Line(what=found["what"], effect=found["effect"], why=found["why"] or "")
            for text in texts
            if (found := _LINE.match(text))
        )
