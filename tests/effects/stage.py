"""A host on which a change is made and looked at: what was said, which verbs were sent, and what is there afterwards.

The same for the emulator and for a real host: verbs are written down on their way through the port.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from zkvm_provider.apply.converge import Converger
from zkvm_provider.apply.journal import Journal
from zkvm_provider.apply.request import Request, Result
from zkvm_provider.clock import Clock
from zkvm_provider.hypervisor.port import (
    MUTATING_VERBS,
    Endpoint,
    HostDevices,
    Hypervisor,
    ObjectKind,
    ObjectRef,
)
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.check import check
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import Partial

OWNER = "effects"


@dataclass(slots=True)
class Verbs:
    """Either protocol of the port, with every mutating verb written down."""

    wrapped: Any
    log: list[str]

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self.wrapped, name)
        if name not in MUTATING_VERBS:
            return verb

        def call(*values: Any, **named: Any) -> Any:
            self.log.append(name)
            return verb(*values, **named)

        return call


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A guest as its host shows it; `live` is empty and `number` None while it is off."""

    inactive: str
    live: str
    number: int | None
    power: str


@dataclass(slots=True)
class Stage:
    """One host and the resources that were made on it."""

    uri: str
    hypervisor: Hypervisor
    converger: Converger
    configuration: Configuration
    verbs: list[str] = field(default_factory=list)

    @classmethod
    def on(cls, uri: str, connect: Callable[[str], Endpoint], folder: Path, clock: Clock) -> Stage:
        log: list[str] = []

        def recorded(where: str) -> Endpoint:
            endpoint = connect(where)
            return Endpoint(
                uri=endpoint.uri,
                hypervisor=cast(Hypervisor, Verbs(endpoint.hypervisor, log)),
                devices=cast(HostDevices, Verbs(endpoint.devices, log)),
            )

        configuration = Configuration(host=uri, owner=OWNER)
        converger = Converger(
            configuration=configuration,
            connect=recorded,
            templates=Templates(None),
            clock=clock,
            journal=Journal(folder / "journal"),
            stop=threading.Event(),
            tell=lambda _urn, _text: None,
        )
        return cls(uri, connect(uri).hypervisor, converger, configuration, log)

    def make(self, kind: Kind, inputs: dict[str, Any]) -> Result:
        return self.converger.create(self.request(kind, inputs))

    def request(self, kind: Kind, inputs: dict[str, Any], last: Made | None = None) -> Request:
        """What the engine would send: checked inputs, and the state of the last operation."""
        urn = f"urn:pulumi:lab::effects::zkvm:index:{kind.name}::it"
        identity = Identity(owner=OWNER, urn=urn)
        before = last.inputs if last is not None else None
        checked = check(kind, Partial(tree=inputs), before, configuration=self.configuration, identity=identity)
        assert not checked.faults, checked.faults
        return Request(
            kind=kind,
            urn=urn,
            inputs=Partial(tree=checked.inputs),
            previous=Partial(tree=before) if before is not None else None,
            id=last.id if last is not None else "",
            outputs=last.outputs if last is not None else {},
        )

    def guest(self, uuid: str) -> Sight:
        """The guest of that uuid."""
        ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)
        row = next(row for row in self.hypervisor.list(ObjectKind.DOMAIN) if row.ref.uuid == uuid)
        live = self.hypervisor.dump(ref, live=True) if row.active else ""
        power = row.state.value if row.state else ""
        return Sight(inactive=self.hypervisor.dump(ref), live=live, number=row.domain_id, power=power)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the engine's state keeps."""

    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
