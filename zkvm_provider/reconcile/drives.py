"""Units of a guest's CD-ROM drives, which sit on the controller of its LUNs."""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.errors import Fault
from zkvm_provider.model.disk import MAX_UNIT, Disk
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.observed import ObservedGuest


def settle_drives(
    disks: tuple[Disk, ...], guest: Guest, said: Guest, observed: ObservedGuest | None, faults: list[Fault]
) -> tuple[Disk, ...]:
    """The disks, every CD-ROM drive with a unit: given, had, or the lowest this guest never used."""
    explicit = {disk.name for disk in said.disks or () if disk.unit is not None}
    holders = {
        disk.unit: f"disks[{disk.name}]" for disk in disks if disk.unit is not None and disk.name not in explicit
    }
    holders |= {
        lun.unit: f"luns[{lun.name}]" for lun in guest.luns or () if lun.unit is not None and not lun.controller
    }
    taken = {*holders, *(disk.unit for disk in disks), *_used(observed)}
    free = (unit for unit in range(MAX_UNIT + 1) if unit not in taken)
    for index, disk in enumerate(said.disks or ()):
        if disk.unit in holders:
            reason = f"unit {disk.unit} is that of {holders[disk.unit]}; {next(free)} is free"
            faults.append(Fault(path=f"disks[{index}].unit", reason=reason))
    return tuple(replace(disk, unit=next(free)) if disk.is_cdrom and disk.unit is None else disk for disk in disks)


def _used(observed: ObservedGuest | None) -> frozenset[int]:
    if observed is None:
        return frozenset()
    definitions = [each for each in (observed.config, observed.live) if each is not None]
    return frozenset(unit for each in definitions for unit in each.used_units)
