"""The lifecycle table: total, and consistent with what its states mean."""

from __future__ import annotations

import itertools

import pytest

from zkvm_provider.hypervisor.emulated.lifecycle import STATES, TABLE, Act, Move, Pace, Refusal
from zkvm_provider.hypervisor.port import ErrorCode, PowerState


def test_every_state_has_an_answer_to_every_act() -> None:
    assert set(TABLE) == set(itertools.product(STATES, Act))


def test_only_a_start_leads_out_of_shut_off() -> None:
    moving = {act for (state, act), row in TABLE.items() if state is PowerState.SHUTOFF and isinstance(row, Move)}
    assert moving == {Act.START, Act.START_PAUSED}


def test_every_refusal_is_operation_invalid() -> None:
    assert {row.code for row in TABLE.values() if isinstance(row, Refusal)} == {ErrorCode.OPERATION_INVALID}


def test_an_active_domain_cannot_be_started() -> None:
    for state in STATES:
        if state.is_active:
            assert isinstance(TABLE[state, Act.START], Refusal)


def test_a_domain_that_goes_off_says_stopped_last() -> None:
    for row in TABLE.values():
        if isinstance(row, Move) and row.state is PowerState.SHUTOFF:
            assert row.events[-1][0] == "STOPPED"


def test_a_pace_is_read_from_its_text() -> None:
    assert Pace.parse("at-once").is_immediate
    assert Pace.parse("after-seconds:2.5") == Pace(seconds=2.5)
    assert Pace.parse("after-looks:3") == Pace(looks=3)


@pytest.mark.parametrize("text", ["", "soon", "after-looks:", "after-looks:-1", "after-seconds:x", "at-once:1"])
def test_any_other_pace_is_refused_with_the_choices(text: str) -> None:
    with pytest.raises(ValueError, match="expected at-once, after-seconds:S or after-looks:N"):
        Pace.parse(text)
