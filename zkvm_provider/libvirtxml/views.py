"""What templates are handed: plain texts and numbers in libvirt's spelling, with every decision taken.

An empty text or 0 means *leave it out*. Conversion happens here (bytes to KiB, values to libvirt's words), policy
does not.
"""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Bug
from zkvm_provider.libvirtxml.network_views import VlanView, vlan_view
from zkvm_provider.libvirtxml.parse.parts.cpu_tune import CpuTuneView, cpu_tune_view
from zkvm_provider.libvirtxml.settled import settled
from zkvm_provider.libvirtxml.views_host_devices import (
    IscsiView,
    LunView,
    MdevView,
    ScsiControllerView,
    iscsi_view,
    lun_view,
    mdev_view,
    scsi_controller_view,
)
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
from zkvm_provider.libvirtxml.views_shaping import FilterView, RateView, filter_view, limits_view
from zkvm_provider.libvirtxml.xmltext import kib_up
from zkvm_provider.model.address import Devno
from zkvm_provider.model.console import Console, ConsoleKind
from zkvm_provider.model.definition import (
    GUEST_AGENT,
    MEMBALLOON,
    RNG,
    VIRTIO_SCSI,
    VIRTIO_SERIAL,
    VSOCK,
    GuestDefinition,
)
from zkvm_provider.model.disk import Disk, DiskCache
from zkvm_provider.model.guest import Boot, DomainType, Guest, Memballoon
from zkvm_provider.model.interface import Interface, LinkState
from zkvm_provider.model.xml_patch import XmlPatch, settled_patches

