"""Units of a guest's SCSI disks and CD-ROM drives, which share controllers with its LUNs."""

from __future__ import annotations

from zkvm_provider.dataclass import replace
from zkvm_provider.errors import Fault
from zkvm_provider.model.disk import MAX_UNIT, Disk
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile.returning import returning_units


def settle_drives(
    disks: tuple[Disk, ...], guest: Guest, said: Guest, observed: ObservedGuest | None, faults: list[Fault]
) -> tuple[Disk, ...]:
    """The disks, every one on SCSI with a unit: given, had, or the lowest this guest never used.

    A unit is one of its controller's. Those that zkvm gives are never used twice, on no controller of the guest.
    """
    if not on_scsi(disks):
        return disks
    had = returning_units(observed, {*(lun.unit for lun in guest.luns or ()), *(disk.unit for disk in disks)})
    disks = tuple(
        replace(disk, unit=had.get(f"disks[{disk.name}]")) if disk.is_on_scsi and disk.unit is None else disk
        for disk in disks
    )
    explicit = {disk.name for disk in said.disks or () if disk.unit is not None}
    holders = {place_of(disk): f"disks[{disk.name}]" for disk in on_scsi(disks) if disk.name not in explicit}
    holders |= {(lun.controller or 0, lun.unit): f"luns[{lun.name}]" for lun in guest.luns or ()}
    settled = {disk.name: disk for disk in disks}
    taken = {*_used(observed), *(unit for _, unit in holders), *(disk.unit for disk in disks)}
    free = (unit for unit in range(MAX_UNIT + 1) if unit not in taken)
    for index, disk in enumerate(said.disks or ()):
        place = place_of(settled[disk.name])
        if disk.unit is not None and place in holders:
            reason = f"unit {disk.unit} is that of {holders[place]}; {next(free)} is free"
            faults.append(Fault(path=f"disks[{index}].unit", reason=reason))
    return tuple(replace(disk, unit=next(free)) if disk.is_on_scsi and disk.unit is None else disk for disk in disks)


def on_scsi(disks: tuple[Disk, ...] | None) -> tuple[Disk, ...]:
    """Those that sit on a SCSI controller."""
    return tuple(disk for disk in disks or () if disk.is_on_scsi)


def place_of(disk: Disk) -> tuple[int, int | None]:
    """Controller and unit of a disk on SCSI."""
    return disk.controller or 0, disk.unit


def _used(observed: ObservedGuest | None) -> frozenset[int]:
    if observed is None:
        return frozenset()
    definitions = [each for each in (observed.config, observed.live) if each is not None]
    return frozenset(unit for each in definitions for unit in each.used_units)
