"""Connections: which host is meant, is it the right machine, and what is there on it.

One connection per URI and process. A name is looked up in the provider's `hosts`; anything else is a URI.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from zkvm_provider.apply.host_view import HostView
from zkvm_provider.clock import Clock
from zkvm_provider.errors import Refused
from zkvm_provider.hypervisor.port import Endpoint, HostFacts
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.guest import DomainType


class Endpoints:
    """The hosts this process speaks to. Safe to use from many threads."""

    def __init__(self, configuration: Configuration, connect: Callable[[str], Endpoint], clock: Clock) -> None:
        self._configuration, self._connect, self._clock = configuration, connect, clock
        self._open: dict[str, Endpoint] = {}
        self._views: dict[str, HostView] = {}
        self._lock = threading.Lock()

    def uri_of(self, host: str | None) -> str:
        """The URI behind a host's name, a URI itself, or the provider's default host for None."""
        text = host or self._configuration.host or "emulated:"
        entry = (self._configuration.hosts or {}).get(text)
        return entry.uri if entry else text

    def name_of(self, uri: str) -> str:
        """The name that the configuration gives to a URI, or the URI itself."""
        names = ((entry.uri, name) for name, entry in sorted((self._configuration.hosts or {}).items()))
        return next((name for known, name in names if known == uri), uri)

    def domain_type_of(self, host: str | None) -> DomainType:
        """What `auto` means on that host, as far as the configuration says."""
        entry = (self._configuration.hosts or {}).get(host or self._configuration.host or "")
        return (entry.domain_type if entry else None) or DomainType.AUTO

    def at(self, uri: str) -> Endpoint:
        """The connection to a URI, opened at first use. Raises Unreachable or Unsupported."""
        with self._lock:
            if uri not in self._open:
                self._open[uri] = self._connect(uri)
            return self._open[uri]

    def others(self, uri: str) -> tuple[str, ...]:
        """Every other configured URI, for looking where an object may have gone."""
        every = {entry.uri for entry in (self._configuration.hosts or {}).values()}
        return tuple(sorted(every - {uri}))

    def view(self, endpoint: Endpoint) -> HostView:
        """What the host was seen to have, shared by all operations on it."""
        with self._lock:
            if endpoint.uri not in self._views:
                self._views[endpoint.uri] = HostView(endpoint, self._clock)
            return self._views[endpoint.uri]

    def forget_domains(self) -> None:
        """Something was done to a domain of some host: let every view ask anew."""
        with self._lock:
            views = tuple(self._views.values())
        for view in views:
            view.forget_domains()

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for endpoint in self._open.values():
                endpoint.hypervisor.close()
            self._open.clear()
            self._views.clear()


def verify_machine(facts: HostFacts, expected: str, *, host: str) -> None:
    """Refuse to touch another machine than the one the state speaks of (empty: nothing is known yet)."""
    actual = facts.machine_id
    if expected and actual != expected:
        if is_only_a_name(actual) != is_only_a_name(expected):
            raise Refused(
                f"whether {host} is the machine this resource lives on cannot be told: {actual} is known of the one, "
                f"{expected} of the other",
                remedy="set `shell` of the host in the provider's `hosts`, so that its machine id can be read, or use "
                "the URI of before",
            )
        raise Refused(
            f"{host} is another machine ({actual}) than the one this resource lives on ({expected})",
            remedy="correct the URI, or move the resource with its own tools first",
        )


def is_only_a_name(machine_id: str) -> bool:
    """Whether nothing but the host's name was found out, for want of a shell on it."""
    return machine_id.startswith("name:")
