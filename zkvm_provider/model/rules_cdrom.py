"""Rules of a guest's CD-ROM drives: what they have, and what only other disks have."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.field import wire_name
from zkvm_provider.model.reading import Node

_NOT_OF_A_DRIVE = {
    "bus": "it is on a virtio-scsi controller by itself",
    "shareable": "a guest only reads there, and any number of guests may",
    "iothread": "a drive is served by its controller",
    "devno": "a drive has a `unit` on the virtio-scsi controller",
}


def _drives_have_no_disk_options(guest: Node) -> Iterator[Fault]:
    for disk in guest.children("disks"):
        if not disk.is_given("cdrom"):
            continue
        for name, why in _NOT_OF_A_DRIVE.items():
            if disk.is_given(name) and disk.known(name) is not False:
                yield Fault(path=disk.at(name), reason=f"a CD-ROM drive has no {wire_name(name)}: {why}; leave it out")
        if disk.known("format") not in {None, DiskFormat.RAW}:
            yield Fault(path=disk.at("format"), reason="a medium of a CD-ROM drive is raw; leave it out")
        if disk.known("read_only") is False:
            yield Fault(path=disk.at("read_only"), reason="a guest cannot write into a CD-ROM drive; leave it out")
        target = disk.known("target")
        if target is not None and not target.startswith("sd"):
            yield Fault(path=disk.at("target"), reason=f"{target} is no SCSI disk; call a drive sda, sdb, …")


CDROM_RULES = (_drives_have_no_disk_options,)
