"""Units and targets of a guest's LUNs: what one has it keeps, a new one gets what this guest never used."""

from __future__ import annotations

from zkvm_provider.dataclass import replace
from zkvm_provider.errors import Fault
from zkvm_provider.model.disk import MAX_UNIT
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile.addresses import free_targets
from zkvm_provider.reconcile.drives import on_scsi, place_of
from zkvm_provider.reconcile.returning import returning_units


def settle_luns(
    guest: Guest, said: Guest, observed: ObservedGuest | None, faults: list[Fault]
) -> tuple[tuple[Lun, ...], tuple[int, ...]]:
    """The LUNs by name with unit and, for those that are disks, target; and every unit the guest ever had."""
    used = _used(observed)
    drives = {place_of(disk): f"disks[{disk.name}]" for disk in on_scsi(guest.disks)}
    units = {unit for _, unit in drives if unit is not None}
    if not guest.luns:
        return (), tuple(sorted(used | units))
    luns = tuple(sorted(guest.luns, key=lambda lun: lun.name))
    had = returning_units(observed, {*units, *(lun.unit for lun in (*luns, *(said.luns or ())))})
    luns = tuple(lun if lun.unit is not None else replace(lun, unit=had.get(f"luns[{lun.name}]")) for lun in luns)
    luns = _with_units(luns, said.luns or (), used | units, faults)
    places = {lun.name: _place(lun) for lun in luns}
    faults += [
        Fault(path=f"luns[{index}].unit", reason=f"unit {lun.unit} is that of {drives[places[lun.name]]}")
        for index, lun in enumerate(said.luns or ())
        if lun.unit is not None and places[lun.name] in drives
    ]
    luns = _with_targets(luns, guest, said.luns or (), observed, faults)
    return luns, tuple(sorted({*used, *units, *(lun.unit for lun in luns if lun.unit is not None)}))


def given_units(guest: Guest) -> tuple[tuple[str, int], ...]:
    """Every LUN and every disk on SCSI with its unit, sorted."""
    units = {f"disks[{disk.name}]": disk.unit for disk in on_scsi(guest.disks)}
    units |= {f"luns[{lun.name}]": lun.unit for lun in guest.luns or ()}
    return tuple(sorted((holder, unit) for holder, unit in units.items() if unit is not None))


def _used(observed: ObservedGuest | None) -> frozenset[int]:
    if observed is None:
        return frozenset()
    definitions = [each for each in (observed.config, observed.live) if each is not None]
    units = {lun.unit for each in definitions for lun in each.guest.luns or () if lun.unit is not None}
    return frozenset(units.union(*(each.used_units for each in definitions)))


def _with_units(
    luns: tuple[Lun, ...], said: tuple[Lun, ...], used: frozenset[int], faults: list[Fault]
) -> tuple[Lun, ...]:
    explicit = {lun.name for lun in said if lun.unit is not None}
    holders = {_place(lun): lun.name for lun in luns if lun.unit is not None and lun.name not in explicit}
    settled = {lun.name: lun for lun in luns}
    taken = {*used, *(lun.unit for lun in luns if lun.unit is not None)}
    free = (unit for unit in range(MAX_UNIT + 1) if unit not in taken)
    for index, lun in enumerate(said):
        place = _place(settled[lun.name]) if lun.unit is not None else None
        if place in holders:
            reason = f"unit {lun.unit} is that of luns[{holders[place]}]; {next(free)} is free"
            faults.append(Fault(path=f"luns[{index}].unit", reason=reason))
    return tuple(lun if lun.unit is not None else replace(lun, unit=next(free)) for lun in luns)


def _place(lun: Lun) -> tuple[int, int | None]:
    """A unit is one of its controller's. Those that zkvm gives are never used twice, on no controller of the guest."""
    return lun.controller or 0, lun.unit


def _with_targets(
    luns: tuple[Lun, ...], guest: Guest, said: tuple[Lun, ...], observed: ObservedGuest | None, faults: list[Fault]
) -> tuple[Lun, ...]:
    explicit = {lun.name for lun in said if lun.target is not None}
    holders = {lun.target: lun.name for lun in luns if lun.target is not None and lun.name not in explicit}
    live = (observed.live.guest.luns or ()) if observed is not None and observed.live is not None else ()
    held = {lun.target for lun in live if lun.target is not None} | {disk.target for disk in guest.disks or ()}
    free = iter(free_targets({*filter(None, held), *(lun.target for lun in luns if lun.target is not None)}, "sd"))
    for index, lun in enumerate(said):
        if lun.target is not None and lun.target in holders:
            reason = f"{lun.target} is the target of luns[{holders[lun.target]}]; {next(free)} is free"
            faults.append(Fault(path=f"luns[{index}].target", reason=reason))
    return tuple(lun if lun.target is not None or lun.is_hostdev else replace(lun, target=next(free)) for lun in luns)
