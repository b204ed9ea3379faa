"""Many rows at once: changes of guests that do not touch each other are made in one update, and judged one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from tests.effects.edits import STEMS
from tests.effects.judging import Happened, about, agrees, is_about_a_place, kept_running, nothing_happened, witnessed
from tests.effects.pairs import Pair
from tests.effects.performing import Row, is_in, perform
from tests.effects.places import Tree
from tests.effects.rows_without import SILENT
from tests.effects.stage import Made, Sight, Stage
from tests.effects.witness import strayed
from zkvm_provider.apply.request import InitFailed
from zkvm_provider.errors import ZkvmError
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.rule import Use

GUEST = kind_of("Guest")

_STEM = STEMS["Guest"]
_WRITTEN = frozenset({"define", "set_metadata"})
_ALONE = _STEM | {"nextBoot"}
"""Properties of which a change says something of all others."""


class Ground(Protocol):
    """A host, and a declaration in its words."""

    @property
    def stage(self) -> Stage: ...

    def inputs(self, tree: Tree, use: Use) -> Tree: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of guests in the same use, with no property in common but the stem."""

    rows: tuple[Row, ...]

    @property
    def use(self) -> Use:
        return self.rows[0].use

    @property
    def before(self) -> Tree:
        return _merged(row.pair.before for row in self.rows)

    @property
    def after(self) -> Tree:
        return _merged(row.pair.after for row in self.rows)


def groups(rows: Iterable[Row]) -> tuple[Group, ...]:
    """As few as come of putting each row into the first group that has room; what is refused or renamed stays alone."""
    shared: dict[Use, list[list[Row]]] = {use: [] for use in Use}
    alone: list[list[Row]] = []
    for row in rows:
        if _stands_alone(row):
            alone.append([row])
            continue
        room = next((group for group in shared[row.use] if not _names(group) & _names([row])), None)
        if room is None:
            shared[row.use].append([row])
        else:
            room.append(row)
    return tuple(Group(rows=tuple(group)) for group in (*shared[Use.RUNNING], *shared[Use.STOPPED], *alone))


def perform_group(ground: Ground, group: Group) -> dict[str, list[str]]:
    """Per row, what happened otherwise than it was said; a group that is refused as a whole is parted."""
    try:
        made = _make(ground, group)
    except ZkvmError as failure:
        return _parted(ground, group, f"cannot be made: {failure}")
    try:
        if len(group.rows) > 1:
            return judge_together(*_change(ground, made, group), group.rows)
        found = perform(ground.stage, group.rows[0], made, ground.inputs(group.after, group.use)).wrong
        return {str(group.rows[0]): found} if found else {}
    except ZkvmError as failure:
        refusal = f"failed: {failure}"
    finally:
        ground.stage.cut_off(made.id)
    return _parted(ground, group, refusal)


def judge_together(happened: Happened[Sight], left: tuple[Change, ...], rows: tuple[Row, ...]) -> dict[str, list[str]]:
    """Per row, every way in which what happened is not what was said; `left` is what is still to be done afterwards."""
    whole = _of_the_guest(happened, rows) + [f"not done: {change}" for change in left]
    found = {str(row): [*_of_the_row(happened, row), *whole] for row in rows}
    return {row: wrong for row, wrong in found.items() if wrong}


def _make(ground: Ground, group: Group) -> Made:
    try:
        return ground.stage.make(GUEST, ground.inputs(group.before, group.use))
    except InitFailed as failure:
        ground.stage.cut_off(failure.id)
        raise


def _parted(ground: Ground, group: Group, refusal: str) -> dict[str, list[str]]:
    """The two halves one after the other; of a single row, the refusal."""
    rows = group.rows
    if len(rows) == 1:
        return {str(rows[0]): [refusal]}
    middle = len(rows) // 2
    halves = (Group(rows=rows[:middle]), Group(rows=rows[middle:]))
    return {row: wrong for half in halves for row, wrong in perform_group(ground, half).items()}


def _change(ground: Ground, made: Made, group: Group) -> tuple[Happened[Sight], tuple[Change, ...]]:
    """What happened, and what another preview says after it of things that do not wait."""
    stage = ground.stage
    request = stage.request(GUEST, ground.inputs(group.after, group.use), made)
    before = stage.guest(made.id)
    stage.verbs.clear()
    shown = stage.converger.preview(request)
    assert (stage.guest(made.id), stage.verbs) == (before, []), "a preview touched the host"
    done = stage.update(request)
    verbs, after = tuple(stage.verbs), stage.guest(made.id)
    now = replace(made, inputs=request.inputs.tree, outputs=done.outputs)
    again = stage.converger.preview(stage.request(GUEST, ground.inputs(group.after, group.use), now)).changes
    waiting = {change.path for change in shown.changes if change.effect is Effect.NEXT_BOOT}
    left = tuple(change for change in again if change.path not in waiting)
    return Happened(path="", said=shown.changes, verbs=verbs, before=before, after=after), left


def _of_the_row(happened: Happened[Sight], row: Row) -> list[str]:
    lines = about(row.pair.path, happened.said)
    wrong = [f"said {line}, the table says {row.rule.effect.value}" for line in lines if not agrees(line, row.rule)]
    if bool(lines) is is_in(SILENT, row.pair):
        wrong.append(f"said {[str(line) for line in lines]} of it")
    if lines:
        wrong += witnessed(happened, row.pair.path, row.rule)
    own = {*row.rule.verbs} - _WRITTEN
    if Effect.LIVE in {line.effect for line in lines} and not own & {*happened.verbs}:
        wrong.append(f"live by {sorted(own)}, but sent {happened.verbs}")
    return wrong


def _of_the_guest(happened: Happened[Sight], rows: tuple[Row, ...]) -> list[str]:
    said = {change.effect for change in happened.said}
    wrong = kept_running(happened) if happened.before.number is not None else []
    if said <= {Effect.REPORTED}:
        return [*wrong, *nothing_happened(happened)]
    if Effect.LIVE not in said and happened.before.live != happened.after.live:
        wrong.append("the running guest changed")
    if not any(is_about_a_place(row.pair.path) for row in rows):
        wrong += strayed(happened.before, happened.after)
    if not happened.verbs:
        wrong.append("nothing was sent")
    if Effect.NEXT_BOOT in said and happened.before.inactive == happened.after.inactive:
        wrong.append("the persistent configuration did not change")
    is_all_told = all(any(about(row.pair.path, (change,)) for row in rows) for change in happened.said)
    others = {*happened.verbs} - {verb for row in rows for verb in row.rule.verbs} - _WRITTEN
    if is_all_told and others:
        wrong.append(f"sent {sorted(others)}, which the table does not name")
    return wrong


def _stands_alone(row: Row) -> bool:
    """Refused, about the guest as a whole, or about a name, which no other device may have."""
    pair = row.pair
    is_named = pair.path.endswith(".name") and pair.path.count("[]") == 1
    return row.rule.effect is Effect.REFUSED or is_named or bool(_changed(pair) & _ALONE)


def _names(rows: Iterable[Row]) -> frozenset[str]:
    return frozenset(name for row in rows for name in (*row.pair.before, *row.pair.after)) - _STEM


def _changed(pair: Pair) -> frozenset[str]:
    names = {*pair.before, *pair.after}
    return frozenset(name for name in names if pair.before.get(name) != pair.after.get(name))


def _merged(trees: Iterable[Tree]) -> Tree:
    merged: Tree = {}
    for tree in trees:
        merged |= tree
    return merged
