"""Time as an argument: whoever waits or stamps gets a clock, so that tests can turn it."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """What the rest of zkvm may know about time."""

    def now_s(self) -> float:
        """Seconds since the Unix epoch."""

    def wait(self, seconds: float) -> None:
        """Let `seconds` pass."""


class SystemClock:
    """The machine's clock. `stop` ends a wait early (Pulumi's Cancel sets it)."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()

    def now_s(self) -> float:
        return time.time()

    def wait(self, seconds: float) -> None:
        self._stop.wait(seconds)


class HandClock:
    """A clock that moves only when told to, or when somebody waits on it."""

    def __init__(self, start_s: float = 1_700_000_000.0) -> None:
        self._now_s = start_s

    def now_s(self) -> float:
        return self._now_s

    def wait(self, seconds: float) -> None:
        self._now_s += seconds
