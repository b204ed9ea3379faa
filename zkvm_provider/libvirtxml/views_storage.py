"""What the templates of pools and volumes are handed: plain texts and numbers, every decision taken."""

from __future__ import annotations

import re

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.settled import settled
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.pool import AdapterKind, PoolKind, PoolSource, StoragePool
from zkvm_provider.model.pool_kinds import target_of
from zkvm_provider.model.volume import Qcow2Disk

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSourceView:
    """What a pool lies on, in the words of libvirt's XML; empty where it has none. `port` 0 is absent."""

    host: str
    port: int
    devices: tuple[str, ...]
    dir: str
    adapter: tuple[tuple[str, str], ...]
    volume_group: str
    initiator: str
    format: str
    username: str
    secret: tuple[tuple[str, str], ...]
    nfs_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolView:
    """A storage pool. `path` is empty where its volumes have none; `source` is None for `dir` and `mpath`."""

    type: str
    name: str
    uuid: str
    path: str
    source: PoolSourceView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeView:
    """A volume; `compat` is the qcow2 version, empty for raw; `format` is empty for a logical volume."""

    name: str
    capacity_bytes: int
    allocation_bytes: int
    format: str
    compat: str
    backing_path: str
    backing_format: str


def pool_view(pool: StoragePool, uuid: str) -> PoolView:
    """A pool as its template sees it."""
    return PoolView(
        type=(pool.kind or PoolKind.DIR).value,
        name=settled(pool.name, "pool", "name"),
        uuid=uuid,
        path=target_of(pool),
        source=None if pool.source is None else _pool_source_view(pool.source),
    )


def _pool_source_view(source: PoolSource) -> PoolSourceView:
    adapter, auth = source.adapter, source.auth
    words: tuple[tuple[str, str], ...] = ()
    if adapter is not None:
        named = ((name, getattr(adapter, name)) for name in ("name", "parent", "wwnn", "wwpn"))
        words = (("type", (adapter.kind or AdapterKind.SCSI_HOST).value), *(pair for pair in named if pair[1]))
    secret = () if auth is None else (("uuid" if _UUID.fullmatch(auth.secret) else "usage", auth.secret),)
    return PoolSourceView(
        host=source.host or "",
        port=source.port or 0,
        devices=(*(source.devices or ()), *((source.iqn,) if source.iqn else ())),
        dir=source.dir or "",
        adapter=words,
        volume_group=source.volume_group or "",
        initiator=source.initiator or "",
        format=source.format or "",
        username=auth.username if auth else "",
        secret=secret,
        nfs_version=source.nfs_version or "",
    )


def volume_view(
    volume: Qcow2Disk | LvmDisk, backing_path: str, backing_format: str, *, takes_space: bool = False
) -> VolumeView:
    """A volume as its template sees it. qcow2 is always version 1.1: version 0.10 has no zero clusters.

    `takes_space`: at once, and not when it is written on.
    """
    if isinstance(volume, LvmDisk):
        return VolumeView(
            name=settled(volume.name, "volume", "name"),
            capacity_bytes=volume.capacity,
            allocation_bytes=volume.capacity,
            format="",
            compat="",
            backing_path="",
            backing_format="",
        )
    disk_format = volume.format or DiskFormat.QCOW2
    return VolumeView(
        name=settled(volume.name, "volume", "name"),
        capacity_bytes=volume.capacity,
        allocation_bytes=volume.capacity if takes_space else 0,
        format=disk_format.value,
        compat="1.1" if disk_format is DiskFormat.QCOW2 else "",
        backing_path=backing_path,
        backing_format=backing_format,
    )
