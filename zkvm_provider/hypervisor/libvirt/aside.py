"""Calls made on a daemon thread of their own, while the caller waits as long as it may.

For calls that nobody can interrupt: a host that never answers costs a thread that sleeps, never a caller that hangs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar, cast

from zkvm_provider.hypervisor.libvirt.binding import let_go
from zkvm_provider.turns import be_as_usual

Answer = TypeVar("Answer")


class StillWaiting(Exception):
    """The limit came before the answer; the call goes on."""


class _Job(Generic[Answer]):
    """One call, and what came of it."""

    def __init__(self, call: Callable[[], Answer]) -> None:
        self._call = call
        self._answer: Answer | None = None
        self._failure: BaseException | None = None
        self._under_way = threading.Lock()
        self._under_way.acquire()

    def run(self) -> None:
        """On the thread aside."""
        try:
            self._answer = self._call()
        except BaseException as failure:  # noqa: BLE001 - handed to the caller's thread
            self._failure = failure
        finally:
            let_go()
            self._under_way.release()

    def has_ended(self, limit_s: float) -> bool:
        """Wait for the end; whether it came within the limit."""
        return self._under_way.acquire(timeout=min(limit_s, threading.TIMEOUT_MAX))

    def result(self) -> Answer:
        """What the call gave, or raised. To be asked after its end."""
        if self._failure is not None:
            raise self._failure
        return cast(Answer, self._answer)


class Aside:
    """A thread that makes one call after the other, in the order in which they were given."""

    def __init__(self) -> None:
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        threading.Thread(target=self._work, name="libvirt-aside", daemon=True).start()

    def within(self, limit_s: float, call: Callable[[], Answer]) -> Answer:
        """What the call gives, or raises. Raises `StillWaiting` after `limit_s`."""
        job = _Job(call)
        self._jobs.put(job)
        if not job.has_ended(limit_s):
            raise StillWaiting
        return job.result()

    def end(self, last: Callable[[], None] | None = None) -> None:
        """Take no further call but this one; nobody waits for it."""
        if last is not None:
            self._jobs.put(_Job(last))
        self._jobs.put(None)

    def _work(self) -> None:
        be_as_usual()
        while (job := self._jobs.get()) is not None:
            job.run()
            del job  # its answer may be large, and its objects keep the connection open
