"""What templates are handed: plain texts and numbers in libvirt's spelling, with every decision taken.

An empty text or 0 means *leave it out*. Conversion happens here (bytes to KiB, values to libvirt's words), policy
does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from zkvm_provider.errors import Bug
from zkvm_provider.libvirtxml.parse.parts.cpu_tune import CpuTuneView, cpu_tune_view
from zkvm_provider.libvirtxml.views_parts import (
    CpuView,
    FilesystemView,
    RngView,
    VsockView,
    cpu_view,
    filesystem_view,
    key_wrapping_view,
    needs_shared_memory,
    rng_view,
    vsock_view,
    watchdog_view,
)
from zkvm_provider.libvirtxml.xmltext import kib_up
from zkvm_provider.model.console import Console, ConsoleKind
from zkvm_provider.model.definition import MEMBALLOON, RNG, VIRTIO_SERIAL, VSOCK, GuestDefinition
from zkvm_provider.model.disk import Disk, DiskCache, DiskFormat
from zkvm_provider.model.guest import Boot, DomainType, Guest, Memballoon
from zkvm_provider.model.interface import Interface, LinkState, MacvtapMode
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.network import AnyNetwork, MacvtapNetwork, OvsNetwork, Portgroup
from zkvm_provider.model.pool import AdapterKind, PoolKind, PoolSource, StoragePool
from zkvm_provider.model.pool_kinds import target_of
from zkvm_provider.model.volume import Qcow2Disk

_T = TypeVar("_T")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_AUTOMATIC = {VIRTIO_SERIAL, MEMBALLOON, RNG, VSOCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskView:
    """A disk. `type` is `file`, `block` or `volume`; `cache` is empty for libvirt's default."""

    name: str
    alias: str
    type: str
    file: str
    block: str
    pool: str
    volume: str
    format: str
    cache: str
    io: str
    iothread: int
    read_only: bool
    serial: str
    target: str
    devno: str
    boot_order: int
    loadparm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceView:
    """An interface. `type` is `network` or `direct`; `link` is empty for up."""

    name: str
    alias: str
    type: str
    network: str
    dev: str
    mode: str
    mac: str
    link: str
    devno: str
    boot_order: int
    loadparm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleView:
    """A console. `kind` is libvirt's target type."""

    name: str
    alias: str
    kind: str
    log_file: str
    log_append: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticView:
    """The controller of virtio consoles, or the balloon (`model` is libvirt's)."""

    alias: str
    devno: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """zkvm's own metadata; `used` holds device numbers separated by blanks."""

    owner: str
    urn: str
    unfinished: bool
    used: str
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestView:
    """A guest's persistent configuration."""

    domain_type: str
    name: str
    uuid: str
    memory_kib: int
    current_memory_kib: int
    vcpus: int
    max_vcpus: int
    iothreads: int
    cpu_tune: CpuTuneView | None
    hugepages: bool
    shared_memory: bool
    backed_memory: bool
    cpu: CpuView | None
    launch_security: str
    key_wrapping: tuple[tuple[str, str], ...]
    gdb_port: int
    machine: str
    kernel: str
    initrd: str
    cmdline: str
    disks: tuple[DiskView, ...]
    interfaces: tuple[InterfaceView, ...]
    consoles: tuple[ConsoleView, ...]
    virtio_serial: AutomaticView | None
    memballoon: AutomaticView
    filesystems: tuple[FilesystemView, ...]
    watchdog: str
    rng: RngView | None
    vsock: VsockView | None
    mark: MarkView | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PortgroupView:
    """A portgroup. `tags` are VLANs, each with whether the guest sees it untagged though it is in the trunk."""

    name: str
    is_default: bool
    is_trunk: bool
    tags: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """A network of macvtap devices, or on a bridge; `virtual_port` is empty for a Linux bridge."""

    name: str
    uuid: str
    mode: str
    devices: tuple[str, ...]
    bridge: str
    virtual_port: str
    portgroups: tuple[PortgroupView, ...]


