"""A lab of the tests' own, beside whatever lab the user has."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.kvmlab import needs, packages
from tools.kvmlab.command import LabError
from tools.kvmlab.places import HostPlace, Lab

REPOSITORY = Path(__file__).resolve().parents[2]
_FOLDER = Path("/var/tmp/zkvm-kvmlab-test")
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


def why_not() -> str | None:
    """What keeps this machine from carrying the lab."""
    try:
        needs.check_user_and_system()
        if missing := packages.missing():
            return f"packages are missing ({', '.join(missing)}); `make lab` installs them"
        needs.check_kernel()
    except LabError as error:
        return str(error)
    return None


@contextmanager
def lab_in(folder: Path) -> Iterator[RunningLab]:
    """A fresh lab that is up; where it cannot be, the test is skipped with the reason, and fails in CI."""
    ci = bool(os.environ.get("CI"))
    reason = why_not()
    if reason and not (ci and reason.startswith("packages are missing")):
        if ci:
            pytest.fail(f"CI needs the KVM lab: {reason}")
        pytest.skip(reason)
    lab = RunningLab(lab=Lab(root=folder))
    lab.down()
    lab.up()
    try:
        yield lab
    finally:
        lab.down()


@pytest.fixture(scope="module")
def running_lab() -> Iterator[RunningLab]:
    with lab_in(_FOLDER) as lab:
        yield lab


@pytest.fixture
def lpar1(running_lab: RunningLab) -> HostPlace:
    return running_lab.lab.hosts[0]


@pytest.fixture
def lpar2(running_lab: RunningLab) -> HostPlace:
    return running_lab.lab.hosts[1]
