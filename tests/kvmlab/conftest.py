"""A lab of the tests' own, beside whatever lab the user has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.needing import need
from tools.kvmlab import needs
from tools.kvmlab.places import HostPlace, Lab

REPOSITORY = Path(__file__).resolve().parents[2]
_CHECKOUT = f"{zlib.crc32(str(REPOSITORY).encode()):08x}"
_UP_LIMIT_S = 280.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLab:
    """The lab through its command line."""

    lab: Lab

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-m", "tools.kvmlab", "--lab", str(self.lab.root), *arguments]
        return subprocess.run(argv, cwd=REPOSITORY, capture_output=True, text=True, timeout=_UP_LIMIT_S, check=False)

    def up(self) -> str:
        done = self("up")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def down(self) -> str:
        done = self("down")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def status(self) -> Any:
        return json.loads(self("status", "--json").stdout)


@contextmanager
def lab_of_tests(purpose: str) -> Iterator[RunningLab]:
    """A fresh lab in a folder of this checkout; where it cannot be, a skip with the reason, and in CI a failure."""
    reason = needs.why_not()
    if reason and not (os.environ.get("CI") and reason.startswith("packages are missing")):
        need("KVM lab", reason)
    lab = RunningLab(lab=Lab(root=Path(f"/var/tmp/zkvm-{purpose}-{_CHECKOUT}")))
    lab.down()
    lab.up()
    try:
        yield lab
    finally:
        lab.down()


@pytest.fixture(scope="module")
def running_lab() -> Iterator[RunningLab]:
    with lab_of_tests("parts") as lab:
        yield lab


@pytest.fixture
def lpar1(running_lab: RunningLab) -> HostPlace:
    return running_lab.lab.hosts[0]


@pytest.fixture
def lpar2(running_lab: RunningLab) -> HostPlace:
    return running_lab.lab.hosts[1]
