"""Connections to one host: a few at most, opened when needed, reopened with growing pauses after they broke.

libvirt never heals a connection. What breaks between two verbs is noticed and replaced before the next is sent; what
breaks during a verb is told to the caller as `Lost`.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import field
from queue import SimpleQueue
from typing import TypeVar

from zkvm_provider.clock import Clock
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Unreachable
from zkvm_provider.hypervisor.libvirt.binding import load
from zkvm_provider.hypervisor.libvirt.line import Keepalive, Late, Line, Lost
from zkvm_provider.hypervisor.libvirt.objects import Connected, Known
from zkvm_provider.hypervisor.libvirt.refusals import cannot_open

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long zkvm waits for a real host (seconds), and how many connections it holds there.

    `open_s` allows for a daemon that has just been started: it looks at every emulator first (37 s were measured).
    `reopen_s` is for one that answered before: it kept what it found, and was seen back after three seconds.
    `long_s` is for verbs that write data; a migration ends by its own limits. A daemon that is dead is noticed long
    before, by keepalive.
    """

    open_s: float = 60.0
    reopen_s: float = 20.0
    call_s: float = 60.0
    long_s: float = 1800.0
    migration_s: float = 7 * 86400.0
    connections: int = 4
    keepalive: Keepalive = field(default_factory=Keepalive)
    pauses_s: tuple[float, ...] = (0.1, 0.2, 0.4, 0.8, 1.6)
    """Before each further attempt to reopen; a daemon's restart takes about two seconds."""


class Connections:
    """The connections to one URI. Safe to use from many threads."""

    def __init__(self, uri: str, clock: Clock, limits: Limits) -> None:
        self._uri, self._clock, self._limits = uri, clock, limits
        self._slots: SimpleQueue[None] = SimpleQueue()  # a semaphore would be Python, and every verb passes here
        for _ in range(limits.connections):
            self._slots.put(None)
        self._lock = threading.Lock()
        self._idle: deque[Line] = deque()
        self.known = Known()
        self._was_open = False
        self._deaf_until_s = 0.0
        self.generation = 0
        """Grows whenever a connection broke: what was known of the host may be of another one now."""

    def ask(self, question: Callable[[Connected], Answer], limit_s: float) -> Answer:
        """Put a question to the host. Raises libvirt's own error, `Lost`, `Late` or `Unreachable`."""
        self._slots.get()
        try:
            while True:
                line = self._taken() or self._open()
                try:
                    return line.ask(question, limit_s)
                except Lost as lost:
                    if lost.was_sent:
                        raise
                finally:
                    self._give_back(line)
        finally:
            self._slots.put(None)

    def close(self) -> None:
        """Close what is not in use. Repeatable."""
        while line := self._taken():
            line.close()

    def _taken(self) -> Line | None:
        """The one that was used last; None when none is idle."""
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _give_back(self, line: Line) -> None:
        if line.is_usable:
            self._idle.append(line)
            return
        with self._lock:
            self.generation += 1
        line.abandon()

    def _open(self) -> Line:
        pauses = self._limits.pauses_s if self._was_open else ()
        for pause_s in pauses:
            try:
                return self._open_once()
            except Unreachable:
                if self._is_deaf():
                    raise
                self._clock.wait(pause_s)
        return self._open_once()

    def _open_once(self) -> Line:
        if self._is_deaf():
            raise Unreachable(self._uri, "the host did not answer a moment ago, and is given time to recover")
        line = Line(self._uri, self._limits.keepalive, self.known)
        limit_s = min(self._limits.open_s, self._limits.reopen_s) if self._was_open else self._limits.open_s
        try:
            line.open(limit_s)
        except Late as late:
            line.abandon()
            self._deaf_until_s = self._clock.now_s() + limit_s
            reason = f"libvirt did not answer within {late.waited_s:g} s; look whether its daemon hangs on the host"
            raise Unreachable(self._uri, reason) from late
        except load().libvirtError as failure:
            line.abandon()
            raise cannot_open(failure, self._uri) from failure
        self._was_open = True
        return line

    def _is_deaf(self) -> bool:
        return self._clock.now_s() < self._deaf_until_s
