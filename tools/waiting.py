"""Waiting for what another process brings about, by looking again and again."""

from __future__ import annotations

import time
from collections.abc import Callable

LIMIT_S = 60.0
"""What any part of this repository may take, however loaded the machine."""

_PAUSE_S = 0.02


def wait_for(
    what: str,
    holds: Callable[[], bool],
    *,
    limit_s: float = LIMIT_S,
    pause_s: float = _PAUSE_S,
    seen: Callable[[], object] | None = None,
) -> None:
    """Return once `holds()`. After `limit_s` raises TimeoutError with `what` and what was `seen()` (a log, a state)."""
    deadline = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > deadline:
            told = f"\n{seen()}" if seen else ""
            raise TimeoutError(f"not within {limit_s:.0f} s: {what}{told}")
        time.sleep(pause_s)
