"""What was said of a change, held against what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from tests.effects.looking import Look, changes, guests
from tests.effects.stage import Sight
from tests.effects.witness import ALSO_SHOWN, SHOWN_IN, Outcome, contradicts, outcome, strayed
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.rule import Rule

_POWER = frozenset({"start", "stop", "suspend", "resume"})
_WRITTEN = frozenset({"define", "set_metadata"})
_UNSEEN = frozenset({"set_memory", "suspend", "resume"})
"""What the definition of a running guest does not show, or not until the guest's operating system gets to it."""
_UNTOLD = frozenset({"xmlPatches"})
"""Where a patch shows is the user's choice."""
_PLACES = frozenset({"cdrom", "devno", "unit", "bus", "controller", "index", "target", "mac", "kind", "controllers"})
_LOOKED = frozenset({"refresh_pool"})


Seen = TypeVar("Seen", Sight, Look)
"""A guest, or for another object the host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened(Generic[Seen]):
    """One update: what the plan said, the verbs that were sent, and what the host showed before and after."""

    path: str
    said: tuple[Change, ...]
    verbs: tuple[str, ...]
    before: Seen
    after: Seen

    @property
    def of_this(self) -> tuple[Change, ...]:
        return about(self.path, self.said)


def about(path: str, said: tuple[Change, ...]) -> tuple[Change, ...]:
    """The lines about the field, about a part of it, or about the whole it lies in."""
    return tuple(change for change in said if _meet(_table_path(change.path), path))


def judge(happened: Happened[Sight], rule: Rule) -> list[str]:
    """Every way in which what happened is not what the table and the plan say; empty when they agree."""
    lines = happened.of_this
    if not lines:
        return [*nothing_happened(happened), f"nothing is said of {happened.path}"]
    wrong = [f"said {line}, the table says {rule.effect.value}" for line in lines if not agrees(line, rule)]
    effects = {line.effect for line in happened.said}
    if happened.before.number is not None and happened.path != "power":
        wrong += kept_running(happened)
    if effects <= {Effect.REPORTED}:
        wrong += nothing_happened(happened)
    elif effects <= {Effect.NEXT_BOOT, Effect.CONFIG, Effect.REPORTED}:
        wrong += [] if happened.after.live == happened.before.live else ["the running guest changed"]
        wrong += [] if not {*happened.verbs} - _WRITTEN - {*rule.verbs} else [f"sent {happened.verbs}"]
    if Effect.LIVE in {line.effect for line in lines}:
        own = {*rule.verbs} - _WRITTEN
        wrong += [] if own & {*happened.verbs} else [f"live by {sorted(own)}, but sent {happened.verbs}"]
        if happened.after.live == happened.before.live and not _UNSEEN & {*happened.verbs}:
            wrong.append("the running guest did not change")
    if Effect.NEXT_BOOT in effects and happened.after.inactive == happened.before.inactive:
        wrong.append("the persistent configuration did not change")
    if happened.path != "power":
        wrong += witnessed(happened, happened.path, rule)
        wrong += [] if is_about_a_place(happened.path) else strayed(happened.before, happened.after)
    if len(happened.said) == 1 and (others := {*happened.verbs} - {*rule.verbs} - _WRITTEN):
        wrong.append(f"sent {sorted(others)}, which the table does not name")
    return wrong


def witnessed(happened: Happened[Sight], path: str, rule: Rule) -> list[str]:
    """What the host shows against what the table says.

    Of a property that shows in no place of its own the guest as a whole tells, where nothing else changed.
    """
    name = _property(path)
    is_alone = all(_meet(_table_path(change.path), path) for change in happened.said)
    is_mixed = bool({_property(change.path) for change in happened.said} & ALSO_SHOWN.get(name, frozenset()))
    if name in _UNTOLD or _UNSEEN & {*rule.verbs} or is_mixed or not (name in SHOWN_IN or is_alone):
        return []
    return contradicts(outcome(happened.before, happened.after, SHOWN_IN.get(name, ("*",))), rule)


def is_about_a_place(path: str) -> bool:
    """Whether a device is to be somewhere else afterwards."""
    return bool({*re.split(r"[.\[\]]+", path)} & _PLACES)


def judge_object(happened: Happened[Look], rule: Rule, *, names_files: bool) -> list[str]:
    """The same of an object that is no guest. `names_files`: its plans speak of files, not of fields."""
    lines = happened.said if names_files else happened.of_this
    touched = changes(happened.before, happened.after)
    sent = {*happened.verbs} - _LOOKED
    if not lines:
        return [f"nothing is said of {happened.path}", *_untouched(touched, sent)]
    wrong = [f"said {line}, the table says {rule.effect.value}" for line in lines if line.effect is not rule.effect]
    before, after = guests(happened.before), guests(happened.after)
    wrong += [] if before == after else [f"guests did not run on: {before} → {after}"]
    if rule.effect is Effect.REPORTED:
        return [*wrong, *_untouched(touched, sent)]
    wrong += [] if touched else [f"nothing changed, though {happened.verbs} were sent"]
    if others := sent - {*rule.verbs}:
        wrong.append(f"sent {sorted(others)}, which the table does not name")
    return wrong


def judge_replacement(before: Look, after: Look) -> list[str]:
    """Guests run on while what they use is made anew."""
    return [] if guests(before) == guests(after) else ["guests did not run on"]


def _untouched(touched: frozenset[str], sent: set[str]) -> list[str]:
    wrong = [f"sent {sorted(sent)}"] if sent else []
    return [*wrong, f"changed: {sorted(touched)}"] if touched else wrong


def agrees(line: Change, rule: Rule) -> bool:
    """A change that the running guest has already is its configuration's alone; an exception may make it wait."""
    allowed = {rule.effect}
    if rule.effect is Effect.LIVE:
        allowed |= {Effect.NEXT_BOOT} if rule.exception or "each of its fields" in rule.reason else set()
        allowed |= {Effect.CONFIG} if line.reason == "the running guest has it already" else set()
    return line.effect in allowed


def kept_running(happened: Happened[Sight]) -> list[str]:
    is_said = any(change.path == "power" for change in happened.said)
    kept = outcome(happened.before, happened.after) not in {Outcome.ANOTHER, Outcome.RESTARTED}
    kept &= is_said or (happened.after.power == happened.before.power and not {*happened.verbs} & _POWER)
    return [] if kept else ["the guest did not run on"]


def nothing_happened(happened: Happened[Sight]) -> list[str]:
    wrong = [f"sent {happened.verbs}"] if happened.verbs else []
    return wrong if happened.before == happened.after else [*wrong, "the guest changed"]


def _property(path: str) -> str:
    """`cpu_tune.shares` is of `cpuTune`."""
    first, *more = re.split(r"[.\[]", path)[0].split("_")
    return first + "".join(word.capitalize() for word in more)


def _table_path(path: str) -> str:
    return re.sub(r"\[[^\]]*\]", "[]", path)


def _meet(path: str, other: str) -> bool:
    """Equal, or one a part of the other; an entry of a list is the list's."""
    one, two = path.removesuffix("[]"), other.removesuffix("[]")
    return one == two or one.startswith((f"{two}.", f"{two}[]")) or two.startswith((f"{one}.", f"{one}[]"))
