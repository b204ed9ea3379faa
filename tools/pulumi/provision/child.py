"""Running a long command with progress, a stall limit, and nothing left behind when we are interrupted."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tools.pulumi.provision.pin import Unavailable
from tools.pulumi.provision.progress import Progress

_POLL_S = 0.1
_GRACE_S = 5.0
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_long(
    argv: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    log: Path,
    progress: Progress,
    stall_s: float,
    detail: Callable[[str], str],
) -> None:
    """Runs ``argv`` with its output in ``log``; raises :class:`Unavailable` when it fails or falls silent.

    The child gets a process group of its own, so that its whole family ends when we do.
    """
    child: subprocess.Popen[bytes] | None = None
    try:
        with _signals_held(), log.open("wb") as out:
            child = subprocess.Popen(
                argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        _watch(child, log, progress, stall_s, detail)
    finally:
        if child is not None:
            _end_family(child)
    if child.returncode != 0:
        raise Unavailable(f"`{' '.join(argv[:3])} …` failed ({_ending(child.returncode)}): {_tail(log)}")


def last_line(log: Path) -> str:
    """The newest complete line of a growing log, or the empty string."""
    lines = _end_of(log, 2000).splitlines()
    return lines[-1].strip() if lines else ""


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Signals that would end us wait: one that came while a child is started would leave it behind unknown."""
    held: list[int] = []
    handlers = {number: signal.signal(number, lambda signum, _: held.append(signum)) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for signum in held:
            signal.raise_signal(signum)


def _watch(
    child: subprocess.Popen[bytes],
    log: Path,
    progress: Progress,
    stall_s: float,
    detail: Callable[[str], str],
) -> None:
    size, heard = 0, time.monotonic()
    while child.poll() is None:
        time.sleep(_POLL_S)
        now_size = log.stat().st_size
        if now_size != size:
            size, heard = now_size, time.monotonic()
        elif time.monotonic() - heard > stall_s:
            last = last_line(log)
            raise Unavailable(f"it hangs: no output for {int(stall_s)} s; the last was: {last!r} (log: {log})")
        progress.tick(detail(last_line(log)))


def _end_family(child: subprocess.Popen[bytes]) -> None:
    for number, patience in ((signal.SIGTERM, _GRACE_S), (signal.SIGKILL, _GRACE_S)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
            return


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"


def _tail(log: Path) -> str:
    lines = [line for line in _end_of(log, 4000).splitlines() if line.strip()]
    return "\n    ".join(["", *lines[-8:], f"(full log: {log})"])


def _end_of(log: Path, size: int) -> str:
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - size))
        return stream.read().decode(errors="replace")
