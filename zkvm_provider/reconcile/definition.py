"""From a declaration to a complete definition: every field set, every address given.

What the guest has it keeps; what nobody said starts where a new guest starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zkvm_provider.dataclass import replace
from zkvm_provider.errors import Bug, Fault, InvalidInput
from zkvm_provider.model.address import Devno, MacAddress
from zkvm_provider.model.console import ConsoleKind
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.cpu import settled_cpu
from zkvm_provider.model.cpu_tune import settled_cpu_tune
from zkvm_provider.model.debug import settled_debug
from zkvm_provider.model.definition import (
    MEMBALLOON,
    RNG,
    VIRTIO_SCSI,
    VIRTIO_SERIAL,
    VSOCK,
    AutomaticDevice,
    GuestDefinition,
)
from zkvm_provider.model.disk import Disk, settled_disk
from zkvm_provider.model.filesystem import Filesystem
from zkvm_provider.model.guest import Boot, DomainType, Guest, Memballoon
from zkvm_provider.model.interface import Interface, settled_interface
from zkvm_provider.model.lun import settled_lun
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.model.security import settled_key_wrapping
from zkvm_provider.model.xml_patch import settled_patches
from zkvm_provider.reconcile.absent import Settled, settle
from zkvm_provider.reconcile.addresses import Claim, allocate, derive_mac, free_targets, target_order
from zkvm_provider.reconcile.booted import first_disk
from zkvm_provider.reconcile.desired import DesiredGuest
from zkvm_provider.reconcile.drives import settle_drives
from zkvm_provider.reconcile.merging import merge
from zkvm_provider.reconcile.returning import with_returning
from zkvm_provider.reconcile.shape import LISTS, Numbered, devnos_of, plugged
from zkvm_provider.reconcile.units import given_units, settle_luns
from zkvm_provider.units import KIB

MACHINE_ALIAS = "s390-ccw-virtio"
"""Stands for the newest version; libvirt writes the version back (formatdomain, `<type machine>`)."""


def complete(desired: DesiredGuest, observed: ObservedGuest | None) -> GuestDefinition:
    """The persistent configuration the guest is to have, uuid and addresses carried.

    Raises InvalidInput with every address that cannot be given, each with its path (`disks[1].devno`).
    """
    settled = settle(desired.guest, desired.previous)
    base = _base(observed, settled)
    guest: Guest = merge(settled.value, base, settled.cleared)
    guest = _sizes(guest, settled, base)
    guest = replace(
        guest,
        host=None,
        power=None,
        shutdown=None,
        wait_for=None,
        migration=None,
        next_boot=None,
        autostart=None,
        name=_name(guest),
        machine=_machine(desired.guest.machine, base),
        boot=_boot(guest.boot, settled),
        domain_type=_domain_type(desired, base),
        disks=tuple(settled_disk(disk) for disk in guest.disks or ()),
        interfaces=tuple(map(settled_interface, _moved(guest.interfaces or (), settled, base))),
        consoles=guest.consoles or (),
        xml_patches=settled_patches(guest.xml_patches),
        filesystems=_tagged(guest.filesystems or ()),
        cpu_tune=settled_cpu_tune(guest.cpu_tune),
        cpu=settled_cpu(guest.cpu),
        key_wrapping=settled_key_wrapping(guest.key_wrapping),
        debug=settled_debug(guest.debug),
        luns=tuple(settled_lun(lun) for lun in guest.luns or ()),
        controllers=guest.controllers or (),
        mdevs=guest.mdevs or (),
        metadata=guest.metadata or {},
    )
    return _with_addresses(guest, desired, observed)


def _base(observed: ObservedGuest | None, settled: Settled[Guest]) -> Guest | None:
    """The configured guest, and wanted devices that only the running one has: a plug that was not written down yet."""
    if observed is None:
        return None
    guest = observed.config.guest
    if observed.live is None:
        return guest
    known = {device.name for device in (*plugged(guest), *(guest.controllers or ()))}
    live = observed.live.guest
    live = replace(live, interfaces=tuple(_without_networks_settings(each) for each in live.interfaces or ()))
    lists: dict[str, Any] = {
        field: (*(getattr(guest, field) or ()), *(each for each in had or () if each.name not in known))
        for field in (*LISTS.values(), "controllers")
        if getattr(settled.value, field) is not None and (had := getattr(live, field)) is not None
    }
    return replace(guest, **lists)


def _moved(interfaces: tuple[Interface, ...], settled: Settled[Guest], base: Guest | None) -> tuple[Interface, ...]:
    """What an interface had of its network or switch stays there when it moves and nobody speaks of it."""
    had = {each.name: each for each in (base.interfaces or () if base is not None else ())}
    said = {each.name: each for each in settled.value.interfaces or ()}
    return tuple(
        replace(each, portgroup=said[each.name].portgroup, vlan=said[each.name].vlan)
        if each.name in had and each.name in said and _place(each) != _place(had[each.name])
        else each
        for each in interfaces
    )


def _place(interface: Interface) -> tuple[str | None, ...]:
    dev = interface.macvtap.dev if interface.macvtap else None
    return (interface.network, dev, interface.bridge, interface.ovs)


def _without_networks_settings(interface: Interface) -> Interface:
    """libvirt writes a network's VLANs and limits into the live XML as if they were the interface's."""
    return replace(interface, vlan=None, mtu=None, bandwidth=None) if interface.network is not None else interface


def _name(guest: Guest) -> str:
    if guest.name is None:
        raise Bug("a guest reached the planner without a name")
    return guest.name


def _sizes(guest: Guest, settled: Settled[Guest], base: Guest | None) -> Guest:
    """Memory in whole KiB, as libvirt keeps it; what was never said follows what it equalled before."""
    said = settled.value
    memory = _whole_kib(said.memory)
    current = memory
    if said.current_memory is not None:
        current = min(_whole_kib(said.current_memory), memory)
    elif base is not None and base.current_memory is not None and base.current_memory < base.memory:
        current = min(base.current_memory, memory)
    vcpus, most = guest.vcpus or 1, said.max_vcpus
    if most is not None:
        vcpus = min(vcpus, most) if said.vcpus is None else vcpus
    elif "max_vcpus" not in settled.cleared and base is not None and base.max_vcpus != base.vcpus:
        most = max(base.max_vcpus or vcpus, vcpus)
    return replace(guest, memory=memory, current_memory=current, vcpus=vcpus, max_vcpus=most or vcpus)


def _whole_kib(size_bytes: int) -> int:
    """libvirt rounds memory up to KiB at define (measured, libvirt 9.0.0)."""
    return -(-size_bytes // KIB) * KIB


def is_same_machine(wanted: str | None, has: str | None) -> bool:
    """Whether the machine type is the wanted one; the alias is every version's."""
    return wanted == has or (wanted == MACHINE_ALIAS and (has or "").startswith(f"{MACHINE_ALIAS}-"))


