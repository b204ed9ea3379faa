"""End-to-end tests: the real Pulumi CLI against the emulator."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab


@pytest.fixture
def lab(tmp_path: Path, pulumi_cli: PulumiCli) -> Lab:
    """A fresh stack on a fresh emulated host."""
    return Lab(tmp_path / "project", pulumi_cli)
