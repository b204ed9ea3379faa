"""Rows one after the other on as few objects as will do: what one change made is where the next one begins.

Making an object is what takes time on a real host: a volume group, a guest that uses it.
"""

from __future__ import annotations

import json

from tests.effects.performing import Row, is_in, perform
from tests.effects.places import Tree
from tests.effects.rows_without import SILENT
from tests.effects.stage import Made
from tests.effects.together import Ground
from tests.effects.using import use_it
from zkvm_provider.errors import ZkvmError
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import Use

_CHANGES_NOTHING = frozenset({Effect.REFUSED, Effect.REPORTED})


def one_after_another(ground: Ground, rows: list[Row], kept: frozenset[str]) -> dict[str, list[str]]:
    """Per row what is wrong. `kept` is what the host has without the objects of the rows."""
    wrong: dict[str, list[str]] = {}
    made: Made | None = None
    state, left = "", list(rows)
    while left:
        row = _next(left, state if made is not None else "")
        left.remove(row)
        if made is None or _start(row) != state:
            ground.stage.sweep(kept)
            made = None
        try:
            done = perform(ground.stage, row, made or _make(ground, row), ground.inputs(row.pair.after, row.use))
            found, state = done.wrong, _state(row)
            made = None if row.rule.effect is Effect.REPLACE or is_in(SILENT, row.pair) else done.made
        except ZkvmError as failure:
            found = [f"failed: {failure}"]
        if found:
            wrong[str(row)], made = found, None
    ground.stage.sweep(kept)
    return wrong


def _next(left: list[Row], state: str) -> Row:
    """One that begins with what is there: first those that leave it so, then those from which another leads on."""
    here = [row for row in left if _start(row) == state]
    if not here:
        return left[0]
    starts = {_start(row) for row in left}
    return min(here, key=lambda row: (row.rule.effect not in _CHANGES_NOTHING, _state(row) not in starts))


def _start(row: Row) -> str:
    return _key(row.pair.before, row.use)


def _state(row: Row) -> str:
    """What there is afterwards."""
    return _start(row) if row.rule.effect is Effect.REFUSED else _key(row.pair.after, row.use)


def _key(inputs: Tree, use: Use) -> str:
    return json.dumps([use.value, inputs], sort_keys=True, default=str)


def _make(ground: Ground, row: Row) -> Made:
    made = ground.stage.make(kind_of(row.pair.kind), ground.inputs(row.pair.before, row.use))
    if row.use is Use.RUNNING:
        use_it(ground.stage, made, power="paused")
    return made
