"""The rows of the policy table that a storage pool of one kind can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.effects.edits_of_pools import POOLS
from tests.effects.pairs import Pair, pairs_of_edits
from tests.effects.places import Tree
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.pool import PoolKind
from zkvm_provider.model.pool_kinds import FACTS
from zkvm_provider.reconcile.policy import rows
from zkvm_provider.reconcile.rule import Turn

_OF_ANY_KIND = frozenset({("name", Turn.SET), ("autostart", Turn.SET)})
"""Of what every pool has: these are done by the kind's own backend. Others are the same for all."""
_COMES_AND_GOES = frozenset({Turn.ADD, Turn.REMOVE})


def pairs_of_pools(kind: str, resolve: Callable[[Tree], Any]) -> tuple[Pair, ...]:
    return pairs_of_edits(kind_of("StoragePool"), POOLS[kind], resolve)


def possible(kind: str) -> frozenset[tuple[str, Turn]]:
    """Field and turn, by the policy table and by what pools of the kind take; what they need does not come or go."""
    facts = FACTS[PoolKind(kind)]
    has_target = facts.has_folder or bool(facts.target)
    fields = {f"source.{name}" for name in facts.fields} | ({"target"} if has_target else set())
    needed = {f"source.{name}" for name in facts.needs} | ({"target"} if facts.has_folder else set())
    return _OF_ANY_KIND | frozenset(
        (row.path, row.turn)
        for row in rows()
        if row.kind == "StoragePool"
        and any(row.path == field or row.path.startswith(f"{field}.") for field in fields)
        and not (row.turn in _COMES_AND_GOES and row.path in needed)
    )
