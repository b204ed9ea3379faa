"""`make up` on a work tree: twice, down, and after Pulumi itself was killed in the middle of an update."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import REPOSITORY
from tools.lab.locks import locks_in
from tools.lab.places import Places
from tools.waiting import wait_for

pytestmark = pytest.mark.pulumi_cli

DEADLINE_S = 120.0


@pytest.fixture
def places(tmp_path: Path, pulumi_cli: PulumiCli, monkeypatch: pytest.MonkeyPatch) -> Places:
    """A work tree with this repository's program, stacks, package and environment."""
    root = tmp_path / "clone"
    root.mkdir()
    for name in ("Pulumi.yaml", "__main__.py", "stacks", "zkvm_provider", "templates", "tools"):
        (root / name).symlink_to(REPOSITORY / name)
    (root / ".venv").symlink_to(Path(sys.prefix))
    monkeypatch.setenv("PATH", f"{pulumi_cli.binary.parent}:{os.environ['PATH']}")
    return Places(root=root, stack="lab")


def lab_command(places: Places, verb: str) -> list[str]:
    return [sys.executable, "-m", "tools.lab", verb, "--root", str(places.root)]


def make(places: Places, verb: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        lab_command(places, verb), cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=240
    )


def test_make_up_twice_then_down(places: Places) -> None:
    first = make(places, "up")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "it was brought to what the program says" in first.stdout
    assert "0.0.0e1e 0.0.0001  0000/00 3832/02 yes  80  80  ff   00000000 00000000" in first.stdout
    second = make(places, "up")
    assert second.returncode == 0
    assert "nothing had to be changed" in second.stdout
    down = make(places, "down")
    assert down.returncode == 0, down.stdout + down.stderr
    again = make(places, "down")
    assert "nothing to take down" in again.stdout


def test_a_killed_pulumi_leaves_a_lock_that_make_up_names_and_clears(places: Places) -> None:
    update = subprocess.Popen(
        lab_command(places, "up"), cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    store = places.hidden / "lab.sqlite"
    wait_for("the update runs", lambda: bool(store.exists() and store.stat().st_size and any(locks_in(places.locks))))
    lock = next(locks_in(places.locks))
    os.kill(lock.pid, signal.SIGKILL)
    update.wait(timeout=DEADLINE_S)
    assert any(locks_in(places.locks)), "the lock was released: nothing was killed"

    mended = make(places, "up")
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert f"found a lock of pulumi process {lock.pid}" in mended.stdout
    assert "which is gone" in mended.stdout
    assert "running" in mended.stdout
    assert not any(locks_in(places.locks))
