"""Who uses what: found by looking at every domain, running or not, and at backing chains.

libvirt deletes a volume or a network under its users; zkvm looks first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zkvm_provider.apply.desk import Desk
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import MISSING, ErrorCode, ObjectInfo, ObjectKind
from zkvm_provider.hypervisor.san import ScsiDevice
from zkvm_provider.libvirtxml.parse.domain_facts import DomainFacts, parse_domain_facts
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.model.observed import NetworkPort, ObservedVolume
from zkvm_provider.model.zfcp import ZfcpLun


def guests_on_path(desk: Desk, path: str) -> tuple[str, ...]:
    """Guests with a disk on that device or file, or on a partition of it."""
    return tuple(
        f"guest {info.ref.name} (disk {disk.label})"
        for info, facts, _ in _domains(desk)
        for disk in facts.disks
        if disk.path == path or disk.path.startswith(f"{path}-part")
    )


def ports_on_network(desk: Desk, name: str) -> tuple[NetworkPort, ...]:
    """Interfaces of running guests that are plugged into that network, by guest."""
    found = [
        NetworkPort(guest=f"guest {info.ref.name}", portgroup=portgroup, uplink=uplink)
        for info, facts, live in _domains(desk)
        if live
        for network, portgroup, uplink in facts.ports
        if network == name
    ]
    return tuple(sorted(found, key=lambda port: (port.guest, port.portgroup, port.uplink)))


def guests_in_pool(desk: Desk, pool_name: str, *, folder: str, paths: frozenset[str], running: bool) -> tuple[str, ...]:
    """Guests with a disk in that pool, named by volume or by path; only running ones, or all."""
    inside = f"{folder.rstrip('/')}/" if folder else ""
    found = {
        info.ref.name
        for info, facts, live in _domains(desk)
        if live or not running
        for disk in facts.disks
        if disk.pool == pool_name or disk.path in paths or (inside and disk.path.startswith(inside))
    }
    return tuple(f"guest {guest}" for guest in sorted(found))


def everyone_on_volume(
    desk: Desk, *, pool: str, name: str, path: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Guests with a disk on a volume, running or not; and of the running ones uuid and target."""
    users: dict[str, None] = {}
    running: dict[tuple[str, str], None] = {}
    for info, facts, live in _domains(desk):
        for disk in facts.disks_on_volume(pool=pool, volume=name, path=path):
            users[f"guest {info.ref.name} (disk {disk.label})"] = None
            if live:
                running[info.ref.uuid, disk.target] = None
    return tuple(users), tuple(running)


def running_on_volume(desk: Desk, *, pool: str, name: str, path: str) -> tuple[str, ...]:
    """Names of the running guests that have the volume, as `guest linux01`."""
    found = {
        info.ref.name
        for info, facts, live in _domains(desk)
        if live and facts.disks_on_volume(pool=pool, volume=name, path=path)
    }
    return tuple(f"guest {guest}" for guest in sorted(found))


def is_volume_used(desk: Desk, *, pool: str, name: str, path: str) -> bool:
    """Whether a guest or another volume lies on that volume."""
    guests, _ = everyone_on_volume(desk, pool=pool, name=name, path=path)
    return bool(guests) or any(_overlays(desk, path))


def with_users(desk: Desk, volume: ObservedVolume) -> ObservedVolume:
    """The volume with the guests that use it, the volumes it backs, and the running guest that has it open."""
    users: dict[str, None] = {}
    running: tuple[str, str] | None = None
    is_read_only = False
    for info, facts, live in _domains(desk):
        for disk in facts.disks_on_volume(pool=volume.pool_name, volume=volume.name, path=volume.path):
            users[f"guest {info.ref.name} (disk {disk.label})"] = None
            if live:
                running, is_read_only = (info.ref.uuid, disk.target), is_read_only or disk.read_only
    overlays = tuple(f"volume {overlay}" for overlay in _overlays(desk, volume.path))
    return replace(
        volume,
        users=(*users, *overlays),
        running_user=running,
        is_backing=bool(overlays),
        is_read_only=is_read_only,
    )


def _domains(desk: Desk) -> Iterator[tuple[ObjectInfo, DomainFacts, bool]]:
    """Every domain's persistent and, while active, live facts (the third says which)."""
    hypervisor = desk.endpoint.hypervisor
    for info in hypervisor.list(ObjectKind.DOMAIN):
        for live in (False, True) if info.active else (False,):
            try:
                yield info, parse_domain_facts(hypervisor.dump(info.ref, live=live)), live
            except BackendError as refused:
                if refused.code not in MISSING:
                    raise


def _overlays(desk: Desk, path: str) -> Iterator[str]:
    """Volumes of any active pool whose backing file is `path`."""
    hypervisor = desk.endpoint.hypervisor
    for pool in hypervisor.list(ObjectKind.POOL):
        if not pool.active:
            continue
        try:
            for info in hypervisor.list(ObjectKind.VOLUME, pool=pool.ref.name):
                if parse_volume(hypervisor.dump(info.ref)).backing_path == path:
                    yield f"{pool.ref.name}/{info.ref.name}"
        except BackendError as refused:
            if refused.code not in MISSING | {ErrorCode.OPERATION_INVALID}:
                raise  # a pool or volume that went away meanwhile uses nothing


def others_with(desk: Desk, uuid: str, *, gdb_port: int | None, cid: int | None) -> dict[str, str]:
    """Which other guest has that port for gdb (key `gdb_port`) or that context id (`cid`) in its configuration."""
    found: dict[str, str] = {}
    if gdb_port is None and cid is None:
        return found
    for info, facts, _ in _domains(desk):
        if info.ref.uuid == uuid:
            continue
        if gdb_port is not None and facts.gdb_port == gdb_port:
            found["gdb_port"] = info.ref.name
        if cid is not None and facts.cid == cid:
            found["cid"] = info.ref.name
    return found


def others_on_data(desk: Desk, uuid: str, *, volume: str, path: str) -> list[tuple[str, str]]:
    """Other guests, running or not, with a disk on that volume (`POOL/NAME`) or path that they do not share; and the
    disk's name there."""
    pool, _, name = volume.partition("/")
    found = {
        (info.ref.name, disk.label): None
        for info, facts, _ in _domains(desk)
        if info.ref.uuid != uuid
        for disk in facts.disks_on_volume(pool=pool, volume=name, path=path)
        if not disk.shareable
    }
    return list(found)


def guests_on_lun(desk: Desk, lun: ZfcpLun, device: ScsiDevice | None) -> tuple[str, ...]:
    """Guests, running or not, that have the LUN: by any of its names, or as host device by the host's numbers."""
    names = {lun.by_path}
    place = ""
    if device is not None:
        names |= {name for name in (device.device, device.multipath) if name}
        place = f"scsi_host{device.host}:{device.channel}:{device.target}:{device.unit}"
    found = {
        info.ref.name
        for info, facts, _ in _domains(desk)
        if place in facts.scsi_places or any(disk.path in names for disk in facts.disks)
    }
    return tuple(f"guest {guest}" for guest in sorted(found))


def guests_with_mdev(desk: Desk, uuid: str) -> tuple[str, ...]:
    """Running guests that have the mediated device."""
    found = {info.ref.name for info, facts, live in _domains(desk) if live and uuid in facts.mdevs}
    return tuple(f"guest {guest}" for guest in sorted(found))
