"""What was said of a change, held against what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.effects.looking import Look, changes, guests
from tests.effects.stage import Sight
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.rule import Rule

_POWER = frozenset({"start", "stop", "suspend", "resume"})
_WRITTEN = frozenset({"define", "set_metadata"})
_UNSEEN = frozenset({"set_memory", "suspend", "resume"})
"""What the definition of a running guest does not show, or not until the guest's operating system gets to it."""
_LOOKED = frozenset({"refresh_pool"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One update of a guest: what the plan said, the verbs that were sent, the guest before and after."""

    path: str
    said: tuple[Change, ...]
    verbs: tuple[str, ...]
    before: Sight
    after: Sight

    @property
    def of_this(self) -> tuple[Change, ...]:
        return about(self.path, self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedToHost:
    """One update of another object: what the plan said, the verbs that were sent, and the host before and after."""

    path: str
    said: tuple[Change, ...]
    verbs: tuple[str, ...]
    before: Look
    after: Look


def about(path: str, said: tuple[Change, ...]) -> tuple[Change, ...]:
    """The lines about the field, about a part of it, or about the whole it lies in."""
    return tuple(change for change in said if _meet(_table_path(change.path), path))


def judge(happened: Happened, rule: Rule) -> list[str]:
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
    if len(happened.said) == 1 and (others := {*happened.verbs} - {*rule.verbs} - _WRITTEN):
        wrong.append(f"sent {sorted(others)}, which the table does not name")
    return wrong


def judge_object(happened: HappenedToHost, rule: Rule, *, names_files: bool) -> list[str]:
    """The same of an object that is no guest. `names_files`: its plans speak of files, not of fields."""
    lines = happened.said if names_files else about(happened.path, happened.said)
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


def kept_running(happened: Happened) -> list[str]:
    is_said = any(change.path == "power" for change in happened.said)
    kept = happened.after.number == happened.before.number
    kept &= is_said or (happened.after.power == happened.before.power and not {*happened.verbs} & _POWER)
    return [] if kept else ["the guest did not run on"]


def nothing_happened(happened: Happened) -> list[str]:
    wrong = [f"sent {happened.verbs}"] if happened.verbs else []
    return wrong if happened.before == happened.after else [*wrong, "the guest changed"]


def _table_path(path: str) -> str:
    return re.sub(r"\[[^\]]*\]", "[]", path)


def _meet(path: str, other: str) -> bool:
    """Equal, or one a part of the other; an entry of a list is the list's."""
    one, two = path.removesuffix("[]"), other.removesuffix("[]")
    return one == two or one.startswith((f"{two}.", f"{two}[]")) or two.startswith((f"{one}.", f"{one}[]"))
