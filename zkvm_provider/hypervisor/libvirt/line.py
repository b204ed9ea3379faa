"""One libvirt connection, and how long a call over it may take.

A call into libvirt cannot be interrupted. Whoever asks makes the call himself, and it ends when the connection's socket
is cut; to connect, and where libvirt's socket is not known, it is made on a thread aside. That costs two threads that
wake one another, which on sleeping processors takes longer than the quickest of libvirt's calls.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.codes import MISSING
from zkvm_provider.hypervisor.libvirt.aside import Aside, StillWaiting
from zkvm_provider.hypervisor.libvirt.binding import REST_S, load
from zkvm_provider.hypervisor.libvirt.objects import Connected, Known
from zkvm_provider.hypervisor.libvirt.wire import Wire, spotting

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


class Line:
    """A connection to `uri`. `ask` may be called by one thread at a time."""

    def __init__(self, uri: str, keepalive: Keepalive, known: Known | None = None) -> None:
        self._uri, self._keepalive, self._known = uri, keepalive, known or Known()
        self._connection: Connected | None = None
        self._wire: Wire | None = None
        self._aside = Aside()
        self._heard_s = 0.0
        self.is_usable = True

    def open(self, limit_s: float) -> None:
        """Connect. Raises libvirt's own error, or `Late`."""
        self._within(self._aside, limit_s, self._connect)

    def ask(self, question: Callable[[Connected], Answer], limit_s: float) -> Answer:
        """Put `question` to the connection. Raises libvirt's own error, `Lost`, or `Late`."""
        return self._within(self._wire or self._aside, limit_s, lambda: self._put(question))

    def close(self) -> None:
        """Hang up; at most a few seconds are spent on it."""
        self.is_usable = False
        with suppress(StillWaiting, load().libvirtError):
            self._aside.within(_CLOSE_LIMIT_S, self._disconnect)
        self._aside.end()

    def abandon(self) -> None:
        """Hang up without waiting: the thread aside ends when libvirt lets go of it."""
        self.is_usable = False
        if self._wire is not None:
            self._wire.cut()
        self._aside.end(self._disconnect)

    def _within(self, way: Wire | Aside, limit_s: float, call: Callable[[], Answer]) -> Answer:
        try:
            return way.within(limit_s, call)
        except StillWaiting:
            self.is_usable = False
            raise Late(limit_s) from None

    def _connect(self) -> None:
        libvirt = load()
        with spotting() as spotted:
            opened = libvirt.open(self._uri)
        self._connection = Connected(opened, self._known)
        with suppress(libvirt.libvirtError):  # a driver inside this process (test) has nobody to ask, and no wire
            opened.setKeepAlive(self._keepalive.interval_s, self._keepalive.count)
            self._wire = spotted.wire

    def _put(self, question: Callable[[Connected], Answer]) -> Answer:
        connection = self._connection
        if connection is None or (time.monotonic() - self._heard_s > REST_S and not connection.isAlive()):
            self.is_usable = False
            raise Lost("the connection had ended", was_sent=False)
        try:
            answer = question(connection)
        except load().libvirtError as failure:
            if failure.get_error_code() in MISSING or connection.isAlive():  # who has no such object has answered
                raise
            self.is_usable = False
            raise Lost(failure.get_error_message() or str(failure), was_sent=True) from failure
        self._heard_s = time.monotonic()
        return answer

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.end()
            if self._wire is not None:
                self._wire.let_go()
            connection.close()
