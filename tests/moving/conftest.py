"""Two emulated hosts in one store, and a provider that knows both by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.moving.two_hosts import TwoHosts, two_hosts


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[TwoHosts]:
    with two_hosts(tmp_path) as pair:
        yield pair
