"""The device table of a guest as `lscss` shows it after a start: QEMU's order, control unit types of virtio.

Order and models were read off a real guest: virtio-serial 3832/03, disks 3832/02, interfaces 3832/01, balloon 3832/05.
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.address import Devno
from zkvm_provider.model.definition import MEMBALLOON, VIRTIO_SERIAL, GuestDefinition
from zkvm_provider.model.guest import DeviceRow

CU_INTERFACE, CU_DISK, CU_SERIAL, CU_BALLOON = "3832/01", "3832/02", "3832/03", "3832/05"


def device_table(definition: GuestDefinition) -> tuple[DeviceRow, ...]:
    """One row for each channel device of the definition."""
    return tuple(_rows(definition))


def _rows(definition: GuestDefinition) -> Iterator[DeviceRow]:
    automatic = {device.name: device.devno for device in definition.automatic}
    if VIRTIO_SERIAL in automatic:
        yield _row(VIRTIO_SERIAL, "virtio-serial", automatic[VIRTIO_SERIAL], CU_SERIAL)
    for disk in sorted(definition.guest.disks or (), key=lambda each: (len(each.target or ""), each.target or "")):
        if disk.devno is not None:
            yield _row(disk.name, "disk", disk.devno, CU_DISK, target=disk.target)
    for interface in definition.guest.interfaces or ():
        if interface.devno is not None:
            yield _row(interface.name, "interface", interface.devno, CU_INTERFACE, mac=str(interface.mac))
    if MEMBALLOON in automatic:
        yield _row(MEMBALLOON, "memballoon", automatic[MEMBALLOON], CU_BALLOON)


def _row(
    name: str, kind: str, devno: Devno, cu_type: str, *, target: str | None = None, mac: str | None = None
) -> DeviceRow:
    return DeviceRow(
        name=name, kind=kind, bus_id=devno.bus_id, devno=str(devno), cu_type=cu_type, target=target, mac=mac
    )
