"""Processes that the lab started, told apart from others that got the same number later."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

_STEP_S = 0.02


def remember(pid: int, file: Path) -> None:
    """Write down the process and when it started."""
    file.write_text(f"{pid} {_started(pid)}\n")


def living(file: Path) -> int | None:
    """The remembered process while it lives, else None."""
    try:
        pid, started = file.read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    return int(pid) if _started(int(pid)) == started else None


def kill(pid: int, *, limit_s: float = 10.0) -> None:
    """End a process and wait until it is gone; no fault when it is gone already.

    The first process of a process namespace takes everything in it along.
    """
    started = _started(pid)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + limit_s
    while started and _started(pid) == started and time.monotonic() < deadline:
        time.sleep(_STEP_S)


def _started(pid: int) -> str:
    """Start time in clock ticks since boot (proc(5), field 22 of stat); empty for a process that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return "" if fields[0] in "ZX" else fields[19]
