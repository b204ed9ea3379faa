"""What the plans of pools, networks and volumes have in common: fields compared, and effects from the policy table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zkvm_provider.dataclass import dataclass
from zkvm_provider.reconcile.plan import Change, Effect
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.words import say

INTERRUPTED = "its renaming was interrupted and is finished now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One field as it is wanted (None: no opinion) and as the machine has it."""

    path: str
    wanted: object
    has: object


def differences(kind: str, fields: Iterable[Seen], *, in_use: bool) -> tuple[Change, ...]:
    """A change for every field that is wanted otherwise."""
    found = [each for each in fields if each.wanted is not None and each.wanted != each.has]
    return tuple(change(kind, each.path, say(each.has), say(each.wanted), in_use=in_use) for each in found)


def change(kind: str, path: str, old: str, new: str, *, in_use: bool, turn: Turn = Turn.SET, at: str = "") -> Change:
    """One change with the effect and reason of the table; `at` is the path in the user's words where it differs."""
    ruled = rule(kind, path, turn, running=in_use)
    return Change(path=at or path, old=old, new=new, effect=ruled.effect, reason=ruled.reason)


def refuse_users(changes: tuple[Change, ...], users: tuple[str, ...]) -> tuple[Change, ...]:
    """The same changes, refused, and who is in the way."""
    who = ", ".join(users)
    return tuple(replace(each, effect=Effect.REFUSED, reason=f"{each.reason}: {who}") for each in changes)


def activity(old: str, new: str) -> Change:
    """The object is defined but not started."""
    return Change(path="active", old=old, new=new, effect=Effect.LIVE, reason="it is kept started")


def autostart_change(has: bool, wanted: bool) -> tuple[Change, ...]:
    """The change of `autostart`, if there is one."""
    if has == wanted:
        return ()
    return (Change(path="autostart", old=say(has), new=say(wanted), effect=Effect.CONFIG),)
