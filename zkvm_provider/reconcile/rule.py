"""The vocabulary of the policy table: what can happen to a field, when, and what that does."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.reconcile.plan import Effect


class Turn(Enum):
    """How a field changes."""

    ADD = "add"
    REMOVE = "remove"
    RAISE = "raise"
    LOWER = "lower"
    SET = "set"


class Use(Enum):
    """Whether the object is in use: a guest runs; a running guest uses the pool, volume, network or DASD."""

    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless:
    """An input that turns a refusal into something else: `on_shrink` `allow` lets a volume be cut."""

    field: str
    value: object
    effect: Effect
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a change does, why, and by which verbs of the port.

    `unless` is the way around a refusal; `exception` says in words when a LIVE change has to wait after all.
    """

    effect: Effect
    reason: str
    verbs: tuple[str, ...] = ()
    unless: Unless | None = None
    exception: str = ""

    @property
    def words(self) -> str:
        """The reason with its exception, for people."""
        return "; but ".join(text for text in (self.reason, self.exception) if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the policy table. `path` like `disks[].cache`, in the spelling of the Python fields."""

    kind: str
    path: str
    turn: Turn
    use: Use
    rule: Rule


VALUE = (Turn.ADD, Turn.REMOVE, Turn.SET)
"""Turns of a text, a choice, a list of texts."""
NUMBER = (Turn.ADD, Turn.REMOVE, Turn.RAISE, Turn.LOWER)
"""Turns of a number or size that may be absent."""
NEEDED_NUMBER = (Turn.RAISE, Turn.LOWER)
"""Turns of a required number."""
NEEDED = (Turn.SET,)
"""Turns of a required text."""
PART = (Turn.ADD, Turn.REMOVE)
"""Turns of something that has fields of its own: a device, the way to boot."""

Line = tuple[str, tuple[Turn, ...], Rule, Rule]
"""Path, turns, the rule while in use, the rule while not."""


def rows_of(kind: str, lines: tuple[Line, ...]) -> Iterator[Row]:
    """The lines of one kind as rows of the table."""
    for path, turns, running, stopped in lines:
        for turn in turns:
            yield Row(kind=kind, path=path, turn=turn, use=Use.RUNNING, rule=running)
            yield Row(kind=kind, path=path, turn=turn, use=Use.STOPPED, rule=stopped)


def live(reason: str, *verbs: str, exception: str = "") -> Rule:
    return Rule(effect=Effect.LIVE, reason=reason, verbs=verbs, exception=exception)


def next_boot(reason: str) -> Rule:
    """Waits for a full stop and start; the persistent configuration has it at once."""
    return Rule(effect=Effect.NEXT_BOOT, reason=reason, verbs=("define",))


def config(reason: str = "", *verbs: str) -> Rule:
    return Rule(effect=Effect.CONFIG, reason=reason, verbs=verbs or ("define",))


def reported(reason: str) -> Rule:
    return Rule(effect=Effect.REPORTED, reason=reason)


def refused(reason: str, *verbs: str, unless: Unless | None = None) -> Rule:
    return Rule(effect=Effect.REFUSED, reason=reason, verbs=verbs, unless=unless)
