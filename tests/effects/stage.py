"""A host on which a change is made and looked at: what was said, which verbs were sent, and what is there afterwards.

The same for the emulator and for a real host: verbs are written down on their way through the port.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tests.effects.media_folder import MediaFolder, ThroughThePort
from tests.provider.convergers import real_convergers
from zkvm_provider.apply.converge import Converger
from zkvm_provider.apply.request import Request, Result
from zkvm_provider.clock import Clock
from zkvm_provider.errors import BackendError, InvalidInput
from zkvm_provider.hypervisor.port import (
    MUTATING_VERBS,
    Endpoint,
    HostDevices,
    Hypervisor,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
)
from zkvm_provider.model.check import check
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import Partial
from zkvm_provider.reconcile.compare import compare

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the engine's state keeps."""

    kind: Kind
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]


def _with(value: Any, old: str, new: str) -> Any:
    """Inputs that name another object."""
    if isinstance(value, dict):
        return {key: _with(each, old, new) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_with(each, old, new) for each in value]
    return new if value == old else value


@dataclass(slots=True)
class Stage:
    """One host and the resources that were made on it."""

    uri: str
    endpoint: Endpoint
    start: Callable[[], Converger]
    converger: Converger
    configuration: Configuration
    folder: Path
    media: MediaFolder
    verbs: list[str] = field(default_factory=list)
    users: list[Made] = field(default_factory=list)
    """Guests that use what is changed, and follow it where the engine lets them."""

    @classmethod
    def on(
        cls,
        uri: str,
        connect: Callable[[str], Endpoint],
        folder: Path,
        clock: Clock,
        media: MediaFolder | None = None,
    ) -> Stage:
        log: list[str] = []

        def recorded(where: str) -> Endpoint:
            endpoint = connect(where)
            return Endpoint(
                uri=endpoint.uri,
                hypervisor=cast(Hypervisor, Verbs(endpoint.hypervisor, log)),
                devices=cast(HostDevices, Verbs(endpoint.devices, log)),
            )

        configuration, make = Configuration(host=uri, owner=OWNER), real_convergers(recorded, folder, clock=clock)

        def start() -> Converger:
            return make(configuration, tell=lambda _urn, _text: None, stop=threading.Event())

        endpoint = connect(uri)
        files = media or ThroughThePort(devices=endpoint.devices)
        return cls(uri, endpoint, start, start(), configuration, folder, files, log)

    @property
    def hypervisor(self) -> Hypervisor:
        return self.endpoint.hypervisor

    def close(self) -> None:
        self.converger.close()
        self.hypervisor.close()

    def next_run(self) -> None:
        """What follows is of a later run of the engine: what a run has made itself, it does not delete."""
        self.converger.close()
        self.converger = self.start()

    def make(self, kind: Kind, inputs: dict[str, Any], name: str = "it") -> Made:
        request = self.request(kind, inputs, name=name)
        return self._made(request, self.converger.create(request))

    def update(self, request: Request) -> Result:
        return self.converger.update(request)

    def anew(self, last: Made, request: Request) -> Made:
        """What the engine does after a Diff that replaces: Check without old inputs, delete, create. Or create, change
        those that use it, delete."""
        self.next_run()
        news = self.request(request.kind, request.inputs.tree)
        tops = {each.path for each in compare(last.kind, last.inputs, request.inputs) if each.replaces}
        if last.kind.replaced_after.isdisjoint(tops):
            self.converger.delete(self._of(last))
            return self._made(news, self.converger.create(news))
        new = self._made(news, self.converger.create(news))
        for user in (each for each in self.users if each.id in self.there()):
            inputs = _with(user.inputs, last.id, new.id)
            self.update(self.request(user.kind, inputs, user, name="user"))
        self.converger.delete(self._of(last))
        return new

    def remove(self, made: Made) -> None:
        self.next_run()
        self.converger.delete(self._of(made))

    def there(self) -> frozenset[str]:
        """Guests, networks and pools by uuid, volumes of pools by name, installation media by path."""
        objects = (row.ref.uuid or f"{row.ref.pool}/{row.ref.name}" for row in self._rows())
        return frozenset((*objects, *self.media.files()))

    def sweep(self, kept: frozenset[str]) -> None:
        """Take away what was not there before."""
        for row in self._rows():
            if (row.ref.uuid or f"{row.ref.pool}/{row.ref.name}") in kept:
                continue
            if row.ref.kind is ObjectKind.VOLUME:
                with suppress(BackendError):  # what a pool finds stays
                    self.hypervisor.delete_volume(row.ref)
                continue
            if row.active:
                self.hypervisor.stop(row.ref)
            self.hypervisor.undefine(row.ref)
        for path in {*self.media.files()} - kept:
            self.media.remove(path)

    def _rows(self) -> Iterator[ObjectInfo]:
        """Guests first, then volumes, then what they lie in."""
        yield from self.hypervisor.list(ObjectKind.DOMAIN)
        pools = self.hypervisor.list(ObjectKind.POOL)
        for pool in pools:
            if pool.active:
                yield from self.hypervisor.list(ObjectKind.VOLUME, pool=pool.ref.name)
        yield from pools
        yield from self.hypervisor.list(ObjectKind.NETWORK)

    def cut_off(self, uuid: str) -> None:
        """Take a guest away, however it is."""
        ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)
        with suppress(BackendError):
            self.hypervisor.stop(ref)
        self.hypervisor.undefine(ref)

    def request(self, kind: Kind, inputs: dict[str, Any], last: Made | None = None, name: str = "it") -> Request:
        """What the engine would send: checked inputs, and the state of the last operation."""
        urn = f"urn:pulumi:lab::effects::zkvm:index:{kind.name}::{name}"
        identity = Identity(owner=OWNER, urn=urn)
        before = last.inputs if last is not None else None
        checked = check(kind, Partial(tree=inputs), before, configuration=self.configuration, identity=identity)
        if checked.faults:
            raise InvalidInput(checked.faults)
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

    def _of(self, made: Made) -> Request:
        urn = f"urn:pulumi:lab::effects::zkvm:index:{made.kind.name}::it"
        return Request(kind=made.kind, urn=urn, inputs=Partial(tree=made.inputs), id=made.id, outputs=made.outputs)

    @staticmethod
    def _made(request: Request, result: Result) -> Made:
        return Made(kind=request.kind, id=result.id, inputs=request.inputs.tree, outputs=result.outputs)
