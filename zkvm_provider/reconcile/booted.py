"""Which disk, LUN or DASD a running guest cannot do without, because it started from it.

Boot devices are in the XML. Where none is said (libvirt's `<boot dev='hd'/>`), what is plugged later could be mistaken
for the disk it started from, and nothing that libvirt tells of a running guest says which came first. So every
definition says in zkvm's mark what a start by it boots from, and the running guest keeps the mark it was started with,
whoever started it. A running guest without a mark is given one before zkvm changes it.
"""

from __future__ import annotations

from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.guest import Guest
from zkvm_provider.reconcile.addresses import target_order


def boot_disk(live: GuestDefinition) -> str:
    """The disk or LUN a guest runs from: the one it says, the one it was started with, otherwise what it would take."""
    said = live.guest.boot
    has_said = said is not None and (said.disk is not None or bool(said.order))
    return first_disk(live.guest) if has_said or live.boots is None else live.boots


def first_disk(guest: Guest) -> str:
    """What a start boots from: the device it says, otherwise the first disk or LUN as libvirt's `hd` takes them.

    That is by target on virtio, then by target on SCSI, without CD-ROM drives and host devices. Empty for none.
    """
    if guest.boot is not None and guest.boot.disk is not None:
        return guest.boot.disk
    if guest.boot is not None and guest.boot.order:
        names = {disk.name for disk in guest.disks or ()} | {lun.name for lun in guest.luns or ()}
        names |= {mdev.name for mdev in guest.mdevs or ()}
        return next((name for name in guest.boot.order if name in names), "")
    disks = [(each.is_on_scsi, target_order(each.target), each.name) for each in guest.disks or () if not each.is_cdrom]
    luns = [(True, target_order(lun.target), lun.name) for lun in guest.luns or () if not lun.is_hostdev]
    return min((*disks, *luns))[-1] if disks or luns else ""


def held_disk(live: GuestDefinition) -> str:
    """What a running guest keeps until it stops, because it booted from it; empty after a direct kernel boot."""
    return "" if live.guest.boot is not None and live.guest.boot.kernel is not None else boot_disk(live)
