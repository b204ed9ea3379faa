"""What a test needs of the machine: without it the test is skipped with the reason, and fails in CI."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def need(what: str, reason: str) -> NoReturn:
    """Skip with the reason, which says how to get it; in CI, which installs everything, fail."""
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {what}: {reason}")
    pytest.skip(f"no {what}: {reason}")
