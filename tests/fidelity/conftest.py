"""Machines of the recorded inventory, and the score of all recorded cases (measured once)."""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.fidelity.cases import Case, load_cases
from zkvm_provider.fidelity.prepare import inventory_text
from zkvm_provider.fidelity.run import Fresh, run
from zkvm_provider.fidelity.score import Score
from zkvm_provider.wiring import scratch_machine

RECORDED = Path(__file__).parent


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    """Makes an emulated machine with nothing defined on it."""
    folder = tmp_path_factory.mktemp("machines")
    return lambda: scratch_machine(folder, inventory_text())


@pytest.fixture(scope="session")
def recorded() -> tuple[Case, ...]:
    """Every recorded case."""
    return load_cases(RECORDED)


@pytest.fixture(scope="session")
def score(fresh: Fresh) -> Score:
    """The emulator's score on the recorded cases and sequences."""
    return run(RECORDED, fresh)
