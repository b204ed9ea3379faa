"""The emulator gives the answers that were recorded from a real libvirt."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from zkvm_provider.fidelity.cases import Case, Family
from zkvm_provider.fidelity.exceptions import load_exceptions
from zkvm_provider.fidelity.score import Column, Score

RECORDED = Path(__file__).parent
ROOT = RECORDED.parents[1]

OPEN = {
    (str(entry["case"]), Column(entry["column"]))
    for entry in yaml.safe_load((RECORDED / "open.yaml").read_text(encoding="utf-8"))
}
"""Answers the emulator does not give yet; whoever mends one takes it off the list."""


def test_every_recorded_answer_is_given_but_for_those_listed(score: Score) -> None:
    differing = {(mark.case, mark.column): f"want {mark.want}, got {mark.got}" for mark in score.different}
    listed = OPEN | set(load_exceptions(RECORDED))
    assert {place: words for place, words in differing.items() if place not in listed} == {}
    assert listed - set(differing) == set()


@pytest.mark.parametrize(
    ("family", "column", "count"),
    [
        (Family.DOMAINS, Column.DEFINE, 521),
        (Family.DOMAINS, Column.START, 351),
        (Family.NETWORKS, Column.DEFINE, 66),
        (Family.POOLS, Column.DEFINE, 63),
        (Family.VOLUMES, Column.DEFINE, 46),
        (Family.SEQUENCES, Column.DEFINE, 219),
        (Family.SEQUENCES, Column.START, 318),
        (Family.SEQUENCES, Column.LIVE, 83),
    ],
)
def test_no_recorded_answer_is_left_out(score: Score, family: Family, column: Column, count: int) -> None:
    assert score.of(family, column)[1] == count


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
    within = {name for name in telling if name in source}  # a search for each name as a word would take minutes
    assert {name for name in within if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source)} == set()
    assert "tests/fidelity" not in source
    assert "zkvm-lab" not in source


def _defined_name(case: Case) -> str:
    _, _, rest = case.given.partition("<name>")
    return rest.partition("</name>")[0]
