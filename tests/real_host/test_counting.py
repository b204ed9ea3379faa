"""A test of a guest that counts begins anew where emulation failed, and there only."""

from __future__ import annotations

import pytest

from tests.real_host.counting import ATTEMPTS, StoodStill, begun_anew
from tools.kvmlab.command import LabError


class Stack:
    destroyed = 0

    def destroy(self) -> None:
        self.destroyed += 1


class Guest:
    def __init__(self, *, crashed: bool) -> None:
        self._crashed = crashed

    def has_crashed(self) -> bool:
        return self._crashed


def attempts_of(*failures: Exception | None, crashed: bool = False) -> tuple[list[int], Stack]:
    """Run a test that fails like that, attempt by attempt; how often it began, and its stack."""
    begun: list[int] = []
    stack = Stack()

    @begun_anew
    def test(both: Stack, counting: Guest) -> None:
        begun.append(both.destroyed)
        failure = failures[len(begun) - 1]
        if failure is not None:
            raise failure

    try:
        test(both=stack, counting=Guest(crashed=crashed))
    except (AssertionError, LabError) as failure:
        assert failure is failures[-1]  # noqa: PT017 - which of them reached the caller is the point
    return begun, stack


def test_what_passes_is_not_begun_anew() -> None:
    assert attempts_of(None)[0] == [0]


def test_a_guest_that_stood_still_is_made_anew() -> None:
    assert attempts_of(StoodStill(), None)[0] == [0, 1]


def test_a_guest_that_crashed_is_made_anew() -> None:
    assert attempts_of(AssertionError("nowhere"), None, crashed=True)[0] == [0, 1]
    assert attempts_of(LabError("its console is silent"), None, crashed=True)[0] == [0, 1]


def test_another_failure_is_told_at_once() -> None:
    assert attempts_of(AssertionError("two copies"))[0] == [0]


def test_a_guest_that_always_stands_still_is_a_failure() -> None:
    with pytest.raises(IndexError):
        attempts_of(*[StoodStill()] * (ATTEMPTS - 1))
    assert len(attempts_of(*[StoodStill() for _ in range(ATTEMPTS)])[0]) == ATTEMPTS