def _machine(wanted: str | None, base: Guest | None) -> str:
    has = base.machine if base is not None else None
    if has is not None and (wanted is None or is_same_machine(wanted, has)):
        return has
    return wanted or MACHINE_ALIAS


def _boot(boot: Boot | None, settled: Settled[Guest]) -> Boot | None:
    """Only what goes together; libvirt writes `loadparm` in upper case. None boots from the first disk."""
    if boot is None or "boot" in settled.cleared:
        return None
    if boot.kernel is not None:
        return replace(boot, disk=None, loadparm=None, order=None, loadparms=None)
    if boot.order:
        loadparms = {name: text.upper() for name, text in (boot.loadparms or {}).items() if name in boot.order}
        return Boot(order=boot.order, loadparms=loadparms or None)
    if boot.disk is None and boot.loadparm is None:
        return None
    loadparm = boot.loadparm.upper() if boot.loadparm is not None else None
    return Boot(disk=boot.disk, loadparm=loadparm)


def _tagged(filesystems: tuple[Filesystem, ...]) -> tuple[Filesystem, ...]:
    """A file system's tag is its name unless another is said."""
    return tuple(replace(each, tag=each.tag or each.name) for each in filesystems)


def _domain_type(desired: DesiredGuest, base: Guest | None) -> DomainType:
    if desired.guest.domain_type in {None, DomainType.AUTO} and base is not None and base.domain_type is not None:
        return base.domain_type
    return DomainType(desired.domain_type)


