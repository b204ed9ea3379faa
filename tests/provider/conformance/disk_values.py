"""Other good values of a guest's disks: the first two are on virtio, the third on SCSI; None where no value is good."""

from __future__ import annotations

from typing import Any, Final

DISK_VALUES: Final[dict[tuple[str, str], Any]] = {
    ("Guest", "disks[].name"): "other",
    ("Guest", "disks[].volume"): "images/data.qcow2",
    ("Guest", "disks[].block"): "/dev/disk/by-path/ccw-0.0.0200-part1",
    ("Guest", "disks[].file"): "/var/lib/libvirt/images/sles12-initrd.boot",
    ("Guest", "disks[].cdrom"): "/boot/vmlinux-4.2.0",
    ("Guest", "disks[2].unit"): 8,
    ("Guest", "disks[].unit"): None,  # only what is on SCSI has one
    ("Guest", "disks[2].controller"): 1,
    ("Guest", "disks[].controller"): None,
    ("Guest", "disks[0].bus"): "scsi",
    ("Guest", "disks[1].bus"): None,  # it has a device number and an iothread
    ("Guest", "disks[2].devno"): None,
    ("Guest", "disks[2].iothread"): None,
    ("Guest", "disks[2].target"): "sdx",
    ("Guest", "disks[].cache"): "directsync",
    ("Guest", "disks[1].format"): "qcow2",
    ("Guest", "disks[2].format"): "qcow2",
    ("Guest", "disks[].serial"): "D2",
    ("Guest", "disks[].target"): "vdx",
}
