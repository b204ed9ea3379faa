"""The machine under contract, once per backend."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.port.machines import MACHINES, Machine


@pytest.fixture(params=sorted(MACHINES))
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    return MACHINES[request.param](tmp_path)
