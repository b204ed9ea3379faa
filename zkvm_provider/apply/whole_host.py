"""Everything a host has, read as `pulumi import` reads it: what becomes a resource, and what cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from zkvm_provider.apply.host_device_references import lun_of
from zkvm_provider.apply.request import Request, Result
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, ZkvmError
from zkvm_provider.hypervisor.port import Endpoint, ObjectInfo, ObjectKind
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.parse.node_device import parse_node_device
from zkvm_provider.libvirtxml.xmltext import read_answer
from zkvm_provider.model.kinds import KINDS, Kind, kind_of
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
    """Read every pool, volume, network, mediated device and guest, and the DASDs and LUNs that guests use.

    Raises only when the host cannot be reached.
    """
    found = [*_objects(endpoint, uri, read, ObjectKind.POOL), *_volumes(endpoint, uri, read)]
    found += _objects(endpoint, uri, read, ObjectKind.NETWORK)
    guests = [*_objects(endpoint, uri, read, ObjectKind.DOMAIN)]
    used = str([each.inputs for each in guests if isinstance(each, FoundResource)])
    found += [*_devices(endpoint, uri, read, used), *guests]
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


def _devices(endpoint: Endpoint, uri: str, read: Read, used: str) -> Iterator[FoundResource | LeftOut]:
    """What guests have of the host's own hardware. `used` is all that guests name."""
    for info in endpoint.hypervisor.list(ObjectKind.NODE_DEVICE):
        if info.persistent and info.ref.name.startswith("mdev_"):
            parsed = parse_node_device(endpoint.hypervisor.dump(info.ref))
            yield _one(read, [kind_of("MediatedDevice")], f"{uri}::{parsed.uuid}", "mediated device", parsed.uuid, ())
    if not re.search(r"/dev/disk/by-path/ccw-|0x[0-9a-f]{16}/0x[0-9a-f]{16}", used):
        return  # nobody on the host has to be asked
    try:
        dasds = [each.bus_id for each in endpoint.devices.dasds() if f"ccw-{each.bus_id}" in used]
        luns = [lun for each in endpoint.devices.scsi_devices() if (lun := lun_of(each)) is not None]
    except ZkvmError as failure:
        yield LeftOut(what="DASDs and LUNs", reason=str(failure))
        return
    for bus_id in dasds:
        yield _one(read, [kind_of("DasdDisk")], f"{uri}::{bus_id}", "DASD", bus_id, ())
    for lun in luns:
        if str(lun) in used or lun.by_path in used:
            yield _one(read, [kind_of("ScsiLun")], f"{uri}::{lun}", "LUN", str(lun), ())


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
