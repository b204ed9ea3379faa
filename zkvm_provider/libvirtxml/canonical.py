"""Values as they read back from XML: the one form that two spellings of the same guest share."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import Any, TypeVar

from zkvm_provider.libvirtxml.parse.parts.table import canonical_parts
from zkvm_provider.libvirtxml.xmltext import kib_up
from zkvm_provider.model.console import Console, ConsoleKind
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk, settled_disk
from zkvm_provider.model.filesystem import Filesystem, FilesystemKind
from zkvm_provider.model.guest import Boot, Guest, Memballoon
from zkvm_provider.model.interface import Interface, LinkState, settled_interface
from zkvm_provider.model.lun import Lun, settled_lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.nat_addresses import settled_nat
from zkvm_provider.model.network import NatNetwork
from zkvm_provider.model.vlan import Vlan
from zkvm_provider.model.xml_patch import settled_patches
from zkvm_provider.units import KIB

_Device = TypeVar("_Device", Disk, Interface, Console, Lun, Mdev)


def canonical(definition: GuestDefinition) -> GuestDefinition:
    """Memory in whole KiB, devices by name, nothing that is not in the XML, every device number counted as used."""
    guest = _canonical_guest(definition.guest)
    used = set(definition.used_devnos) | {device.devno for device in definition.automatic}
    used |= {disk.devno for disk in guest.disks or () if disk.devno}
    used |= {filesystem.devno for filesystem in guest.filesystems or () if filesystem.devno}
    used |= {interface.devno for interface in guest.interfaces or () if interface.devno}
    used |= {mdev.devno for mdev in guest.mdevs or () if mdev.devno}
    used |= {controller.devno for controller in guest.controllers or () if controller.devno}
    units = set(definition.used_units) | {lun.unit for lun in guest.luns or () if lun.unit is not None}
    units |= {disk.unit for disk in guest.disks or () if disk.unit is not None}
    return replace(
        definition,
        guest=guest,
        automatic=_by_name(definition.automatic),
        used_devnos=tuple(sorted(used)),
        used_units=tuple(sorted(units)),
    )


def canonical_device(device: _Device) -> _Device:
    """A device with its silent defaults spelled out."""
    match device:
        case Disk():
            return settled_disk(replace(device, read_only=bool(device.read_only), serial=device.serial or None))
        case Interface():
            return replace(
                settled_interface(device),
                link=device.link or LinkState.UP,
                queues=device.queues or 1,
                vlan=canonical_vlan(device.vlan),
            )
        case Lun():
            return settled_lun(device)
        case Mdev():
            return replace(device, device=device.device.lower(), devno=device.devno if device.has_devno else None)
        case _:
            return replace(device, kind=device.kind or ConsoleKind.SCLP, log_append=bool(device.log_append))


def canonical_nat(network: NatNetwork) -> NatNetwork:
    """As it reads back: without host, everything said, absent lists empty."""
    settled = settled_nat(network)
    return replace(
        settled,
        host=None,
        autostart=None,
        dhcp_ranges=settled.dhcp_ranges or (),
        dhcp_hosts=settled.dhcp_hosts or (),
        forwarders=settled.forwarders or (),
        dns_hosts=settled.dns_hosts or (),
    )


def canonical_vlan(vlan: Vlan | None) -> Vlan | None:
    """The order of a trunk's VLANs means nothing; no VLAN at all is none."""
    if vlan is None or not (vlan.trunk or vlan.access is not None):
        return None
    return replace(vlan, trunk=tuple(sorted(vlan.trunk)) if vlan.trunk else None)


def _canonical_guest(guest: Guest) -> Guest:
    memory = kib_up(guest.memory) * KIB
    return replace(
        guest,
        host=None,
        autostart=None,
        power=None,
        shutdown=None,
        wait_for=None,
        migration=None,
        next_boot=None,
        memory=memory,
        current_memory=kib_up(guest.current_memory or memory) * KIB,
        boot=_canonical_boot(guest.boot),
        disks=_by_name(map(canonical_device, guest.disks or ())),
        interfaces=_by_name(map(canonical_device, guest.interfaces or ())),
        consoles=_by_name(map(canonical_device, guest.consoles or ())),
        filesystems=_by_name(map(canonical_filesystem, guest.filesystems or ())),
        luns=_by_name(map(canonical_device, guest.luns or ())),
        controllers=_by_name(guest.controllers or ()),
        mdevs=_by_name(map(canonical_device, guest.mdevs or ())),
        iothreads=guest.iothreads or 0,
        memballoon=guest.memballoon or Memballoon.VIRTIO,
        metadata=dict(guest.metadata or {}),
        xml_patches=settled_patches(guest.xml_patches),
        **canonical_parts(guest),
    )


def _canonical_boot(boot: Boot | None) -> Boot | None:
    """Empty texts are absent; libvirt writes a load parameter in upper case (captured in `206-loadparm-lower`)."""
    if boot is None or not (boot.kernel or boot.disk or boot.order):
        return None
    loadparm = boot.loadparm.upper() if boot.loadparm else None
    loadparms = {name: text.upper() for name, text in (boot.loadparms or {}).items()} or None
    return replace(
        boot,
        initrd=boot.initrd or None,
        cmdline=boot.cmdline or None,
        loadparm=loadparm,
        order=boot.order or None,
        loadparms=loadparms,
    )


def canonical_filesystem(filesystem: Filesystem) -> Filesystem:
    """A file system with its silent defaults spelled out."""
    return replace(
        filesystem,
        tag=filesystem.tag or filesystem.name,
        kind=filesystem.kind or FilesystemKind.VIRTIOFS,
        read_only=bool(filesystem.read_only),
    )


def _by_name(devices: Any) -> Any:
    return tuple(sorted(devices, key=attrgetter("name")))
