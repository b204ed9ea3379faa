"""The device table of a guest as `lscss` shows it after a start: QEMU's order, control unit types of virtio.

Order and models were read off a real guest: virtio-scsi 3832/08, virtio-serial 3832/03, disks 3832/02, interfaces
3832/01, rng 3832/04, balloon 3832/05; the others are virtio device ids (9p 9, vsock 19, file system 26; virtio
specification 1.2, section 5). A device that is handed through brings its own control unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.address import Devno
from zkvm_provider.model.definition import MEMBALLOON, RNG, VIRTIO_SCSI, VIRTIO_SERIAL, VSOCK, GuestDefinition
from zkvm_provider.model.filesystem import FilesystemKind
from zkvm_provider.model.guest import DeviceRow

CU_INTERFACE, CU_DISK, CU_SERIAL, CU_RNG, CU_BALLOON = "3832/01", "3832/02", "3832/03", "3832/04", "3832/05"
CU_SCSI, CU_9P, CU_VSOCK, CU_VIRTIOFS, CU_OF_DASD = "3832/08", "3832/09", "3832/13", "3832/1a", ""


def device_table(definition: GuestDefinition) -> tuple[DeviceRow, ...]:
    """One row for each channel device of the definition."""
    return tuple(_rows(definition))


def _rows(definition: GuestDefinition) -> Iterator[DeviceRow]:
    automatic = {device.name: device.devno for device in definition.automatic}
    yield from _controllers(definition, automatic)
    for disk in sorted(definition.guest.disks or (), key=lambda each: (len(each.target or ""), each.target or "")):
        if disk.devno is not None:
            yield _row(disk.name, "disk", disk.devno, CU_DISK, target=disk.target)
    for filesystem in definition.guest.filesystems or ():
        if filesystem.devno is not None:
            cu_type = CU_9P if filesystem.kind is FilesystemKind.NINE_P else CU_VIRTIOFS
            yield _row(filesystem.name, "filesystem", filesystem.devno, cu_type)
    for interface in definition.guest.interfaces or ():
        if interface.devno is not None:
            yield _row(interface.name, "interface", interface.devno, CU_INTERFACE, mac=str(interface.mac))
    for mdev in definition.guest.mdevs or ():
        if mdev.devno is not None:
            yield _row(mdev.name, "mdev", mdev.devno, CU_OF_DASD)
    for name, cu_type in ((MEMBALLOON, CU_BALLOON), (RNG, CU_RNG), (VSOCK, CU_VSOCK)):
        if name in automatic:
            yield _row(name, name, automatic[name], cu_type)


def _controllers(definition: GuestDefinition, automatic: dict[str, Devno]) -> Iterator[DeviceRow]:
    if VIRTIO_SCSI in automatic:
        yield _row(VIRTIO_SCSI, VIRTIO_SCSI, automatic[VIRTIO_SCSI], CU_SCSI)
    for controller in sorted(definition.guest.controllers or (), key=lambda each: each.index):
        if controller.devno is not None:
            yield _row(controller.name, VIRTIO_SCSI, controller.devno, CU_SCSI)
    if VIRTIO_SERIAL in automatic:
        yield _row(VIRTIO_SERIAL, "virtio-serial", automatic[VIRTIO_SERIAL], CU_SERIAL)


def _row(
    name: str, kind: str, devno: Devno, cu_type: str, *, target: str | None = None, mac: str | None = None
) -> DeviceRow:
    return DeviceRow(
        name=name, kind=kind, bus_id=devno.bus_id, devno=str(devno), cu_type=cu_type, target=target, mac=mac
    )
