"""Drive addresses (controller, bus, target, unit): units of SCSI and floppy controllers, seven to a SCSI one."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, get, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.targets import target_index
from zkvm_provider.hypervisor.port import ErrorDomain

UNITS_PER_SCSI_CONTROLLER = 7
"""virDomainControllerSCSI: a narrow bus has 8 units, one of them is the controller itself."""

LAST_SCSI_UNIT = 0x3FFF
"""The highest unit of a virtio-scsi controller (QEMU's VIRTIO_SCSI_MAX_LUN, libvirt's own limit too)."""

Drive = tuple[int, int, int, int]


def drive_of(node: Node) -> Drive | None:
    """The drive address of a disk or hostdev, or None."""
    address = node.find("address")
    if address is None or address.get("type") != "drive":
        return None
    controller, bus, target, unit = (int(address.get(name) or 0) for name in ("controller", "bus", "target", "unit"))
    return controller, bus, target, unit


def set_drive(node: Node, drive: Drive) -> None:
    """Write a drive address."""
    address = node.find("address")
    if address is None:
        address = etree.SubElement(node, "address")
    address.set("type", "drive")
    for name, value in zip(("controller", "bus", "target", "unit"), drive, strict=True):
        address.set(name, str(value))


def scsi_users(guest: Guest) -> list[Node]:
    """Disks and hostdevs that sit on a SCSI controller."""
    disks = [disk for disk in guest.each("disk") if get(disk, "target", "bus") == "scsi"]
    return disks + [host for host in guest.each("hostdev") if host.get("type") == "scsi"]


def assign_disk_address(guest: Guest, disk: Node) -> None:
    """A SCSI or floppy disk's address follows from its target name (virDomainDiskDefAssignAddress)."""
    bus, name = get(disk, "target", "bus"), get(disk, "target", "dev")
    if disk.find("address") is not None:
        return
    index = target_index(name)
    if index is None:
        raise bad_domain(f"Unknown disk name '{name}' and no address specified")
    if bus == "fdc":
        set_drive(disk, (index // 2, 0, 0, index % 2))
    if bus != "scsi":
        return
    drive = (index // UNITS_PER_SCSI_CONTROLLER, 0, 0, index % UNITS_PER_SCSI_CONTROLLER)
    if any(drive_of(other) == drive for other in guest.each("hostdev")):
        controller, bus_number, target, unit = drive
        at = f"controller='{controller}' bus='{bus_number}' target='{target}' unit='{unit}'"
        raise bad_domain(f"using disk target name '{name}' conflicts with SCSI host device address {at}")
    set_drive(disk, drive)


def assign_hostdev_address(guest: Guest, hostdev: Node) -> None:
    """The first free unit over the SCSI controllers there are, else unit 0 of a new one."""
    if hostdev.find("address") is not None:
        return
    taken = {drive_of(other) for other in scsi_users(guest) if other is not hostdev}
    indices = [int(found.get("index") or 0) for found in guest.each("controller") if found.get("type") == "scsi"]
    for controller in indices:
        for unit in range(UNITS_PER_SCSI_CONTROLLER):
            if (controller, 0, 0, unit) not in taken:
                set_drive(hostdev, (controller, 0, 0, unit))
                return
    set_drive(hostdev, (max(indices, default=-1) + 1, 0, 0, 0))


def check_drives(guest: Guest) -> None:
    """No two disks or hostdevs on one SCSI unit (virDomainDefCheckDuplicateDriveAddresses, qemu_validate)."""
    seen: dict[Drive, Node] = {}
    for user in scsi_users(guest):
        drive = drive_of(user)
        if drive is None:
            continue
        if drive in seen:
            controller, bus, target, unit = drive
            at = f"controller='{controller}' bus='{bus}' target='{target}' unit='{unit}'"
            text = f"Found duplicate drive address for disk with target name '{get(seen[drive], 'target', 'dev')}' {at}"
            raise unsupported(text, ErrorDomain.DOMAIN)
        seen[drive] = user
