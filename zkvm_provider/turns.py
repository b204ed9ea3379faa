"""Which threads take their turn when they wake (Linux, sched(7); no right is needed, and elsewhere nothing happens).

By default a thread that wakes takes the processor from whoever has run for longer. Among Python threads that is often
the one that has the interpreter, for which the other then waits.
"""

from __future__ import annotations

import contextlib
import os


def take_turns() -> None:
    """From now on the calling thread waits for its turn, and so do threads and processes that it starts."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def be_as_usual() -> None:
    """Undo it, for a thread that starts what is not ours: libvirt starts a session's daemon, and that one guests."""
    with contextlib.suppress(AttributeError, OSError):
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
