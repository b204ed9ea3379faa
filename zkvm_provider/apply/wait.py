"""Waiting for a state, with a deadline, by an injected clock."""

from __future__ import annotations

import threading
from collections.abc import Callable

from zkvm_provider.apply.deadline import Deadline
from zkvm_provider.clock import Clock
from zkvm_provider.errors import Refused

_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 1.0


def wait_until(
    holds: Callable[[], bool],
    *,
    timeout_s: float,
    clock: Clock,
    stop: threading.Event,
    deadline: Deadline,
    told: Callable[[float], None],
) -> bool:
    """True once `holds()`; False when `timeout_s` passed first. `told` hears the seconds waited so far.

    Raises Refused when `stop` is set meanwhile (Pulumi's Cancel), TimedOut when the whole operation has no time left.
    """
    start, pause = clock.now_s(), _FIRST_PAUSE_S
    while not holds():
        waited = clock.now_s() - start
        if stop.is_set():
            raise Refused("cancelled while waiting", remedy="run the same command again to go on")
        if waited >= timeout_s:
            return False
        deadline.check()
        told(waited)
        clock.wait(min(pause, max(timeout_s - waited, 0.001)))
        pause = min(pause * 2, _LONGEST_PAUSE_S)
    return True
