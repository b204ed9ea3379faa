"""The switch that rewrites goldens: `pytest tests/xml --regen`, then look at the difference before committing it."""

from __future__ import annotations

import contextlib

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    with contextlib.suppress(ValueError):  # another folder of goldens may have named it already
        parser.addoption("--regen", action="store_true", default=False, help="rewrite goldens")


@pytest.fixture
def regen(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regen", default=False))
