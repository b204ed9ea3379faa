"""What `make up` says: one line a step, and commands that run with their output shown."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path


def step(text: str) -> None:
    """A line that tells what happens now."""
    print(f"==> {text}", flush=True)


def run(command: Sequence[str], *, env: dict[str, str], cwd: Path) -> int:
    """Run with the output shown; the exit code."""
    return subprocess.run(list(command), env=env, cwd=cwd, check=False, stdin=subprocess.DEVNULL).returncode


def capture(command: Sequence[str], *, env: dict[str, str], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run and keep the output."""
    return subprocess.run(
        list(command), env=env, cwd=cwd, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )


def fail(text: str) -> int:
    """Say what is wrong and what to do; the exit code."""
    print(f"make: {text}", file=sys.stderr)
    return 1


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __str__(self) -> str:
        return f"{time.monotonic() - self._start:.0f} s"
