"""What the user sees on stderr while a long step runs: what it waits for, and for how long already.

On a terminal one line is rewritten every second; elsewhere (CI, a log file) a new line appears every 20 s.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import TextIO

_REDRAW_S = 1.0
_LINE_S = 20.0
_WIDTH = 110


def say(text: str) -> None:
    """One finished line of news."""
    print(f"pulumi: {text}", file=sys.stderr, flush=True)


def clock(seconds: float) -> str:
    """``130`` → ``2:10``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


@dataclass(slots=True)
class Progress:
    """A long step. Call :meth:`tick` often; it decides when there is something to show."""

    what: str
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    started: float = field(default_factory=time.monotonic)
    _shown: float = field(init=False, default=0.0)
    _tty: bool = field(init=False, default=False)

    def __enter__(self) -> Progress:
        self._tty = self.stream.isatty() and os.environ.get("TERM") != "dumb"
        self._show("…")
        return self

    def __exit__(self, *_: object) -> None:
        if self._tty:
            self.stream.write("\r\033[K")
            self.stream.flush()

    def tick(self, detail: str = "") -> None:
        """Shows the time so far and ``detail`` (what is being done right now) when it is due."""
        if time.monotonic() - self._shown < (_REDRAW_S if self._tty else _LINE_S):
            return
        so_far = f" — {clock(self.seconds)} so far"
        self._show(so_far + (f"; {detail}" if detail else "") + " …")

    @property
    def seconds(self) -> float:
        """Time since the step began."""
        return time.monotonic() - self.started

    def _show(self, rest: str) -> None:
        self._shown = time.monotonic()
        line = f"pulumi: {self.what}{rest}"
        self.stream.write(f"\r\033[K{line[:_WIDTH]}" if self._tty else f"{line}\n")
        self.stream.flush()
