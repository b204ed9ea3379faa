"""Everything a host has, read as `pulumi import` reads it: what becomes a resource, and what cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zkvm_provider.apply.request import Request, Result
from zkvm_provider.errors import BackendError, ZkvmError
from zkvm_provider.hypervisor.port import Endpoint, ObjectInfo, ObjectKind
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.xmltext import read_answer
from zkvm_provider.model.kinds import KINDS, Kind
from zkvm_provider.model.partial import Partial, Tree
from zkvm_provider.model.structure import structure

Read = Callable[[Request], Result | None]

_VOLUME_KINDS = {"dir": "Qcow2Disk", "fs": "Qcow2Disk", "netfs": "Qcow2Disk", "logical": "LvmDisk"}
"""Which kind of volume lies in which kind of pool; the others show what the host or the SAN has."""
_LIBVIRT_KINDS = {
    ObjectKind.POOL: ("[HOST::]NAME-or-uuid", "Pool"),
    ObjectKind.NETWORK: ("[HOST::]NAME-or-uuid", "Network"),
    ObjectKind.DOMAIN: ("[HOST::]NAME-or-uuid", "Guest"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundResource:
    """One object as a resource. `key` is its id after the import, `label` its name (`POOL/NAME` for a volume).

    `foreign` says where its XML holds what the model does not: it stays on the host through every change.
    """

    kind: Kind
    label: str
    import_id: str
    key: str
    inputs: dict[str, Tree]
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An object that cannot be a resource, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeHost:
    """Pools and networks come first, guests last; everything sorted by name."""

    uri: str
    hostname: str
    resources: tuple[FoundResource, ...]
    left_out: tuple[LeftOut, ...]


def read_host(endpoint: Endpoint, uri: str, read: Read) -> WholeHost:
    """Read every pool, volume, network and guest. Raises only when the host cannot be reached."""
    found = [*_objects(endpoint, uri, read, ObjectKind.POOL), *_volumes(endpoint, uri, read)]
    found += [*_objects(endpoint, uri, read, ObjectKind.NETWORK), *_objects(endpoint, uri, read, ObjectKind.DOMAIN)]
    return WholeHost(
        uri=uri,
        hostname=endpoint.hypervisor.facts().hostname,
        resources=tuple(each for each in found if isinstance(each, FoundResource)),
        left_out=tuple(each for each in found if isinstance(each, LeftOut)),
    )


def _objects(endpoint: Endpoint, uri: str, read: Read, kind: ObjectKind) -> Iterator[FoundResource | LeftOut]:
    import_doc, ending = _LIBVIRT_KINDS[kind]
    kinds = [each for each in KINDS if each.name.endswith(ending) and each.import_doc.startswith(import_doc)]
    for info in endpoint.hypervisor.list(kind):
        if not info.persistent:
            yield LeftOut(what=f"{kind.value} {info.ref.name}", reason="it is transient: it is gone when it stops")
            continue
        foreign = _foreign(endpoint, info) if kind is ObjectKind.DOMAIN else ()
        yield _one(read, kinds, f"{uri}::{info.ref.name}", kind.value, info.ref.name, foreign)


def _volumes(endpoint: Endpoint, uri: str, read: Read) -> Iterator[FoundResource | LeftOut]:
    for pool in endpoint.hypervisor.list(ObjectKind.POOL):
        if not pool.active:
            yield LeftOut(what=f"volumes of pool {pool.ref.name}", reason="the pool is not active, nobody can look")
            continue
        kind = read_answer(endpoint.hypervisor.dump(pool.ref), "pool").get("type") or ""
        if kind not in _VOLUME_KINDS:
            reason = f"a pool of kind {kind} shows what is there anyway; guests name them as {pool.ref.name}/NAME"
            yield LeftOut(what=f"volumes of pool {pool.ref.name}", reason=reason)
            continue
        kinds = [each for each in KINDS if each.name == _VOLUME_KINDS[kind]]
        try:
            volumes = endpoint.hypervisor.list(ObjectKind.VOLUME, pool=pool.ref.name)
        except BackendError as failure:
            yield LeftOut(what=f"volumes of pool {pool.ref.name}", reason=str(failure))
            continue
        for info in volumes:
            label = f"{pool.ref.name}/{info.ref.name}"
            yield _one(read, kinds, f"{uri}::{label}", "volume", label, ())


def _one(
    read: Read, kinds: list[Kind], import_id: str, what: str, label: str, foreign: tuple[str, ...]
) -> FoundResource | LeftOut:
    """The first kind that takes the object."""
    reasons: dict[str, None] = {}
    for kind in kinds:
        try:
            result = read(Request(kind=kind, urn="", inputs=Partial(tree={}), id=import_id))
            if result is None:
                continue
            inputs = dict(result.inputs or {})
            structure(kind.inputs, inputs)
        except ZkvmError as failure:
            reasons[str(failure)] = None
            continue
        return FoundResource(kind=kind, label=label, import_id=import_id, key=result.id, inputs=inputs, foreign=foreign)
    return LeftOut(what=f"{what} {label}", reason="; ".join(reasons) or "it went away while it was read")


def _foreign(endpoint: Endpoint, info: ObjectInfo) -> tuple[str, ...]:
    """Where the guest's XML holds what the model does not, without its values: they may be secret."""
    try:
        return parse_guest(endpoint.hypervisor.dump(info.ref)).unowned
    except ZkvmError:
        return ()
