"""The account of every line: what became of it, for which guest, and why."""

from __future__ import annotations

from collections import defaultdict

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.directory import Directory
from zkvm_provider.zvm.findings import FATE_SAYS, Fate

_ORDER = {fate: number for number, fate in enumerate(Fate)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFate:
    """One line of the input: its text as far as it may be shown, its fate, and the words about it."""

    line: int
    text: str
    fate: Fate
    notes: tuple[str, ...] = ()
    entry: str = ""


class Ledger:
    """Collects fates while guests are converted; a profile's line has one from each guest."""

    def __init__(self) -> None:
        self._fates: dict[int, dict[tuple[Fate, str], None]] = defaultdict(dict)

    def put(self, statement: s.Statement, fate: Fate, note: str = "") -> None:
        """Say what became of a statement; a later word adds to an earlier one."""
        self._fates[statement.line][(fate, note)] = None

    def has(self, statement: s.Statement) -> bool:
        """Whether something was said about it."""
        return statement.line in self._fates

    def settle(self, directory: Directory) -> tuple[LineFate, ...]:
        """One result for every line of the input, in order. What nobody spoke about was used by no guest."""
        found: dict[int, LineFate] = {}
        entry = ""
        for statement in directory.statements():
            entry = f"{statement.name} {statement.key}" if isinstance(statement, s.Head) else entry
            first = self._of(statement, entry)
            found[first.line] = first
            for line in statement.lines[1:]:
                note = f"continues line {first.line}"
                found[line] = LineFate(line=line, text="…", fate=first.fate, notes=(note,), entry=entry)
        return tuple(found[line] for line in sorted(found))

    def _of(self, statement: s.Statement, entry: str) -> LineFate:
        said = list(self._fates.get(statement.line, {}))
        fate = min((each for each, _ in said), key=_ORDER.__getitem__, default=Fate.SKIPPED)
        notes = [note for each, note in said if note and each is fate] if said else ["no converted guest uses it"]
        notes = notes or [FATE_SAYS[fate]] if fate not in (Fate.COMMENT, Fate.BLANK) else notes
        return LineFate(
            line=statement.line, text=statement.text, fate=fate, notes=tuple(dict.fromkeys(notes)), entry=entry
        )