_AUTOMATIC = {VIRTIO_SCSI, VIRTIO_SERIAL, MEMBALLOON, RNG, VSOCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskView:
    """A disk. `type` is `file`, `block`, `volume` or `network`; `cache` is empty for libvirt's default.

    On SCSI it has `on_scsi`, `controller` and `unit` and no `devno`, so also a CD-ROM drive, which has `is_cdrom`;
    without medium its sources are empty.
    """

    name: str
    alias: str
    device: str
    is_cdrom: bool
    on_scsi: bool
    type: str
    file: str
    block: str
    pool: str
    volume: str
    iscsi: IscsiView | None
    format: str
    cache: str
    io: str
    iothread: int
    read_only: bool
    shareable: bool
    serial: str
    target: str
    devno: str
    controller: int
    unit: int
    boot_order: int
    loadparm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceView:
    """An interface. `type` is `network`, `bridge` or `direct`; `link` is empty for up; numbers 0 for none.

    `limits` are `inbound` and `outbound`, as far as there are any.
    """

    name: str
    alias: str
    type: str
    network: str
    portgroup: str
    dev: str
    mode: str
    bridge: str
    virtual_port: str
    vlan: VlanView
    mtu: int
    queues: int
    limits: tuple[RateView, ...]
    filter_ref: FilterView | None
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
    """The controller of virtio consoles or of LUNs, or the balloon (`model` is libvirt's)."""

    alias: str
    devno: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkView:
    """zkvm's own metadata; `used` and `units` hold device numbers and SCSI units separated by blanks, `numbers` and
    `places` whose they are (`disks[data]=0x0001`), `boots` the disk a start boots from (`-`: none)."""

    owner: str
    urn: str
    unfinished: bool
    used: str
    units: str
    notes: tuple[tuple[str, str], ...]
    patches: tuple[XmlPatch, ...]
    templates: str
    added: tuple[XmlPatch, ...]
    boots: str
    numbers: str
    places: str

    @property
    def has_parts(self) -> bool:
        return bool(self.notes or self.patches or self.added)


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
    luns: tuple[LunView, ...]
    mdevs: tuple[MdevView, ...]
    virtio_scsi: AutomaticView | None
    controllers: tuple[ScsiControllerView, ...]
    virtio_serial: AutomaticView | None
    memballoon: AutomaticView
    filesystems: tuple[FilesystemView, ...]
    watchdog: str
    rng: RngView | None
    vsock: VsockView | None
    agent: str
    mark: MarkView | None


def guest_view(definition: GuestDefinition) -> GuestView:
    """A definition as its template sees it. Raises Bug for one that leaves open what must be settled."""
    guest = definition.guest
    boot, devnos = guest.boot or Boot(), _devnos(definition)
    return GuestView(
        domain_type=_domain_type(guest),
        name=settled(guest.name, "guest", "name"),
        uuid=definition.uuid,
        memory_kib=kib_up(guest.memory),
        current_memory_kib=kib_up(settled(guest.current_memory, "guest", "current_memory")),
        vcpus=settled(guest.vcpus, "guest", "vcpus"),
        max_vcpus=settled(guest.max_vcpus, "guest", "max_vcpus"),
        iothreads=guest.iothreads or 0,
        cpu_tune=cpu_tune_view(guest.cpu_tune),
        hugepages=bool(guest.hugepages),
        shared_memory=needs_shared_memory(guest),
        backed_memory=bool(guest.hugepages) or needs_shared_memory(guest),
        cpu=cpu_view(guest.cpu),
        launch_security=guest.launch_security.value if guest.launch_security else "",
        key_wrapping=key_wrapping_view(guest.key_wrapping),
        gdb_port=(guest.debug.gdb_port if guest.debug else None) or 0,
        machine=settled(guest.machine, "guest", "machine"),
        kernel=boot.kernel or "",
        initrd=boot.initrd or "",
        cmdline=boot.cmdline or "",
        disks=tuple(disk_view(disk, boot=boot) for disk in in_boot_order(guest.disks or ())),
        interfaces=tuple(interface_view(interface, boot=boot) for interface in guest.interfaces or ()),
        consoles=tuple(console_view(console) for console in guest.consoles or ()),
        luns=tuple(lun_view(lun, place=_boot_place(boot, lun.name)) for lun in guest.luns or ()),
        mdevs=tuple(mdev_view(mdev, boot_order=_boot_place(boot, mdev.name)[0]) for mdev in guest.mdevs or ()),
        virtio_scsi=controller_view(VIRTIO_SCSI, devnos[VIRTIO_SCSI]) if VIRTIO_SCSI in devnos else None,
        controllers=tuple(scsi_controller_view(each) for each in guest.controllers or ()),
        virtio_serial=controller_view(VIRTIO_SERIAL, devnos[VIRTIO_SERIAL]) if VIRTIO_SERIAL in devnos else None,
        memballoon=_balloon(guest, devnos.get(MEMBALLOON, "")),
        filesystems=tuple(filesystem_view(each) for each in guest.filesystems or ()),
        watchdog=watchdog_view(guest),
        rng=rng_view(guest, devnos),
        vsock=vsock_view(guest, devnos),
        agent=f"ua-{GUEST_AGENT}" if guest.agent else "",
        mark=_mark(definition),
    )


def _devnos(definition: GuestDefinition) -> dict[str, str]:
    """Device numbers of the automatic devices, by name."""
    devnos = {device.name: str(device.devno) for device in definition.automatic}
    if unknown := devnos.keys() - _AUTOMATIC:
        raise Bug(f"there is no automatic device {sorted(unknown)[0]!r}")
    return devnos


def _domain_type(guest: Guest) -> str:
    if guest.domain_type not in {DomainType.KVM, DomainType.QEMU}:
        raise Bug(f"guest {guest.name} reached the renderer before its domain type was decided")
    return guest.domain_type.value


def in_boot_order(disks: tuple[Disk, ...]) -> tuple[Disk, ...]:
    """Virtio disks first: a guest that says nothing starts from the first disk of the bus that comes first.

    libvirt sorts the disks of one bus by target and leaves the buses as they come (virDomainDiskInsert, measured).
    """
    return tuple(sorted(disks, key=lambda disk: disk.is_on_scsi))


def disk_view(disk: Disk, *, boot: Boot | None = None, with_alias: bool = True) -> DiskView:
    """A disk as its template sees it; with `boot`, the disk it names carries the boot order."""
    pool, _, volume = (disk.volume or disk.medium_volume).partition("/")
    is_device = disk.medium_path.startswith("/dev/")
    order, loadparm = _boot_place(boot, disk.name)
    cache = settled(disk.cache, disk.name, "cache")
    sources = (disk.volume, disk.block, disk.file, disk.iscsi, disk.cdrom)
    if sum(source is not None for source in sources) != 1 or (pool and not volume):
        raise Bug(f"disk {disk.name} reached the renderer without exactly one resolved source")
    return DiskView(
        name=disk.name,
        alias=f"ua-{disk.name}" if with_alias else "",
        device="cdrom" if disk.is_cdrom else "disk",
        is_cdrom=disk.is_cdrom,
        on_scsi=disk.is_on_scsi,
        type=_disk_type(disk),
        file=disk.file or ("" if is_device else disk.medium_path),
        block=disk.block or (disk.medium_path if is_device else ""),
        pool=pool,
        volume=volume,
        iscsi=iscsi_view(disk.iscsi),
        format=settled(disk.format, disk.name, "format").value,
        cache="" if cache is DiskCache.DEFAULT else cache.value,
        io=disk.io.value if disk.io else "",
        iothread=disk.iothread or 0,
        read_only=bool(disk.read_only),
        shareable=bool(disk.shareable),
        serial=disk.serial or "",
        target=settled(disk.target, disk.name, "target"),
        devno="" if disk.is_on_scsi else str(settled(disk.devno, disk.name, "devno")),
        controller=disk.controller or 0,
        unit=settled(disk.unit, disk.name, "unit") if disk.is_on_scsi else 0,
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


def controller_view(name: str, devno: Devno | str) -> AutomaticView:
    """An automatic controller as its template sees it."""
    return AutomaticView(alias=f"ua-{name}", devno=str(devno), model="")


def _disk_type(disk: Disk) -> str:
    if disk.is_cdrom:
        return "volume" if disk.medium_volume else "block" if disk.medium_path.startswith("/dev/") else "file"
    kinds = {"volume": disk.volume, "block": disk.block, "file": disk.file, "network": disk.iscsi}
    return next(kind for kind, source in kinds.items() if source is not None)


def interface_view(interface: Interface, *, boot: Boot | None = None, with_alias: bool = True) -> InterfaceView:
    """An interface as its template sees it."""
    order, loadparm = _boot_place(boot, interface.name)
    macvtap, bridge = interface.macvtap, interface.bridge or interface.ovs
    if sum(each is not None for each in (interface.network, macvtap, interface.bridge, interface.ovs)) != 1:
        raise Bug(f"interface {interface.name} reached the renderer without exactly one source")
    return InterfaceView(
        name=interface.name,
        alias=f"ua-{interface.name}" if with_alias else "",
        type="network" if interface.network else "direct" if macvtap else "bridge",
        network=interface.network or "",
        portgroup=interface.portgroup or "",
        bridge=bridge or "",
        virtual_port="openvswitch" if interface.ovs else "",
        vlan=vlan_view(interface.vlan),
        mtu=interface.mtu or 0,
        queues=interface.queues if interface.queues is not None and interface.queues > 1 else 0,
        limits=limits_view(interface.bandwidth),
        filter_ref=filter_view(interface.filter_ref),
        dev=macvtap.dev if macvtap else "",
        mode=settled(macvtap.mode, interface.name, "macvtap.mode").value if macvtap else "",
        mac=str(settled(interface.mac, interface.name, "mac")),
        link="down" if interface.link is LinkState.DOWN else "",
        devno=str(settled(interface.devno, interface.name, "devno")),
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


def _balloon(guest: Guest, devno: str) -> AutomaticView:
    if guest.memballoon is Memballoon.NONE:
        return AutomaticView(alias="", devno="", model="none")
    return AutomaticView(alias=f"ua-{MEMBALLOON}", devno=devno, model="virtio")


def _mark(definition: GuestDefinition) -> MarkView | None:
    identity, notes = definition.identity, definition.guest.metadata or {}
    patches = settled_patches(definition.guest.xml_patches)
    is_bare = not (identity or notes or patches or definition.unfinished or definition.templates)
    if is_bare and definition.boots is None and not (definition.used_devnos or definition.used_units):
        return None
    return MarkView(
        owner=identity.owner if identity else "",
        urn=identity.urn if identity else "",
        unfinished=definition.unfinished,
        used=" ".join(str(devno) for devno in definition.used_devnos),
        units=" ".join(str(unit) for unit in definition.used_units),
        notes=tuple(sorted(notes.items())),
        patches=tuple(replace(each, value=each.value or "") for each in patches),
        templates=definition.templates,
        added=tuple(replace(each, value=each.value or "") for each in definition.added),
        boots="-" if definition.boots == "" else definition.boots or "",
        numbers=" ".join(f"{holder}={devno}" for holder, devno in definition.given_devnos),
        places=" ".join(f"{holder}={unit}" for holder, unit in definition.given_units),
    )
