"""Which disk or LUN a running guest cannot do without, because it started from it."""

from __future__ import annotations

from zkvm_provider.model.guest import Guest
from zkvm_provider.reconcile.addresses import target_order


def boot_disk(live: Guest) -> str:
    """The disk or LUN a guest runs from: the one it says, otherwise the first as libvirt's `hd` takes them.

    That is by target on virtio, then by target on SCSI, without CD-ROM drives and host devices.
    """
    if live.boot is not None and live.boot.disk is not None:
        return live.boot.disk
    if live.boot is not None and live.boot.order:
        names = {disk.name for disk in live.disks or ()} | {lun.name for lun in live.luns or ()}
        return next((name for name in live.boot.order if name in names), "")
    disks = [(each.is_on_scsi, target_order(each.target), each.name) for each in live.disks or () if not each.is_cdrom]
    luns = [(True, target_order(lun.target), lun.name) for lun in live.luns or () if not lun.is_hostdev]
    return min((*disks, *luns))[-1] if disks or luns else ""


def held_disk(live: Guest) -> str:
    """What a running guest keeps until it stops, because it booted from it; empty after a direct kernel boot."""
    return "" if live.boot is not None and live.boot.kernel is not None else boot_disk(live)
