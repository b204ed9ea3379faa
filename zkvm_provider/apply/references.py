"""From the user's references to objects of the host: pools, volumes, networks, by id or by name.

A reference is satisfied by the host, or in a preview by what this process previewed as created. Nothing here raises for
a missing object: the caller gathers every fault of a resource first.
"""

from __future__ import annotations

import re

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, ZkvmError
from zkvm_provider.hypervisor.port import MISSING, ErrorCode, ObjectInfo, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.volume import ParsedVolume, parse_volume

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def ref_of(kind: ObjectKind, text: str) -> ObjectRef:
    """A uuid or a name as a reference."""
    return ObjectRef(kind=kind, uuid=text.lower()) if _UUID.fullmatch(text) else ObjectRef(kind=kind, name=text)


def look_up(desk: Desk, kind: ObjectKind, text: str) -> ObjectRef | None:
    """The object of that uuid or name, or None."""
    return find(desk, ref_of(kind, text))


def find(desk: Desk, ref: ObjectRef) -> ObjectRef | None:
    """The full reference, or None when the host has no such object."""
    try:
        return desk.endpoint.hypervisor.look_up(ref)
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise


def row_of(desk: Desk, ref: ObjectRef) -> ObjectInfo | None:
    """Its row in the host's list of that kind, or None when the host has no such object."""
    rows = desk.endpoint.hypervisor.list(ref.kind)
    return next((row for row in rows if (ref.uuid or ref.name) in (row.ref.uuid, row.ref.name)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A volume a reference led to. `parsed` is None for one that is only previewed."""

    label: str
    ref: ObjectRef | None
    parsed: ParsedVolume | None


def find_volume(desk: Desk, text: str) -> tuple[Volume | None, str]:
    """The volume behind `POOL-uuid/NAME` or `POOL/NAME`, and why not when it is None."""
    if is_stand_in(text):
        return Volume(label=text, ref=None, parsed=None), ""
    pool_text, slash, name = text.partition("/")
    if not slash or not pool_text or not name:
        return None, f"expected POOL/NAME or the id of a Qcow2Disk, got {text!r}"
    if desk.previewed.has(desk.machine_id, ObjectKind.VOLUME, text):
        return Volume(label=text, ref=None, parsed=None), ""
    pool = look_up(desk, ObjectKind.POOL, pool_text) if desk.fresh else _seen_pool(desk, pool_text)
    if pool is None:
        named = _named_elsewhere(desk, ObjectKind.POOL, pool_text)
        pool = look_up(desk, ObjectKind.POOL, named) if named else None
        pool_text = named or pool_text
    if pool is None:
        return None, f"storage pool {pool_text!r} does not exist on {desk.place}; {_declare('StoragePool')}"
    if not desk.fresh:  # a read compares names only, also in a pool that is not active
        return Volume(label=f"{pool.name}/{name}", ref=None, parsed=None), ""
    return _volume_in(desk, pool, name)


def _seen_pool(desk: Desk, text: str) -> ObjectRef | None:
    """The pool of that uuid or name among those seen a moment ago."""
    return next((info.ref for info in desk.view.pools(fresh=False) if text in (info.ref.uuid, info.ref.name)), None)


def _named_elsewhere(desk: Desk, kind: ObjectKind, text: str) -> str:
    """The name of an object that only another host has under this uuid: a guest that moved keeps its references."""
    if not _UUID.fullmatch(text):
        return ""
    uris = (*([desk.origin.endpoint.uri] if desk.origin else []), *desk.endpoints.others(desk.endpoint.uri))
    for uri in dict.fromkeys(uris):
        try:
            return desk.endpoints.at(uri).hypervisor.look_up(ref_of(kind, text)).name
        except ZkvmError:
            continue  # it has none of that uuid, or cannot be asked
    return ""


def _volume_in(desk: Desk, pool: ObjectRef, name: str, *, again: bool = False) -> tuple[Volume | None, str]:
    label = f"{pool.name}/{name}"
    if any(desk.previewed.has(desk.machine_id, ObjectKind.VOLUME, f"{key}/{name}") for key in (pool.name, pool.uuid)):
        return Volume(label=label, ref=None, parsed=None), ""
    ref = ObjectRef(kind=ObjectKind.VOLUME, name=name, pool=pool.name)
    try:
        parsed = parse_volume(desk.endpoint.hypervisor.dump(ref))
    except BackendError as refused:
        if refused.code in MISSING and desk.origin is not None and not again:
            desk.endpoint.hypervisor.refresh_pool(pool)  # libvirt knows what other hosts put there only after a look
            return _volume_in(desk, pool, name, again=True)
        if refused.code in MISSING:
            return None, f"pool {pool.name!r} on {desk.place} has no volume {name!r}; {_declare('Qcow2Disk')}"
        if refused.code == ErrorCode.OPERATION_INVALID:
            return None, f"storage pool {pool.name!r} on {desk.place} is not active; {_start('pool', pool.name)}"
        raise
    return Volume(label=label, ref=ref, parsed=parsed), ""


def find_network(desk: Desk, text: str, *, must_be_active: bool) -> tuple[str | None, str]:
    """The name of the network of that uuid or name, and why not when it is None."""
    if is_stand_in(text) or desk.previewed.has(desk.machine_id, ObjectKind.NETWORK, text):
        return text, ""
    networks = desk.view.networks(fresh=desk.fresh)
    if _UUID.fullmatch(text) and not any(info.ref.uuid == text for info in networks):
        text = _named_elsewhere(desk, ObjectKind.NETWORK, text) or text
    for info in networks:
        if text in (info.ref.name, info.ref.uuid):
            if must_be_active and not info.active:
                name = info.ref.name
                return None, f"network {name!r} on {desk.place} is not active; {_start('net', name)}"
            return info.ref.name, ""
    kinds = "MacvtapNetwork, BridgeNetwork, OvsNetwork or NatNetwork"
    return None, f"network {text!r} does not exist on {desk.place}; {_declare(kinds)}"


def take_over(desk: Desk, kind: str, key: str) -> str:
    """The command that brings an object of the host under Pulumi."""
    return f"take it over: pulumi import zkvm:index:{kind} RESOURCE-NAME '{desk.host}::{key}'"


def _declare(kind: str) -> str:
    return (
        f"declare it as a {kind} and pass that resource (or name it in depends_on), or correct the name; if it was "
        "removed by others, run pulumi refresh"
    )


def _start(what: str, name: str) -> str:
    """Two ways: Pulumi's for an object of the program, the operator's for others."""
    return f"run pulumi refresh, then up, if it is part of this program, or start it: zkvm {what}-start {name}"
