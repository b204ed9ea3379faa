"""The score: of how many recorded answers the same was given, per family and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.fidelity.cases import Family


class Column(Enum):
    """What is compared: define with its XML, the verdict with validation, the verdict of the start, the live XML."""

    DEFINE = "define"
    VALIDATE = "validate"
    START = "start"
    LIVE = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One answer compared; `want` and `got` say the difference and are empty where there is none."""

    family: Family
    case: str
    column: Column
    same: bool
    want: str = ""
    got: str = ""
    excepted: str = ""
    """Why the recorded machine, and not ours, is the reason of the difference."""


class Score:
    """All marks of a run."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.marks = tuple(marks)

    def of(self, family: Family, column: Column) -> tuple[int, int]:
        """How many are the same, of how many that have the column."""
        found = [mark.same for mark in self.marks if mark.family is family and mark.column is column]
        return sum(found), len(found)

    @property
    def different(self) -> tuple[Mark, ...]:
        """The marks that are not the same, in the order of the run."""
        return tuple(mark for mark in self.marks if not mark.same)

    def excepting(self, reasons: Mapping[tuple[str, Column], str]) -> Score:
        """The same score with the listed reasons beside their differences; counts stay as they are."""
        return Score(
            mark if mark.same else replace(mark, excepted=reasons.get((mark.case, mark.column), ""))
            for mark in self.marks
        )

    def as_json(self) -> dict[str, object]:
        """Counts per family and column, and every difference; families without cases are left out."""
        return {
            "families": {
                family.value: {column.value: list(self.of(family, column)) for column in Column}
                for family in self._families()
            },
            "different": [
                {"case": mark.case, "column": mark.column.value, "want": mark.want, "got": mark.got}
                | ({"excepted": mark.excepted} if mark.excepted else {})
                for mark in self.different
            ],
        }

    def as_text(self) -> str:
        """The counts as a table, then every difference."""
        lines = [f"{'':10}" + "".join(f"{column.value:>14}" for column in Column)]
        for family in self._families():
            cells = "".join(f"{_cell(*self.of(family, column)):>14}" for column in Column)
            lines.append(f"{family.value:10}{cells}")
        for mark in self.different:
            lines += ["", f"{mark.case} ({mark.column.value})", f"  want {mark.want}", f"  got  {mark.got}"]
            lines += [f"  excepted: {mark.excepted}"] if mark.excepted else []
        return "\n".join(lines) + "\n"

    def _families(self) -> list[Family]:
        present = {mark.family for mark in self.marks}
        return [family for family in Family if family in present]


def _cell(same: int, total: int) -> str:
    return f"{same}/{total} {100 * same // total:3d}%" if total else "-"
