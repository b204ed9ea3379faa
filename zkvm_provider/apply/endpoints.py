"""Connections: which host is meant, is it the right machine, and what is there on it.

One connection per URI and process. A name is looked up in the provider's `hosts`; anything else is a URI.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from zkvm_provider.clock import Clock
from zkvm_provider.errors import Refused
from zkvm_provider.hypervisor.port import DomainStats, Endpoint, ObjectInfo, ObjectKind
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.guest import DomainType

_SURVEY_LASTS_S = 1.0


@dataclass(slots=True)
class _Survey:
    taken_s: float
    domains: tuple[ObjectInfo, ...]
    stats: tuple[DomainStats, ...]


class Endpoints:
    """The hosts this process speaks to. Safe to use from many threads."""

    def __init__(self, configuration: Configuration, connect: Callable[[str], Endpoint], clock: Clock) -> None:
        self._configuration, self._connect, self._clock = configuration, connect, clock
        self._open: dict[str, Endpoint] = {}
        self._surveys: dict[str, _Survey] = {}
        self._lock = threading.Lock()

    def uri_of(self, host: str | None) -> str:
        """The URI behind a host's name, a URI itself, or the provider's default host for None."""
        text = host or self._configuration.host or "emulated:"
        entry = (self._configuration.hosts or {}).get(text)
        return entry.uri if entry else text

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

    def survey(self, endpoint: Endpoint, *, fresh: bool) -> tuple[tuple[ObjectInfo, ...], tuple[DomainStats, ...]]:
        """All domains with their state, in one list and one stats call.

        Unless `fresh`, an answer up to a second old serves every caller: a refresh asks for all guests at once.
        """
        with self._lock:
            known = self._surveys.get(endpoint.uri)
            now = self._clock.now_s()
            if fresh or known is None or now - known.taken_s > _SURVEY_LASTS_S:
                domains = endpoint.hypervisor.list(ObjectKind.DOMAIN)
                known = _Survey(now, domains, endpoint.hypervisor.stats())
                self._surveys[endpoint.uri] = known
            return known.domains, known.stats

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for endpoint in self._open.values():
                endpoint.hypervisor.close()
            self._open.clear()


def verify_machine(endpoint: Endpoint, expected: str, *, host: str) -> None:
    """Refuse to touch another machine than the one the state speaks of (empty: nothing is known yet)."""
    actual = endpoint.hypervisor.facts().machine_id
    if expected and actual != expected:
        raise Refused(
            f"{host} is another machine ({actual}) than the one this resource lives on ({expected})",
            remedy="correct the URI, or move the resource with its own tools first",
        )
