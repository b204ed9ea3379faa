"""Rules of a guest's CD-ROM drives: what they have, and what only other disks have."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.field import wire_name
from zkvm_provider.model.reading import Node, unique

_SOURCES = ("volume", "block", "file", "iscsi")
_NOT_OF_A_DRIVE = {
    "iothread": "a drive is served by its controller",
    "devno": "a drive has a `unit` on the virtio-scsi controller",
}


def _drives_have_no_disk_options(guest: Node) -> Iterator[Fault]:
    for disk in guest.children("disks"):
        if not disk.is_given("cdrom"):
            yield from _no_drive(disk)
            continue
        for name, why in _NOT_OF_A_DRIVE.items():
            if disk.is_given(name):
                yield Fault(path=disk.at(name), reason=f"a CD-ROM drive has no {wire_name(name)}: {why}; leave it out")
        if disk.known("format") not in {None, DiskFormat.RAW}:
            yield Fault(path=disk.at("format"), reason="a medium of a CD-ROM drive is raw; leave it out")
        if disk.known("read_only") is False:
            yield Fault(path=disk.at("read_only"), reason="a guest cannot write into a CD-ROM drive; leave it out")
        target = disk.known("target")
        if target is not None and not target.startswith("sd"):
            yield Fault(path=disk.at("target"), reason=f"{target} is no SCSI disk; call a drive sda, sdb, …")


def _no_drive(disk: Node) -> Iterator[Fault]:
    """A disk whose source is known to be another."""
    if not any(disk.is_given(name) for name in _SOURCES):
        return
    if disk.known("unit") is not None:
        yield Fault(path=disk.at("unit"), reason="means something only beside `cdrom`; this disk has a `devno`")
    target = disk.known("target")
    if target is not None and not target.startswith("vd"):
        yield Fault(path=disk.at("target"), reason=f"{target} is no virtio disk; this disk is called vda, vdb, …")


def _units_are_unique(guest: Node) -> Iterator[Fault]:
    yield from unique(guest.children("disks"), "unit")


CDROM_RULES = (_drives_have_no_disk_options, _units_are_unique)
