"""Every case file: the plan is the expected one, and the file says why it is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plan.plan_cases import Case, cases, outcome

_CASES = cases(Path(__file__).parent)


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.label)
def test_plan_of_the_case_file(case: Case) -> None:
    assert outcome(case) == case.text["expect"]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.label)
def test_case_file_gives_a_reason(case: Case) -> None:
    assert len(case.text["reason"]) > 20


def test_there_are_cases_of_every_planned_kind() -> None:
    assert {case.kind for case in _CASES} == {"guest", "pool", "network", "volume", "lvm", "dasd", "media"}
    assert len(_CASES) >= 60