def _with_addresses(guest: Guest, desired: DesiredGuest, observed: ObservedGuest | None) -> GuestDefinition:
    """Give targets, MAC addresses and device numbers. `guest` carries those the devices have already."""
    faults: list[Fault] = []
    live = observed.live.guest if observed is not None and observed.live is not None else None
    disks = _targets(guest, desired.guest, live, faults)
    disks = settle_drives(disks, guest, desired.guest, observed, faults)
    interfaces = _macs(guest.interfaces or (), desired.guest, desired.identity.mac, faults)
    disks = tuple(sorted(disks, key=lambda disk: target_order(disk.target)))
    interfaces, filesystems, mdevs = _by_name(interfaces), _by_name(guest.filesystems), _by_name(guest.mdevs)
    guest = replace(guest, disks=disks, interfaces=interfaces, filesystems=filesystems, mdevs=mdevs)
    luns, used_units = settle_luns(guest, desired.guest, observed, faults)
    guest = replace(guest, luns=luns)
    automatic = _automatic_of(observed)
    names = _automatic_names(guest, automatic)
    claims = with_returning(_claims_in_order(guest, desired.guest, names, automatic), observed)
    used = _used(observed)
    numbers = allocate(claims, used, faults)
    if faults:
        raise InvalidInput(faults)
    guest = _with_numbers(guest, numbers)
    return GuestDefinition(
        uuid=desired.uuid,
        guest=guest,
        identity=desired.identity,
        automatic=tuple(_automatic(name, numbers, automatic) for name in sorted(names)),
        used_devnos=tuple(sorted({*used, *numbers.values()})),
        used_units=used_units,
        boots=first_disk(guest),
        given_devnos=tuple(sorted(numbers.items())),
        given_units=given_units(guest),
    )


def _claims_in_order(
    guest: Guest, said: Guest, names: tuple[str, ...], automatic: Mapping[str, AutomaticDevice]
) -> list[Claim]:
    """Every device that needs a number, in libvirt's order of assignment."""
    controllers = tuple(sorted(guest.controllers or (), key=_index))
    return [
        *_claims("disks", tuple(disk for disk in guest.disks or () if not disk.is_on_scsi), said.disks or ()),
        *_claims("interfaces", guest.interfaces or (), said.interfaces or ()),
        *_claims("mdevs", tuple(mdev for mdev in guest.mdevs or () if mdev.has_devno), said.mdevs or ()),
        *_automatic_claims((VIRTIO_SCSI,), names, automatic),
        *_claims("controllers", controllers, said.controllers or ()),
        *_automatic_claims((VIRTIO_SERIAL,), names, automatic),
        *_claims("filesystems", guest.filesystems or (), said.filesystems or ()),
        *_automatic_claims(AFTER_FILESYSTEMS, names, automatic),
    ]


def _with_numbers(guest: Guest, numbers: Mapping[str, Devno]) -> Guest:
    """The devices by name, each with its number."""

    def given(field: str) -> tuple[Any, ...]:
        devices = _by_name(getattr(guest, field))
        return tuple(replace(each, devno=numbers.get(f"{field}[{each.name}]")) for each in devices)

    lists: dict[str, Any] = {
        field: given(field) for field in ("disks", "interfaces", "controllers", "mdevs", "filesystems")
    }
    return replace(guest, **lists, consoles=_by_name(guest.consoles))


