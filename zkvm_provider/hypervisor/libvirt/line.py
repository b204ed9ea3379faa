"""One libvirt connection, and the one thread that speaks over it.

A call into libvirt cannot be interrupted. It therefore happens on a daemon thread of its own, and the caller waits as
long as it may: a host that never answers costs a thread that sleeps, never a caller that hangs. The two hand over by
bare locks, for every verb passes here twice: a `Future` costs as much as the quickest of libvirt's calls.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, Generic, TypeVar, cast

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.libvirt.binding import let_go, load
from zkvm_provider.hypervisor.libvirt.objects import Connected

Answer = TypeVar("Answer")
_CLOSE_LIMIT_S = 5.0


class Late(Exception):
    """No answer within the limit; whether the verb took effect is unknown."""

    def __init__(self, waited_s: float) -> None:
        self.waited_s = waited_s
        super().__init__(f"no answer within {waited_s:g} s")


class Lost(Exception):
    """The connection broke. `was_sent` tells whether the verb may have reached the host."""

    def __init__(self, reason: str, *, was_sent: bool) -> None:
        self.reason, self.was_sent = reason, was_sent
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepalive:
    """libvirt asks the daemon for a sign of life after `interval_s` of silence, and gives up after `count` times."""

    interval_s: int = 5
    count: int = 3


class _Job(Generic[Answer]):
    """One call on the line's thread, and what came of it."""

    def __init__(self, call: Callable[[], Answer]) -> None:
        self._call = call
        self._answer: Answer | None = None
        self._failure: BaseException | None = None
        self._under_way = threading.Lock()
        self._under_way.acquire()

    def run(self) -> None:
        """On the line's thread."""
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


class Line:
    """A connection to `uri`. `ask` may be called by one thread at a time."""

    def __init__(self, uri: str, keepalive: Keepalive) -> None:
        self._uri, self._keepalive = uri, keepalive
        self._connection: Connected | None = None
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self.is_usable = True
        threading.Thread(target=self._work, name="libvirt-line", daemon=True).start()

    def open(self, limit_s: float) -> None:
        """Connect. Raises libvirt's own error, or `Late`."""
        self._within(limit_s, self._connect)

    def ask(self, question: Callable[[Connected], Answer], limit_s: float) -> Answer:
        """Put `question` to the connection. Raises libvirt's own error, `Lost`, or `Late`."""
        return self._within(limit_s, lambda: self._put(question))

    def close(self) -> None:
        """Hang up; at most a few seconds are spent on it."""
        self.is_usable = False
        hanging_up = _Job(self._disconnect)
        self._jobs.put(hanging_up)
        self._jobs.put(None)
        hanging_up.has_ended(_CLOSE_LIMIT_S)

    def abandon(self) -> None:
        """Hang up without waiting: the thread ends when libvirt lets go of it."""
        self.is_usable = False
        self._jobs.put(_Job(self._disconnect))
        self._jobs.put(None)

    def _within(self, limit_s: float, call: Callable[[], Answer]) -> Answer:
        job = _Job(call)
        self._jobs.put(job)
        if not job.has_ended(limit_s):
            self.is_usable = False
            raise Late(limit_s)
        return job.result()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
            del job  # its answer may be large, and its objects keep the connection open

    # on the line's own thread

    def _connect(self) -> None:
        libvirt = load()
        opened = libvirt.open(self._uri)
        self._connection = Connected(opened)
        with suppress(libvirt.libvirtError):  # a driver inside this process (test) has nobody to ask
            opened.setKeepAlive(self._keepalive.interval_s, self._keepalive.count)

    def _put(self, question: Callable[[Connected], Answer]) -> Answer:
        connection = self._connection
        if connection is None or not connection.isAlive():
            self.is_usable = False
            raise Lost("the connection had ended", was_sent=False)
        try:
            return question(connection)
        except load().libvirtError as failure:
            if connection.isAlive():
                raise
            self.is_usable = False
            raise Lost(failure.get_error_message() or str(failure), was_sent=True) from failure

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.domains.clear()  # libvirt hangs up when the last of a connection's objects is let go
            connection.close()
