"""Pictures of emulated hosts, read once."""

from __future__ import annotations

import pytest

from tests.topology.pictured_labs import crowd, endpoints, small_lab
from zkvm_provider.topology.picture import Picture
from zkvm_provider.topology.reading import read_picture


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """Two hosts, three guests, and everything once."""
    return read_picture(endpoints(*small_lab(tmp_path_factory.mktemp("small"))))


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """Three hundred guests on one host."""
    return read_picture(endpoints(crowd(tmp_path_factory.mktemp("crowd"))))