def _by_name(devices: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return tuple(sorted(devices or (), key=lambda each: each.name))


AFTER_FILESYSTEMS = (MEMBALLOON, RNG, VSOCK)
"""Automatic devices in libvirt's order of address assignment; SCSI controllers come by index, before the serial one."""


def _index(controller: ScsiController) -> int:
    return controller.index


def _automatic_of(observed: ObservedGuest | None) -> dict[str, AutomaticDevice]:
    """Those of the configuration, and those that only the running guest has: it keeps them until it stops.

    What the user has given the number of one of these to has it from then on.
    """
    if observed is None:
        return {}
    spoken = devnos_of(observed.config.guest)
    live = [each for each in (observed.live.automatic if observed.live else ()) if each.devno not in spoken]
    return {device.name: device for device in (*live, *observed.config.automatic)}


def _automatic(name: str, numbers: Mapping[str, Devno], has: Mapping[str, AutomaticDevice]) -> AutomaticDevice:
    return AutomaticDevice(name=name, devno=numbers[name], held=name in has and has[name].held)


def _automatic_names(guest: Guest, has: Mapping[str, AutomaticDevice]) -> tuple[str, ...]:
    """Those the guest needs, and those that serve devices of others."""
    is_needed = {
        VIRTIO_SCSI: bool(guest.luns) or any(disk.is_on_scsi for disk in guest.disks or ()),
        VIRTIO_SERIAL: bool(guest.agent) or any(each.kind is ConsoleKind.VIRTIO for each in guest.consoles or ()),
        MEMBALLOON: guest.memballoon is not Memballoon.NONE,
        RNG: guest.rng is not None,
        VSOCK: guest.vsock is not None,
    }
    return tuple(name for name, needed in is_needed.items() if needed or (name in has and has[name].held))


def _automatic_claims(
    group: tuple[str, ...], names: tuple[str, ...], has: Mapping[str, AutomaticDevice]
) -> Iterator[Claim]:
    return (Claim(label=name, carried=has[name].devno if name in has else None) for name in names if name in group)


def _claims(field: str, devices: tuple[Numbered, ...], said: tuple[Numbered, ...]) -> list[Claim]:
    """`devices` carry what they have; what the user wrote is in `said`, at the index his faults name."""
    written = {device.name: (index, device.devno) for index, device in enumerate(said)}
    claims = []
    for device in devices:
        index, explicit = written.get(device.name, (0, None))
        carried = device.devno if explicit is None else None
        path, label = f"{field}[{index}].devno", f"{field}[{device.name}]"
        claims.append(Claim(label=label, path=path, explicit=explicit, carried=carried))
    return claims


def _used(observed: ObservedGuest | None) -> frozenset[Devno]:
    """Every number the guest has or had, in its configuration or while it runs."""
    if observed is None:
        return frozenset()
    numbers: set[Devno] = set()
    for definition in (observed.config, observed.live):
        if definition is not None:
            numbers |= set(devnos_of(definition.guest))
            numbers |= {each.devno for each in definition.automatic}
            numbers |= set(definition.used_devnos)
    return frozenset(numbers)


def _targets(guest: Guest, said: Guest, live: Guest | None, faults: list[Fault]) -> tuple[Disk, ...]:
    """A target for every disk: given, had, or the lowest that neither the configuration nor the running guest has."""
    disks = guest.disks or ()
    explicit = {disk.name for disk in said.disks or () if disk.target is not None}
    kept = {disk.target: disk.name for disk in disks if disk.target is not None and disk.name not in explicit}
    kept |= {lun.target: lun.name for lun in guest.luns or () if lun.target is not None}
    held = {disk.target for disk in (live.disks or () if live is not None else ()) if disk.target is not None}
    held |= {lun.target for lun in (live.luns or () if live is not None else ()) if lun.target is not None}
    taken = {*kept, *held, *(disk.target or "" for disk in disks)}
    free, free_drives = iter(free_targets(taken)), iter(free_targets(taken, "sd"))
    for index, disk in enumerate(said.disks or ()):
        if disk.target is None:
            continue
        if disk.target in kept:
            other = next(free_drives if disk.target.startswith("sd") else free)
            reason = f"{disk.target} is the target of {_holder(guest, kept[disk.target])}; {other} is free"
            faults.append(Fault(path=f"disks[{index}].target", reason=reason))
        kept.setdefault(disk.target, disk.name)
    return tuple(
        disk if disk.target is not None else replace(disk, target=next(free_drives if disk.is_on_scsi else free))
        for disk in disks
    )


def _holder(guest: Guest, name: str) -> str:
    return f"disks[{name}]" if any(disk.name == name for disk in guest.disks or ()) else f"luns[{name}]"


def _macs(
    interfaces: tuple[Interface, ...], said: Guest, derive: Callable[[str], str], faults: list[Fault]
) -> tuple[Interface, ...]:
    """A MAC address for every interface: given, had, or derived from the guest's identity."""
    explicit = {each.name for each in said.interfaces or () if each.mac is not None}
    kept: dict[MacAddress, str] = {
        each.mac: each.name for each in interfaces if each.mac is not None and each.name not in explicit
    }
    for index, each in enumerate(said.interfaces or ()):
        if each.mac is None:
            continue
        if each.mac in kept:
            reason = f"{each.mac} is the MAC address of interfaces[{kept[each.mac]}]; choose another, or leave it out"
            faults.append(Fault(path=f"interfaces[{index}].mac", reason=reason))
        kept.setdefault(each.mac, each.name)
    given: list[Interface] = []
    for each in interfaces:
        mac = each.mac if each.mac is not None else derive_mac(each.name, derive, kept)
        kept.setdefault(mac, each.name)
        given.append(replace(each, mac=mac))
    return tuple(given)
