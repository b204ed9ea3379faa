"""What a guest refers to on its host, checked before anything is touched: every fault at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.disk_references import disk_faults
from zkvm_provider.apply.file_access import VolumePlace, file_faults
from zkvm_provider.apply.host_device_references import lun_fault, resolve_lun, resolve_mdev
from zkvm_provider.apply.interface_references import device_fault, filter_fault, in_order, network_faults
from zkvm_provider.apply.references import Volume, find_network, find_volume
from zkvm_provider.dataclass import replace
from zkvm_provider.errors import Fault
from zkvm_provider.model.cpu_tune import CpuTune
from zkvm_provider.model.disk import Disk, DiskFormat
from zkvm_provider.model.guest import DomainType, Guest, Power
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.units import about_size, format_size

Device = TypeVar("Device", Disk, Interface, Lun, Mdev)


def resolve_guest(desk: Desk, guest: Guest, held: frozenset[str] = frozenset()) -> tuple[Guest, list[Fault]]:
    """The guest with its references named, and everything that is wrong with it on this host.

    `held` are files it had before; whether QEMU reaches them is asked when it is started again.
    """
    volumes: list[VolumePlace] = []
    named, faults = name_references(desk, guest, volumes)
    return named, [
        *_machine_faults(desk, guest),
        *file_faults(desk, guest, held, volumes),
        *faults,
        *_device_faults(desk, guest),
        *disk_faults(desk, named),
        *_pin_faults(desk, guest),
    ]


def name_references(desk: Desk, guest: Guest, volumes: list[VolumePlace] | None = None) -> tuple[Guest, list[Fault]]:
    """The guest with volumes as `POOL/NAME`, formats, networks' names and host devices, and what is missing.

    `volumes` is given the places of those that are there.
    """
    faults: list[Fault] = []
    places = volumes if volumes is not None else []
    disks = _each(guest.disks, lambda at, disk: _resolve_disk(desk, at, disk, faults, places))
    starts = guest.power in (Power.RUNNING, Power.PAUSED) and desk.fresh
    interfaces = _each(guest.interfaces, lambda at, each: _resolve_interface(desk, at, each, faults, starts=starts))
    luns = _each(guest.luns, lambda at, lun: resolve_lun(desk, at, lun, faults))
    mdevs = _each(guest.mdevs, lambda at, mdev: resolve_mdev(desk, at, mdev, faults, starts=starts))
    return replace(guest, disks=disks, interfaces=interfaces, luns=luns, mdevs=mdevs), faults


def decide_domain_type(desk: Desk, guest: Guest, decided: str) -> tuple[str, list[Fault]]:
    """`kvm` or `qemu`: what the state says, else what the guest, the configuration or the host offers."""
    wanted = guest.domain_type
    if wanted in (None, DomainType.AUTO):
        if decided:
            return decided, []
        wanted = desk.endpoints.domain_type_of(desk.host)
    offered = desk.facts.virt_types
    if wanted is DomainType.AUTO:
        return ("kvm" if "kvm" in offered else "qemu"), []
    if wanted.value not in offered:
        reason = f"{desk.place} offers {' and '.join(offered)} only; use one of these, or `auto`"
        return wanted.value, [Fault(path="domainType", reason=reason)]
    return wanted.value, []


def protection_faults(desk: Desk, guest: Guest, domain_type: str) -> list[Fault]:
    """Secure Execution takes KVM."""
    if guest.launch_security is None or domain_type == "kvm":
        return []
    reason = f"Secure Execution takes KVM, and guests on {desk.place} are run by QEMU's emulation; leave it out"
    return [Fault(path="launchSecurity", reason=reason)]


def _each(devices: tuple[Device, ...] | None, resolve: Callable[[int, Device], Device]) -> tuple[Device, ...] | None:
    return None if devices is None else tuple(resolve(at, device) for at, device in enumerate(devices))


def _machine_faults(desk: Desk, guest: Guest) -> list[Fault]:
    faults = []
    if guest.machine and guest.machine not in (*desk.facts.machine_types, "s390-ccw-virtio"):
        newest = desk.facts.default_machine
        reason = f"{desk.place} has no machine type {guest.machine!r}; its default is {newest}"
        faults.append(Fault(path="machine", reason=reason))
    most = (desk.facts.memory_kib + desk.view.swap_kib()) * 1024
    if guest.memory > most:
        asked, there = format_size(guest.memory), about_size(most)
        reason = f"{asked} is more than memory and swap of {desk.place} together ({there})"
        faults.append(Fault(path="memory", reason=reason))
    return faults


def _pin_faults(desk: Desk, guest: Guest) -> list[Fault]:
    """CPUs the host does not have: libvirt would leave them out without a word."""
    tune = guest.cpu_tune or CpuTune()
    pins = [(f'cpuTune.vcpuPins["{number}"]', cpus) for number, cpus in (tune.vcpu_pins or {}).items()]
    pins += [(f'cpuTune.iothreadPins["{number}"]', cpus) for number, cpus in (tune.iothread_pins or {}).items()]
    pins += [("cpuTune.emulatorPin", tune.emulator_pin)] if tune.emulator_pin else []
    last = desk.facts.cpus - 1
    return [
        Fault(path=path, reason=f"{desk.place} has no CPU {cpus.numbers[-1]}; its CPUs are 0 to {last}")
        for path, cpus in pins
        if cpus.numbers[-1] > last
    ]


def _resolve_disk(desk: Desk, at: int, disk: Disk, faults: list[Fault], places: list[VolumePlace]) -> Disk:
    here = f"disks[{at}]"
    if disk.volume is not None:
        found, why = find_volume(desk, disk.volume)
        if found is None:
            faults.append(Fault(path=f"{here}.volume", reason=why))
            return disk
        places += _place(f"{here}.volume", disk.volume, found)
        layout = disk.format or (found.parsed.disk_format if found.parsed else DiskFormat.QCOW2)
        if found.parsed and layout is not found.parsed.disk_format:
            reason = f"volume {found.label} is {found.parsed.format}, not {layout}; leave `format` out"
            faults.append(Fault(path=f"{here}.format", reason=reason))
        return replace(disk, volume=found.label, format=layout)
    if disk.medium_volume:
        found, why = find_volume(desk, disk.medium_volume)
        if found is None:
            faults.append(Fault(path=f"{here}.cdrom", reason=why))
            return disk
        places += _place(f"{here}.cdrom", disk.medium_volume, found)
        return replace(disk, cdrom=found.label, format=DiskFormat.RAW)
    return replace(disk, format=disk.format or DiskFormat.RAW)


def _place(path: str, reference: str, found: Volume) -> list[VolumePlace]:
    parsed = found.parsed
    if parsed is None or not parsed.path.startswith("/"):
        return []
    below, layout = parsed.backing_path or "", parsed.backing_format or ""
    return [VolumePlace(path=path, reference=reference, file=parsed.path, backing=below, backing_format=layout)]


def _resolve_interface(desk: Desk, at: int, interface: Interface, faults: list[Fault], *, starts: bool) -> Interface:
    here = f"interfaces[{at}]"
    if interface.network is not None:
        name, why = find_network(desk, interface.network, must_be_active=starts)
        if name is None:
            faults.append(Fault(path=f"{here}.network", reason=why))
            return interface
        interface = replace(interface, network=name)
        if desk.fresh:
            faults += network_faults(desk, here, interface)
    return replace(interface, vlan=in_order(interface.vlan))


def _device_faults(desk: Desk, guest: Guest) -> list[Fault]:
    """Uplinks, packet filters and LUNs that the host has not."""
    uplinks = (device_fault(desk, f"interfaces[{at}]", each) for at, each in enumerate(guest.interfaces or ()))
    filters = (filter_fault(desk, f"interfaces[{at}]", each) for at, each in enumerate(guest.interfaces or ()))
    luns = (lun_fault(desk, f"luns[{at}]", lun) for at, lun in enumerate(guest.luns or ()))
    return [fault for fault in (*uplinks, *filters, *luns) if fault is not None]
