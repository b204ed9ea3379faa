"""What a refresh found changed beside the inputs: outputs only, which the engine takes over without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zkvm_provider.model.difference import differences
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import Tree
from zkvm_provider.reconcile.plan import Effect

PENDING = "pending"
_UNTOLD = frozenset({"observedAt", "powerState", "powerReason", PENDING, "availableBytes", "allocationBytes"})
"""They say again, or when, what the inputs say; or how much is used, which changes all the time."""


def rewritten(kind: Kind, old: Mapping[str, Tree], new: Mapping[str, Tree]) -> tuple[str, ...]:
    """One line for each output that is not what it was: `libvirtVersion 9.0.0 → 9.1.0: reported`."""
    if not old:
        return ()
    inputs = {spec.wire_name for spec in fields_of(kind.inputs)}
    names = {spec.wire_name for spec in fields_of(kind.outputs)} - inputs - _UNTOLD
    changed = [name for name in names if name in old and old[name] != new.get(name)]
    before, after = ({name: tree.get(name) for name in changed} for tree in (old, new))
    lines = tuple(f"{each}: {Effect.REPORTED.value}" for each in differences(before, after))
    return (*lines, *_waiting(old.get(PENDING), new.get(PENDING)))


def _waiting(old: Tree, new: Tree) -> Iterator[str]:
    """What has come to wait for a guest's next start since the state was written."""
    known = old if isinstance(old, list) else []
    yield from (f"waits: {line}" for line in new if line not in known) if isinstance(new, list) else ()
