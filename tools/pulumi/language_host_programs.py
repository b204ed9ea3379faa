"""The processes a language host has started: running them, passing their output on, and ending them all."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, Protocol

_POLL_S = 0.02
_CHUNK = 1 << 16
_PATIENCE_S = 2.0


class Call(Protocol):
    """The part of a gRPC call that matters here: it can end before the process does."""

    def add_callback(self, callback: Callable[[], None]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Output:
    """A piece of what a process has printed."""

    stream: Literal["stdout", "stderr"]
    data: bytes


class Programs:
    """All processes that are running now. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._is_closed = False

    def run(self, argv: Sequence[str], *, env: Mapping[str, str], context: Call) -> int:
        """Runs to the end with our own stdout and stderr; the exit code (negative: the signal)."""
        with self._started(argv, cwd=None, env=env, context=context, piped=False) as child:
            return child.wait()

    def answer(self, argv: Sequence[str], *, limit_s: float) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of a short command."""
        try:
            done = subprocess.run(argv, capture_output=True, text=True, timeout=limit_s, check=False)
        except subprocess.TimeoutExpired:
            return 1, "", f"no answer within {limit_s:.0f} s"
        return done.returncode, done.stdout, done.stderr

    def stream(
        self, argv: Sequence[str], *, cwd: Path, env: Mapping[str, str], context: Call
    ) -> Iterator[Output | int]:
        """The output as it comes, not by lines (a prompt must get through), and at last the exit code."""
        pieces: queue.Queue[Output | None] = queue.Queue(maxsize=256)
        with self._started(argv, cwd=cwd, env=env, context=context, piped=True) as child:
            readers = [
                threading.Thread(target=_pump, args=(pipe, name, pieces), daemon=True)
                for pipe, name in ((child.stdout, "stdout"), (child.stderr, "stderr"))
            ]
            for reader in readers:
                reader.start()
            open_pipes = len(readers)
            while open_pipes:
                piece = pieces.get()
                if piece is None:
                    open_pipes -= 1
                else:
                    yield piece
            yield child.wait()

    def end_all(self, number: signal.Signals, *, patience_s: float) -> None:
        """Ends every process, first politely and then for certain, and starts no other from now on."""
        with self._lock:
            self._is_closed = True
            children = list(self._running)
        _end(children, number, patience_s)

    @contextlib.contextmanager
    def _started(
        self, argv: Sequence[str], *, cwd: Path | None, env: Mapping[str, str], context: Call, piped: bool
    ) -> Iterator[subprocess.Popen[bytes]]:
        pipe = subprocess.PIPE if piped else None
        with self._lock:
            if self._is_closed:
                raise ProcessLookupError("this language host has been cancelled")
            child = subprocess.Popen(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe)
            self._running.add(child)
        # When the call has ended already, add_callback says no.
        if not context.add_callback(lambda: _end_in_background(child)):
            _end_in_background(child)
        try:
            yield child
        finally:
            _end([child], signal.SIGTERM, _PATIENCE_S)
            with self._lock:
                self._running.discard(child)


def _end_in_background(child: subprocess.Popen[bytes]) -> None:
    """For gRPC's own thread, which must not wait."""
    if child.poll() is None:
        threading.Thread(target=_end, args=([child], signal.SIGINT, _PATIENCE_S), daemon=True).start()


def _pump(pipe: IO[bytes], name: Literal["stdout", "stderr"], pieces: queue.Queue[Output | None]) -> None:
    with pipe:
        while data := os.read(pipe.fileno(), _CHUNK):
            pieces.put(Output(name, data))
    pieces.put(None)


def _end(children: Sequence[subprocess.Popen[bytes]], number: signal.Signals, patience_s: float) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(number)
    deadline = time.monotonic() + patience_s
    while any(child.poll() is None for child in children) and time.monotonic() < deadline:
        time.sleep(_POLL_S)
    for child in children:
        if child.poll() is None:
            child.kill()