def guest_view(definition: GuestDefinition) -> GuestView:
    """A definition as its template sees it. Raises Bug for one that leaves open what must be settled."""
    guest = definition.guest
    boot = guest.boot or Boot()
    devnos = {device.name: str(device.devno) for device in definition.automatic}
    if unknown := devnos.keys() - _AUTOMATIC:
        raise Bug(f"there is no automatic device {sorted(unknown)[0]!r}")
    if guest.domain_type not in {DomainType.KVM, DomainType.QEMU}:
        raise Bug(f"guest {guest.name} reached the renderer before its domain type was decided")
    controller = AutomaticView(alias=f"ua-{VIRTIO_SERIAL}", devno=devnos.get(VIRTIO_SERIAL, ""), model="")
    return GuestView(
        domain_type=guest.domain_type.value,
        name=_settled(guest.name, "guest", "name"),
        uuid=definition.uuid,
        memory_kib=kib_up(guest.memory),
        current_memory_kib=kib_up(_settled(guest.current_memory, "guest", "current_memory")),
        vcpus=_settled(guest.vcpus, "guest", "vcpus"),
        max_vcpus=_settled(guest.max_vcpus, "guest", "max_vcpus"),
        iothreads=guest.iothreads or 0,
        cpu_tune=cpu_tune_view(guest.cpu_tune),
        hugepages=bool(guest.hugepages),
        shared_memory=needs_shared_memory(guest),
        backed_memory=bool(guest.hugepages) or needs_shared_memory(guest),
        cpu=cpu_view(guest.cpu),
        launch_security=guest.launch_security.value if guest.launch_security else "",
        key_wrapping=key_wrapping_view(guest.key_wrapping),
        gdb_port=(guest.debug.gdb_port if guest.debug else None) or 0,
        machine=_settled(guest.machine, "guest", "machine"),
        kernel=boot.kernel or "",
        initrd=boot.initrd or "",
        cmdline=boot.cmdline or "",
        disks=tuple(disk_view(disk, boot=boot) for disk in guest.disks or ()),
        interfaces=tuple(interface_view(interface, boot=boot) for interface in guest.interfaces or ()),
        consoles=tuple(console_view(console) for console in guest.consoles or ()),
        virtio_serial=controller if controller.devno else None,
        memballoon=_balloon(guest, devnos.get(MEMBALLOON, "")),
        filesystems=tuple(filesystem_view(each) for each in guest.filesystems or ()),
        watchdog=watchdog_view(guest),
        rng=rng_view(guest, devnos),
        vsock=vsock_view(guest, devnos),
        mark=_mark(definition),
    )


def disk_view(disk: Disk, *, boot: Boot | None = None, with_alias: bool = True) -> DiskView:
    """A disk as its template sees it; with `boot`, the disk it names carries the boot order."""
    pool, _, volume = (disk.volume or "").partition("/")
    order, loadparm = _boot_place(boot, disk.name)
    cache = _settled(disk.cache, disk.name, "cache")
    if sum(source is not None for source in (disk.volume, disk.block, disk.file)) != 1 or (pool and not volume):
        raise Bug(f"disk {disk.name} reached the renderer without exactly one resolved source")
    return DiskView(
        name=disk.name,
        alias=f"ua-{disk.name}" if with_alias else "",
        type="volume" if disk.volume is not None else "block" if disk.block is not None else "file",
        file=disk.file or "",
        block=disk.block or "",
        pool=pool,
        volume=volume,
        format=_settled(disk.format, disk.name, "format").value,
        cache="" if cache is DiskCache.DEFAULT else cache.value,
        io=disk.io.value if disk.io else "",
        iothread=disk.iothread or 0,
        read_only=bool(disk.read_only),
        serial=disk.serial or "",
        target=_settled(disk.target, disk.name, "target"),
        devno=str(_settled(disk.devno, disk.name, "devno")),
        boot_order=order,
        loadparm=loadparm,
    )


def _boot_place(boot: Boot | None, name: str) -> tuple[int, str]:
    """A device's place in the boot order and its load parameter; 0 and empty when it has none."""
    if boot is not None and boot.disk == name:
        return 1, (boot.loadparm or "").upper()
    if boot is None or name not in (boot.order or ()):
        return 0, ""
    return (boot.order or ()).index(name) + 1, (boot.loadparms or {}).get(name, "").upper()


