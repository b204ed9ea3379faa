"""Disks that change their bus, or become a CD-ROM drive or cease to be one: told in one line, old and new in full.

Everything of such a disk that its bus brings along (unit, device number, target, controller) is part of that line.
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import Guest
from zkvm_provider.reconcile.deltas import Delta, deltas
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.words import say_disk


def guest_deltas(old: Guest, new: Guest) -> Iterator[Delta]:
    """Every difference of two guests, with one line for each disk that changes its bus."""
    before, now = ({disk.name: disk for disk in guest.disks or ()} for guest in (old, new))
    moved = [change for name in before.keys() & now.keys() if (change := bus_change(before[name], now[name]))]
    paths = tuple(f"{change.path}." for change in moved)
    yield from (delta for delta in deltas(old, new) if not delta.path.startswith(paths))
    yield from sorted(moved, key=lambda change: change.path)


def bus_change(has: Disk, wanted: Disk) -> Delta | None:
    """The one line for a disk that sits elsewhere than before; None for one that stays on its bus."""
    if has.is_cdrom == wanted.is_cdrom and has.is_on_scsi == wanted.is_on_scsi:
        return None
    table, turn = "disks[].bus", Turn.SET
    if has.is_cdrom != wanted.is_cdrom:
        table, turn = "disks[].cdrom", Turn.REMOVE if has.is_cdrom else Turn.ADD
    return Delta(path=f"disks[{wanted.name}]", table=table, turn=turn, old=say_disk(has), new=say_disk(wanted))
