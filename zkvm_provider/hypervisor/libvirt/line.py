"""One libvirt connection, and the one thread that speaks over it.

A call into libvirt cannot be interrupted. It therefore happens on a daemon thread of its own, and the caller waits as
long as it may: a host that never answers costs a thread that sleeps, never a caller that hangs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar

from zkvm_provider.hypervisor.libvirt.binding import load

Answer = TypeVar("Answer")
_Job = tuple[Callable[[], Any], "Future[Any]"]
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


class Line:
    """A connection to `uri`. `ask` may be called by one thread at a time."""

    def __init__(self, uri: str, keepalive: Keepalive) -> None:
        self._uri, self._keepalive = uri, keepalive
        self._connection: Any = None
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self.is_usable = True
        threading.Thread(target=self._work, name="libvirt-line", daemon=True).start()

    def open(self, limit_s: float) -> None:
        """Connect. Raises libvirt's own error, or `Late`."""
        self._within(limit_s, self._connect)

    def ask(self, question: Callable[[Any], Answer], limit_s: float) -> Answer:
        """Put `question` to the connection. Raises libvirt's own error, `Lost`, or `Late`."""
        return self._within(limit_s, lambda: self._put(question))

    def close(self) -> None:
        """Hang up; at most a few seconds are spent on it."""
        self.is_usable = False
        ended: Future[Any] = Future()
        self._jobs.put((self._disconnect, ended))
        self._jobs.put(None)
        wait([ended], timeout=_CLOSE_LIMIT_S)

    def abandon(self) -> None:
        """Hang up without waiting: the thread ends when libvirt lets go of it."""
        self.is_usable = False
        self._jobs.put((self._disconnect, Future()))
        self._jobs.put(None)

    def _within(self, limit_s: float, job: Callable[[], Answer]) -> Answer:
        answer: Future[Answer] = Future()
        self._jobs.put((job, answer))
        if wait([answer], timeout=limit_s).not_done:
            self.is_usable = False
            raise Late(limit_s)
        return answer.result()

    def _work(self) -> None:
        while (taken := self._jobs.get()) is not None:
            job, answer = taken
            try:
                answer.set_result(job())
            except BaseException as failure:  # noqa: BLE001 - handed to the caller's thread
                answer.set_exception(failure)

    # on the line's own thread

    def _connect(self) -> None:
        libvirt = load()
        self._connection = libvirt.open(self._uri)
        with suppress(libvirt.libvirtError):  # a driver inside this process (test) has nobody to ask
            self._connection.setKeepAlive(self._keepalive.interval_s, self._keepalive.count)

    def _put(self, question: Callable[[Any], Answer]) -> Answer:
        libvirt = load()
        if not self._connection.isAlive():
            self.is_usable = False
            raise Lost("the connection had ended", was_sent=False)
        try:
            return question(self._connection)
        except libvirt.libvirtError as failure:
            if self._connection.isAlive():
                raise
            self.is_usable = False
            raise Lost(failure.get_error_message() or str(failure), was_sent=True) from failure

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