def interface_view(interface: Interface, *, boot: Boot | None = None, with_alias: bool = True) -> InterfaceView:
    """An interface as its template sees it."""
    macvtap = interface.macvtap
    order, loadparm = _boot_place(boot, interface.name)
    if (interface.network is None) == (macvtap is None):
        raise Bug(f"interface {interface.name} reached the renderer without exactly one source")
    return InterfaceView(
        name=interface.name,
        alias=f"ua-{interface.name}" if with_alias else "",
        type="network" if macvtap is None else "direct",
        network=interface.network or "",
        dev=macvtap.dev if macvtap else "",
        mode=_settled(macvtap.mode, interface.name, "macvtap.mode").value if macvtap else "",
        mac=str(_settled(interface.mac, interface.name, "mac")),
        link="down" if interface.link is LinkState.DOWN else "",
        devno=str(_settled(interface.devno, interface.name, "devno")),
        boot_order=order,
        loadparm=loadparm,
    )


def console_view(console: Console, *, with_alias: bool = True) -> ConsoleView:
    """A console as its template sees it."""
    kind = console.kind or ConsoleKind.SCLP
    return ConsoleView(
        name=console.name,
        alias=f"ua-{console.name}" if with_alias else "",
        kind=kind.value,
        log_file=console.log_file or "",
        log_append="on" if console.log_append else "off",
    )


def pool_view(pool: StoragePool, uuid: str) -> PoolView:
    """A pool as its template sees it."""
    return PoolView(
        type=(pool.kind or PoolKind.DIR).value,
        name=_settled(pool.name, "pool", "name"),
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


def volume_view(volume: Qcow2Disk | LvmDisk, backing_path: str, backing_format: str) -> VolumeView:
    """A volume as its template sees it. qcow2 is always version 1.1: version 0.10 has no zero clusters."""
    if isinstance(volume, LvmDisk):
        return VolumeView(
            name=_settled(volume.name, "volume", "name"),
            capacity_bytes=volume.capacity,
            allocation_bytes=volume.capacity,
            format="",
            compat="",
            backing_path="",
            backing_format="",
        )
    disk_format = volume.format or DiskFormat.QCOW2
    return VolumeView(
        name=_settled(volume.name, "volume", "name"),
        capacity_bytes=volume.capacity,
        allocation_bytes=0,
        format=disk_format.value,
        compat="1.1" if disk_format is DiskFormat.QCOW2 else "",
        backing_path=backing_path,
        backing_format=backing_format,
    )


def network_view(network: AnyNetwork, uuid: str) -> NetworkView:
    """A network as its template sees it."""
    groups = (network.portgroups or ()) if isinstance(network, OvsNetwork) else ()
    mode, bridge = MacvtapMode.BRIDGE, ""
    devices: tuple[str, ...] = ()
    if isinstance(network, MacvtapNetwork):
        mode, devices = network.mode or mode, network.devices
    else:
        bridge = network.bridge
    return NetworkView(
        name=_settled(network.name, "network", "name"),
        uuid=uuid,
        mode=mode.value,
        devices=devices,
        bridge=bridge,
        virtual_port="openvswitch" if isinstance(network, OvsNetwork) else "",
        portgroups=tuple(_portgroup_view(group) for group in groups),
    )


def _portgroup_view(group: Portgroup) -> PortgroupView:
    tags = (group.access,) if group.access is not None else group.trunk or ()
    return PortgroupView(
        name=group.name,
        is_default=bool(group.is_default),
        is_trunk=bool(group.trunk),
        tags=tuple((tag, tag == group.native) for tag in tags),
    )


def _settled(value: _T | None, thing: str, field: str) -> _T:
    if value is None:
        raise Bug(f"{thing} reached the renderer before its {field} was settled")
    return value


def _balloon(guest: Guest, devno: str) -> AutomaticView:
    if guest.memballoon is Memballoon.NONE:
        return AutomaticView(alias="", devno="", model="none")
    return AutomaticView(alias=f"ua-{MEMBALLOON}", devno=devno, model="virtio")


def _mark(definition: GuestDefinition) -> MarkView | None:
    identity, notes = definition.identity, definition.guest.metadata or {}
    if not (identity or notes or definition.unfinished or definition.used_devnos):
        return None
    return MarkView(
        owner=identity.owner if identity else "",
        urn=identity.urn if identity else "",
        unfinished=definition.unfinished,
        used=" ".join(str(devno) for devno in definition.used_devnos),
        notes=tuple(sorted(notes.items())),
    )
