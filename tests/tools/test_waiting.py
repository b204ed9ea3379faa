"""Waiting for another process; what a test needs and the machine has not."""

from __future__ import annotations

import pytest

from tests.needing import need
from tools.waiting import wait_for


def test_it_returns_as_soon_as_it_holds() -> None:
    looks = iter([False, False, True])
    wait_for("the third look", lambda: next(looks), pause_s=0)
    assert next(looks, None) is None


def test_what_comes_too_late_is_named_with_what_was_seen() -> None:
    with pytest.raises(TimeoutError, match="not within 0 s: the guest is off\nit is running"):
        wait_for("the guest is off", lambda: False, limit_s=0, pause_s=0, seen=lambda: "it is running")


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_what_is_missing_is_left_out_but_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="apt-get install chromium"):
        need("browser", "apt-get install chromium")
