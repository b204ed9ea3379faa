"""What one operation needs at hand: the host it is about, whose it is, and the tools to work with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import field

from zkvm_provider.apply.deadline import Deadline
from zkvm_provider.apply.endpoints import Endpoints
from zkvm_provider.apply.file_claims import FileClaims
from zkvm_provider.apply.host_view import HostView
from zkvm_provider.apply.journal import Journal
from zkvm_provider.clock import Clock
from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.port import Endpoint, HostFacts, ObjectKind
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.network import AnyNetwork


class Previewed:
    """What this process previewed as created: a reference to it is no fault although the host has it not yet."""

    def __init__(self) -> None:
        self._names: set[tuple[str, ObjectKind, str]] = set()
        self._paths: set[tuple[str, str]] = set()
        self._networks: dict[tuple[str, str], AnyNetwork] = {}
        self.files = FileClaims()
        self._lock = threading.Lock()

    def add_network(self, machine_id: str, network: AnyNetwork, *names: str) -> None:
        """What the program makes of a network, new or not, by name and uuid."""
        with self._lock:
            self._networks.update({(machine_id, name): network for name in names})

    def network(self, machine_id: str, name: str) -> AnyNetwork | None:
        with self._lock:
            return self._networks.get((machine_id, name))

    def add_path(self, machine_id: str, path: str) -> None:
        with self._lock:
            self._paths.add((machine_id, path))

    def has_path(self, machine_id: str, path: str) -> bool:
        with self._lock:
            return (machine_id, path) in self._paths

    def add(self, machine_id: str, kind: ObjectKind, *names: str) -> None:
        with self._lock:
            self._names.update((machine_id, kind, name) for name in names)

    def has(self, machine_id: str, kind: ObjectKind, name: str) -> bool:
        with self._lock:
            return (machine_id, kind, name) in self._names


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """`host` is the user's word for the host; `tell` shows a live status line of the resource."""

    endpoint: Endpoint
    facts: HostFacts
    host: str
    identity: Identity
    endpoints: Endpoints
    templates: Templates
    clock: Clock
    journal: Journal
    previewed: Previewed
    tell: Callable[[str], None]
    stop: threading.Event
    deadline: Deadline
    is_preview: bool = False
    fresh: bool = True
    """False for reads, which may share what others saw of the host a second ago."""
    origin: Desk | None = None
    """Another machine that has the guest, which is about to come here."""
    notes: list[str] = field(default_factory=list)
    """Warnings gathered on the way."""

    @property
    def place(self) -> str:
        """What to call the host in a sentence: the user's name for it, or its own instead of a URI."""
        return self.facts.hostname if ":" in self.host else self.host

    @property
    def machine_id(self) -> str:
        return self.facts.machine_id

    @property
    def view(self) -> HostView:
        return self.endpoints.view(self.endpoint)
