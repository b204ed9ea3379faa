"""The kept results: groups of measurements that were made in one run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

MEASURED_AS = 5
"""Grows when what is measured, or with what, is no longer what it was; every run says it in its `machine`."""
_TITLES = {
    "verb": "Verbs of the port",
    "provider": "The provider over gRPC",
    "work": "Work of the provider (processor time)",
    "start": "Start",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One verb, operation or command, measured on several; `floors` in the order in which one is taken."""

    machine: dict[str, Any]
    floors: list[str]
    rows: dict[str, dict[str, Any]]

    @property
    def is_outdated(self) -> bool:
        """Measured when the benchmark was another."""
        return bool(self.machine.get("measured_as", 1) < MEASURED_AS)

    @property
    def items(self) -> int:
        """How many guests it was measured with."""
        return int(next(iter(self.rows.values()))["items"])

    @property
    def floor(self) -> str | None:
        """The floor of this run, if one was measured."""
        return next((name for name in self.floors if name in self.rows), None)

    def seconds(self, who: str) -> float | None:
        """The best round, for all guests together."""
        laps = self.laps(who)
        return min(laps) if laps else None

    def laps(self, who: str) -> list[float]:
        """The best round of each lap; none where it was not measured."""
        found: list[float] = self.rows[who]["laps"] if who in self.rows else []
        return found

    def ratio(self, who: str, *floors: str) -> float | None:
        """How many times `floors` together (or the run's own floor) it took, in the median of the laps.

        A machine is not as fast in one minute as in the next, so only what was measured in one lap is compared. None
        where one is missing, and for the floor itself.
        """
        below = floors or ((self.floor,) if self.floor else ())
        if not below or who in below or not all(map(self.laps, (who, *below))):
            return None
        laps: list[tuple[float, ...]] = list(zip(*map(self.laps, (who, *below)), strict=True))
        return median(ours / sum(least) for ours, *least in laps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All groups by their name `SECTION/WHAT`."""

    groups: dict[str, Group]

    def find(self, name: str) -> Group | None:
        """The group of that name, if it was measured."""
        return self.groups.get(name)

    def stacks(self, command: str) -> list[tuple[int, str, Group]]:
        """Every stack that the command was measured with: guests, mode, group; the largest first."""
        found = []
        for name, group in self.groups.items():
            section, _, what = name.partition("/")
            if section.startswith("engine, ") and what == command:
                found.append((group.items, section.partition(" guests ")[2], group))
        return sorted(found, key=lambda row: -row[0])

    def sections(self) -> Iterator[tuple[str, dict[str, Group]]]:
        """Groups by section, titled; calls are told elsewhere."""
        names = dict.fromkeys(name.partition("/")[0] for name in self.groups)
        for section in sorted(names, key=_order):
            if section != "calls":
                own = {name.partition("/")[2]: each for name, each in self.groups.items() if _is_in(name, section)}
                yield _TITLES.get(section) or f"Pulumi{section.removeprefix('engine')}", own

    def calls(self) -> Iterator[tuple[str, dict[str, int], int]]:
        """What each operation asks of an emulated host."""
        for name, group in self.groups.items():
            if _is_in(name, "calls"):
                row = group.rows["no host"]
                yield name.partition("/")[2], row["calls"], row["items"]


def read_results(path: Path) -> Results:
    """The kept results."""
    kept = json.loads(path.read_text("utf-8"))
    return Results(groups={name: Group(**group) for name, group in kept.items()})


def _is_in(name: str, section: str) -> bool:
    return name.partition("/")[0] == section


def _order(section: str) -> tuple[int, str]:
    known = list(_TITLES)
    return (known.index(section), "") if section in known else (len(known), section)
