"""What a configured provider holds between calls: configuration, converger, the words to the engine, the end of waits.

A provider process that is kept running (PULUMI_DEBUG_PROVIDERS) sees several runs one after the other, each with its
own engine, configuration and Cancel; each begins with a handshake or an Attach and gets a fresh session.
"""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from zkvm_provider.errors import Bug, Refused
from zkvm_provider.model.urn import Urn
from zkvm_provider.provider.scrubber import Scrubber
from zkvm_provider.provider.status import Messenger

if TYPE_CHECKING:
    from collections.abc import Callable

    from zkvm_provider.apply.converge import Converger
    from zkvm_provider.apply.request import Request
    from zkvm_provider.model.configuration import Configuration
    from zkvm_provider.model.partial import Partial


class MakeConverger(Protocol):
    """The composition root, as far as this door needs it."""

    def __call__(
        self, configuration: Configuration, *, tell: Callable[[str, str], None], stop: threading.Event
    ) -> Converger: ...


class Replacing:
    """What the last Diff of each resource found to be replaced: the preview of its Create is not told by the engine."""

    def __init__(self) -> None:
        self._found: dict[str, Request] = {}

    def note(self, urn: str, old: Request | None) -> None:
        """What becomes of the resource; None: it stays."""
        if old is None:
            self._found.pop(urn, None)
        else:
            self._found[urn] = old

    def of(self, urn: str) -> Request | None:
        """What a Create of that resource replaces."""
        return self._found.get(urn)


class Session:
    """One run of the engine. Operations of a run share one converger, made when the first of them needs it."""

    def __init__(self, address: str, scrubber: Scrubber, make_converger: MakeConverger) -> None:
        self.address = address
        self.scrubber = scrubber
        self.messenger = Messenger(address, scrubber)
        self._stop = threading.Event()
        self._configuration: Configuration | Partial | None = None
        self._default_owner = ""
        self._make_converger = make_converger
        self._lock = threading.Lock()
        self._convergers: dict[str, Converger] = {}
        self.replacing = Replacing()
        self.checked: set[str] = set()
        """Resources of the program, by URN: a refresh asks for the Diff of others, too."""

    @property
    def is_over(self) -> bool:
        """Whether Cancel came."""
        return self._stop.is_set()

    @property
    def known_configuration(self) -> Configuration | Partial:
        """The configuration; a `Partial` while parts of it are unknown. Raises Bug before Configure."""
        if self._configuration is None:
            raise Bug("the engine asked before it sent Configure")
        return self._configuration

    def configure(self, configuration: Configuration | Partial, urn: str) -> None:
        """Take the configuration of the provider resource `urn` (empty from an engine that does not send it)."""
        self._configuration = configuration
        self._default_owner = Urn.parse(urn).default_owner if urn else ""

    def owner(self, urn: str) -> str:
        """Whose the resource `urn` is: the configured owner, else the one derived from project and stack."""
        from zkvm_provider.model.partial import Partial

        configuration = self.known_configuration
        configured = configuration.tree.get("owner") if isinstance(configuration, Partial) else configuration.owner
        if isinstance(configured, str):
            return configured
        return Urn.parse(urn).default_owner if urn else self._default_owner

    def converger(self, urn: str) -> Converger:
        """The converger for the resource `urn` (empty for a function). It is made when first asked for.

        Raises Bug before Configure, Refused while the configuration is not known, and what making one may raise.
        """
        from zkvm_provider.model.partial import Partial

        configuration = self.known_configuration
        if isinstance(configuration, Partial):
            raise Refused(
                "the provider's configuration is not known yet", remedy="it depends on a resource not yet made"
            )
        owner = self.owner(urn)
        with self._lock:
            if owner not in self._convergers:
                owned = dataclasses.replace(configuration, owner=owner or None)
                self._convergers[owner] = self._make_converger(owned, tell=self.messenger.tell, stop=self._stop)
            return self._convergers[owner]

    def templates_digest(self, urn: str, root: str) -> str:
        """Digest of the user's own templates of XML with that root.

        Empty without any, and while the configuration is not known.
        """
        from zkvm_provider.model.partial import Partial

        configuration = self.known_configuration
        if isinstance(configuration, Partial) or not configuration.templates:
            return ""
        return self.converger(urn).templates_digest(root)

    def cancel(self) -> None:
        """End every wait. Steps under way are finished, for a verb of the hypervisor is never torn apart."""
        self._stop.set()

    def close(self) -> None:
        """Give up the connections, when nothing runs any more."""
        with self._lock:
            convergers, self._convergers = tuple(self._convergers.values()), {}
        for converger in convergers:
            converger.close()
        self.messenger.close()


class Sessions:
    """The session in force, and how many operations run. Safe for use by several threads."""

    def __init__(self, make_converger: MakeConverger) -> None:
        self.scrubber = Scrubber()
        self._make_converger = make_converger
        self._condition = threading.Condition()
        self._running: dict[int, int] = {}
        self._retired: list[Session] = []
        self._current = Session("", self.scrubber, make_converger)

    @property
    def current(self) -> Session:
        return self._current

    def begin(self, address: str) -> Session:
        """Start a fresh session; the one before is closed as soon as its operations have ended."""
        with self._condition:
            self._retired.append(self._current)
            self._current = Session(address, self.scrubber, self._make_converger)
            idle = self._take_idle()
        _close(idle)
        return self._current

    @contextmanager
    def operation(self) -> Iterator[Session]:
        """The current session, kept open until the operation ends."""
        with self._condition:
            session = self._current
            self._running[id(session)] = self._running.get(id(session), 0) + 1
        try:
            yield session
        finally:
            with self._condition:
                self._running[id(session)] -= 1
                idle = self._take_idle()
                self._condition.notify_all()
            _close(idle)

    def cancel(self) -> None:
        """End the waits of every session."""
        with self._condition:
            sessions = [self._current, *self._retired]
        for session in sessions:
            session.cancel()

    def wait_until_idle(self, limit_s: float) -> bool:
        """Wait until no operation runs, at most `limit_s` seconds. False when some still do."""
        with self._condition:
            return self._condition.wait_for(lambda: not any(self._running.values()), limit_s)

    def _take_idle(self) -> list[Session]:
        idle = [session for session in self._retired if not self._running.get(id(session))]
        self._retired = [session for session in self._retired if session not in idle]
        for session in idle:
            self._running.pop(id(session), None)
        return idle


def _close(sessions: list[Session]) -> None:
    for session in sessions:
        session.close()
