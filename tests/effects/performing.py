"""One row of the policy table, performed: previewed, made, and judged by what the host shows before and after."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from typing import Any

from tests.effects.judging import Happened, judge, judge_object, judge_replacement
from tests.effects.looking import changes, look
from tests.effects.pairs import Pair
from tests.effects.rows_without import CANNOT_BE, SILENT
from tests.effects.stage import Made, Stage
from zkvm_provider.apply.request import InitFailed, Request
from zkvm_provider.errors import InvalidInput, Refused
from zkvm_provider.reconcile.compare import compare
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Rule, Use

NAMES_FILES = frozenset({"InstallMedia", "CloudInitDisk"})
"""Kinds whose plans speak of what is written, not of the field that says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A change of a field of an object that is in use or is not."""

    pair: Pair
    use: Use

    def __str__(self) -> str:
        pool = f" of kind {self.pair.before.get('kind', 'dir')}" if self.pair.kind == "StoragePool" else ""
        return f"{self.pair.kind}{pool} {self.pair.path} {self.pair.turn.value} {self.use.value}"

    @property
    def rule(self) -> Rule:
        pair = self.pair
        return rule(pair.kind, pair.path, pair.turn, running=self.use is Use.RUNNING)

    @property
    def cannot_be(self) -> bool:
        return is_in(CANNOT_BE, self.pair, self.use)


def is_in(names: Container[str], pair: Pair, use: Use | None = None) -> bool:
    """Whether a list names the field, the part it lies in, the field with this turn, or with this turn and use."""
    path = pair.path
    above = [path[:place] for place, sign in enumerate(path) if sign in ".["]
    turned = f"{path} {pair.turn.value}"
    wanted = [path, turned, *above]
    wanted += [f"{name} {use.value}" for name in (path, turned, *above)] if use else []
    return any(f"{kind} {name}" in names for name in wanted for kind in (pair.kind, "*"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """Every way in which what happened is not what the table and the preview say, and the object afterwards."""

    wrong: list[str]
    made: Made


def perform(stage: Stage, row: Row, made: Made, inputs: dict[str, Any]) -> Performed:
    """Preview and make the change."""
    pair = row.pair
    request = stage.request(made.kind, inputs, made)
    is_guest = pair.kind == "Guest"
    before: Any = stage.guest(made.id) if is_guest else look(stage, row.pair.kind)
    stage.verbs.clear()
    if any(each.replaces for each in compare(made.kind, made.inputs, request.inputs)):
        return _replaced(stage, row, made, request)
    try:
        shown = stage.converger.preview(request)
    except (InvalidInput, Refused) as refusal:
        return Performed(wrong=[*_refused(row, str(refusal)), *_touched(stage, made, before)], made=made)
    if touched := _touched(stage, made, before):
        return Performed(wrong=touched, made=made)
    done = stage.update(request)
    verbs = tuple(stage.verbs)
    if is_guest:
        after = stage.guest(made.id)
        wrong = judge(Happened(path=pair.path, said=shown.changes, verbs=verbs, before=before, after=after), row.rule)
    else:
        now_there = look(stage, row.pair.kind)
        seen = Happened(path=pair.path, said=shown.changes, verbs=verbs, before=before, after=now_there)
        wrong = judge_object(seen, row.rule, names_files=pair.kind in NAMES_FILES)
    silence = f"nothing is said of {pair.path}"
    if is_in(SILENT, pair):
        wrong = [each for each in wrong if each != silence] if silence in wrong else [*wrong, "it is not silent"]
    now = replace(made, inputs=request.inputs.tree, outputs=done.outputs)
    return Performed(wrong=[*_as_shown(shown.changes, done.changes), *wrong], made=now)


def _replaced(stage: Stage, row: Row, made: Made, request: Request) -> Performed:
    """What the engine does where Diff says so."""
    before = look(stage, row.pair.kind)
    try:
        new = stage.anew(made, request)
    except (InvalidInput, Refused) as refusal:
        wrong = _refused(row, f"{refusal} {row.rule.reason}")
        wrong += [] if look(stage, row.pair.kind) == before else ["the host changed"]
        return Performed(wrong=wrong, made=made)
    wrong = [] if row.rule.effect is Effect.REPLACE else [f"made anew, the table says {row.rule.effect.value}"]
    wrong += [] if new.id != made.id else ["it has the same id"]
    return Performed(wrong=[*wrong, *judge_replacement(before, look(stage, row.pair.kind))], made=new)


def is_refused(make: Callable[[], object]) -> bool:
    """Whether the host refuses a declaration."""
    try:
        make()
    except (InvalidInput, InitFailed, Refused):
        return True
    return False


def _as_shown(shown: tuple[Change, ...], done: tuple[Change, ...]) -> list[str]:
    """What an update says it did must be what the preview said, but for what touches no machine."""
    told = [str(change) for change in shown if change.effect is not Effect.REPORTED]
    did = [str(change) for change in done if change.effect is not Effect.REPORTED]
    return [] if told == did else [f"the preview said {told}, the update {did}"]


def _refused(row: Row, reason: str) -> list[str]:
    wrong = [] if row.rule.effect is Effect.REFUSED else [f"refused ({reason}), the table says {row.rule.effect.value}"]
    is_another_machine = row.pair.path == "host"  # which is refused for every kind in the same words
    return (
        wrong
        if wrong or is_another_machine or row.rule.reason in reason
        else [f"refused with {reason!r}, not {row.rule.reason!r}"]
    )


def _touched(stage: Stage, made: Made, before: Any) -> list[str]:
    now: Any = stage.guest(made.id) if made.kind.name == "Guest" else look(stage, made.kind.name)
    wrong = [f"a preview sent {stage.verbs}"] if stage.verbs else []
    if now == before:
        return wrong
    return [*wrong, f"a preview touched {sorted(changes(before, now)) if isinstance(now, dict) else 'the guest'}"]
