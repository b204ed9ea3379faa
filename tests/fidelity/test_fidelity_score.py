"""The emulator gives the answers that were recorded from a real libvirt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zkvm_provider.fidelity.cases import Case, Family
from zkvm_provider.fidelity.score import Column, Score

RECORDED = Path(__file__).parent
ROOT = RECORDED.parents[1]

REACHED = [
    (Family.DOMAINS, Column.DEFINE, 113),
    (Family.DOMAINS, Column.VALIDATE, 113),
    (Family.DOMAINS, Column.START, 70),
    (Family.DOMAINS, Column.LIVE, 44),
    (Family.NETWORKS, Column.DEFINE, 13),
    (Family.NETWORKS, Column.VALIDATE, 13),
    (Family.NETWORKS, Column.START, 8),
    (Family.NETWORKS, Column.LIVE, 6),
    (Family.POOLS, Column.DEFINE, 9),
    (Family.POOLS, Column.VALIDATE, 9),
    (Family.POOLS, Column.START, 5),
    (Family.POOLS, Column.LIVE, 0),
    (Family.VOLUMES, Column.DEFINE, 9),
    (Family.VOLUMES, Column.VALIDATE, 0),
    (Family.VOLUMES, Column.START, 0),
    (Family.VOLUMES, Column.LIVE, 0),
]
"""How many answers are recorded; all of them are given."""


@pytest.mark.parametrize(("family", "column", "count"), REACHED)
def test_every_recorded_answer_is_given(score: Score, family: Family, column: Column, count: int) -> None:
    differing = [mark for mark in score.different if mark.family is family and mark.column is column]
    assert differing == []
    assert score.of(family, column) == (count, count)


def test_the_index_names_the_same_cases_and_verdicts(recorded: tuple[Case, ...]) -> None:
    index = json.loads((RECORDED / "index.json").read_text(encoding="utf-8"))
    assert {case.path for case in recorded} == set(index)
    for case in recorded:
        listed = index[case.path]
        assert (case.verdict is None) == (listed["define"] == "ok"), case.path
        assert case.started == ("start" in listed), case.path


def test_no_recorded_case_is_known_to_the_emulator(recorded: tuple[Case, ...]) -> None:
    """The answers come from rules: no case's name, and no name a case defines, stands in the emulator's source."""
    sources = sorted((ROOT / "zkvm_provider" / "hypervisor").rglob("*.py"))
    source = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert source
    defined = {name for case in recorded if (name := _defined_name(case)) and len(name) > 3}
    telling = {case.name for case in recorded} | defined
    assert {name for name in telling if name in source} == set()
    assert "tests/fidelity" not in source
    assert "zkvm-lab" not in source


def _defined_name(case: Case) -> str:
    _, _, rest = case.given.partition("<name>")
    return rest.partition("</name>")[0]
