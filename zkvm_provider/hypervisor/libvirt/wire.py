"""The socket under a connection, which is how a call that nobody answers is ended.

A call into libvirt cannot be interrupted, and libvirt does not tell which socket is its own. But it opens one while it
connects, and a socket that is shut down ends whatever waits for it. So whoever calls makes the call himself, and one
thread of the process watches over all that are under way.
"""

from __future__ import annotations

import os
import socket
import stat
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path
from typing import TypeVar

from zkvm_provider.hypervisor.libvirt.aside import StillWaiting
from zkvm_provider.hypervisor.libvirt.binding import let_go

Answer = TypeVar("Answer")

_DESCRIPTORS = Path("/dev/fd")
"""This process's file descriptors by number, on Linux and macOS."""
_PATIENCE_S = 1.0
"""How long one who connects waits for another who does. Both at once would not know which socket is whose."""
_connecting = threading.Lock()


class Wire:
    """A hold on a connection's socket, by a descriptor of our own: what libvirt closes is never taken for it."""

    def __init__(self, held: socket.socket) -> None:
        self._held = held
        weakref.finalize(self, held.close)

    def within(self, limit_s: float, call: Callable[[], Answer]) -> Answer:
        """What the call gives, or raises. It is cut after `limit_s`, which raises `StillWaiting`."""
        _watch.begin(self, limit_s)
        try:
            return call()
        except Exception as failure:
            if _watch.watches(self):
                raise
            raise StillWaiting from failure
        finally:
            _watch.end(self)
            let_go()

    def cut(self) -> None:
        """End what waits for an answer, and all that would."""
        with suppress(OSError):  # the other end has gone already
            self._held.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Hold it no longer; libvirt's own descriptor stays as it is."""
        self._held.close()


class Spotted:
    """What was found of the sockets that came to be meanwhile."""

    wire: Wire | None = None
    """The only one; None when there was none, or several."""


@contextmanager
def spotting() -> Iterator[Spotted]:
    """Look which socket comes to be within; it is known at the end, by whoever connected there."""
    alone = _connecting.acquire(timeout=_PATIENCE_S)
    try:
        spotted, before = Spotted(), _sockets()
        yield spotted
        fresh = _sockets() - before
        spotted.wire = _held(fresh.pop()) if len(fresh) == 1 else None
    finally:
        if alone:
            _connecting.release()


def _sockets() -> set[tuple[int, int]]:
    """Number and inode of each: a number is given again, an inode is not while it is in use."""
    found = set()
    for each in _DESCRIPTORS.iterdir():
        number = int(each.name)
        with suppress(OSError):  # closed meanwhile, as is the one that reads the folder
            status = os.fstat(number)
            if stat.S_ISSOCK(status.st_mode):
                found.add((number, status.st_ino))
    return found


def _held(found: tuple[int, int]) -> Wire | None:
    try:
        return Wire(socket.socket(fileno=os.dup(found[0])))
    except OSError:  # libvirt has closed it again
        return None


class _Watch:
    """One thread, which sleeps until the first of the calls under way has taken too long."""

    def __init__(self) -> None:
        self._ends: dict[Wire, float] = {}
        self._wakes_at = inf
        self._changed = threading.Condition()
        self._is_running = False

    def begin(self, wire: Wire, limit_s: float) -> None:
        """Most calls end long before it wakes, so it is woken only for one that must end earlier than that."""
        end = time.monotonic() + limit_s
        self._ends[wire] = end
        if end < self._wakes_at:
            self._wake()

    def watches(self, wire: Wire) -> bool:
        """Whether a call is under way, and still has time."""
        return wire in self._ends

    def end(self, wire: Wire) -> None:
        self._ends.pop(wire, None)

    def _wake(self) -> None:
        with self._changed:
            if not self._is_running:
                threading.Thread(target=self._turn, name="libvirt-watch", daemon=True).start()
                self._is_running = True
            self._changed.notify()

    def _turn(self) -> None:
        with self._changed:
            while True:
                self._wakes_at = inf  # before looking: a call that begins now is seen, or wakes this thread
                now = time.monotonic()
                for wire, end in list(self._ends.items()):
                    if end <= now and self._ends.get(wire) == end:
                        self.end(wire)
                        wire.cut()
                self._wakes_at = min(list(self._ends.values()), default=inf)
                left = self._wakes_at - now
                self._changed.wait(None if left == inf else min(left, threading.TIMEOUT_MAX))


_watch = _Watch()
