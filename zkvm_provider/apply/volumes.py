"""What the work of every kind of volume has in common: its pool, whose it is, and what is seen of it."""

from __future__ import annotations

from typing import Any

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import find, look_up
from zkvm_provider.apply.request import NotObservable
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.apply.taken import taken
from zkvm_provider.errors import AlreadyExists, BackendError, Fault, InvalidInput
from zkvm_provider.hypervisor.port import MISSING, ErrorCode, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.pool import ParsedPool, parse_pool
from zkvm_provider.libvirtxml.parse.volume import ParsedVolume, parse_volume
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.volume import Qcow2Disk


def pool_named(desk: Desk, text: str, faults: list[Fault]) -> str:
    """The name of the pool of that uuid or name; what is missing becomes a fault."""
    if is_stand_in(text):
        return text
    pool = look_up(desk, ObjectKind.POOL, text)
    if pool is None:
        if desk.previewed.has(desk.machine_id, ObjectKind.POOL, text):
            return text
        remedy = "declare it as a StoragePool and pass that resource, or correct the name"
        faults.append(Fault(path="pool", reason=f"storage pool {text!r} does not exist on {desk.place}; {remedy}"))
        return text
    return pool.name


def pool_there(desk: Desk, name: str) -> ParsedPool | None:
    """The pool as the host tells it; None while it is only previewed."""
    ref = None if is_stand_in(name) else look_up(desk, ObjectKind.POOL, name)
    return parse_pool(desk.endpoint.hypervisor.dump(ref)) if ref is not None else None


def is_another(volume: Any, previous: Any) -> bool:
    """Whether a volume of the state has another name or pool now; `previous` may be None."""
    return previous is not None and (previous.name, previous.pool) != (volume.name or previous.name, volume.pool)


def is_ours(desk: Desk, pool_name: str, name: str) -> bool:
    """Our mark in an autonamed volume, or our journal for an explicitly named one."""
    if f"-{desk.identity.suffix}" in name:
        return True
    pool = None if is_stand_in(pool_name) else look_up(desk, ObjectKind.POOL, pool_name)
    what = f"volume {pool.uuid if pool else pool_name}/{name}"
    return desk.journal.find(desk.machine_id, what, desk.identity) is not None


def taken_volume(desk: Desk, kind: str, *, pool_uuid: str, pool_name: str, name: str) -> AlreadyExists:
    """Somebody else's volume is where ours would be."""
    label = f"{pool_name}/{name}"
    return taken(desk, f"volume {label!r}", kind=kind, key=label, journalled=f"volume {pool_uuid}/{name}")


def journal(desk: Desk, pool_name: str, name: str) -> None:
    """Record, before it is made, that the volume is ours."""
    pool = look_up(desk, ObjectKind.POOL, pool_name)
    if pool is not None:
        desk.journal.write(desk.machine_id, f"volume {pool.uuid}/{name}", desk.identity)


def seen_in(desk: Desk, pool: ObjectRef, name: str) -> ParsedVolume | None:
    """The volume as libvirt tells it, or None. A pool that is not active hides it, which does not mean it is gone.

    Raises InvalidInput for that in an operation, NotObservable in a read.
    """
    ref = ObjectRef(kind=ObjectKind.VOLUME, pool=pool.name, name=name)
    try:
        if find(desk, ref) is None:
            return None
        return parse_volume(desk.endpoint.hypervisor.dump(ref))
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        if refused.code == ErrorCode.OPERATION_INVALID:
            reason = f"storage pool {pool.name!r} on {desk.place} is not active; start it: zkvm pool-start {pool.name}"
            raise (InvalidInput.at("pool", reason) if desk.fresh else NotObservable(reason)) from refused
        raise


def id_at(desk: Desk, path: str) -> str:
    """`POOL-uuid/NAME` of the volume at a path, in any active pool; empty when there is none."""
    for pool in desk.view.pools(fresh=False):
        if not pool.active:
            continue
        for info in desk.endpoint.hypervisor.list(ObjectKind.VOLUME, pool=pool.ref.name):
            seen = seen_in(desk, pool.ref, info.ref.name) if path.endswith(info.ref.name) else None
            if seen is not None and seen.path == path:
                return f"{pool.ref.uuid}/{info.ref.name}"
    return ""


def plain(name: str, size_bytes: int, *, pool: str = "") -> Qcow2Disk:
    """A raw volume for bytes that zkvm writes itself."""
    return Qcow2Disk(pool=pool, name=name, capacity=size_bytes, format=DiskFormat.RAW)


def at_home(desk: Desk) -> dict[str, Any]:
    """The outputs that say where a volume is."""
    return {"host_uri": desk.endpoint.uri, "machine_id": desk.machine_id}
