"""Which disk a running guest cannot do without, because it started from it."""

from __future__ import annotations

from zkvm_provider.model.guest import Guest
from zkvm_provider.reconcile.addresses import target_order


def boot_disk(live: Guest) -> str:
    """The disk a guest runs from: the one it says, otherwise its first by target (libvirt's `hd`: no CD-ROM drive)."""
    if live.boot is not None and live.boot.disk is not None:
        return live.boot.disk
    if live.boot is not None and live.boot.order:
        names = {disk.name for disk in live.disks or ()}
        return next((name for name in live.boot.order if name in names), "")
    disks = sorted((disk for disk in live.disks or () if not disk.is_cdrom), key=lambda disk: target_order(disk.target))
    return disks[0].name if disks else ""


def held_disk(live: Guest) -> str:
    """The disk a running guest keeps until it stops, because it booted from it; empty after a direct kernel boot."""
    return "" if live.boot is not None and live.boot.kernel is not None else boot_disk(live)
