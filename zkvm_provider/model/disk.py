"""A guest's disk: where its data lie, and how the guest sees it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated

from zkvm_provider.model.address import Devno
from zkvm_provider.model.field import Meta
from zkvm_provider.model.iscsi import Iscsi

MAX_UNIT = 16383
"""virtio-scsi's highest unit (QEMU `hw/scsi/virtio-scsi.c`, VIRTIO_SCSI_MAX_LUN)."""
EMPTY_TRAY = "empty"
"""The medium of a CD-ROM drive that has none."""
DEVICE_NAME = r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?"
DEVICE_NAME_SAYS = "lower-case letters, digits and inner hyphens, at most 32 characters"


class DiskFormat(StrEnum):
    """How the bytes of a disk are laid out (libvirt `<driver type>`)."""

    RAW = "raw"
    QCOW2 = "qcow2"


class DiskCache(StrEnum):
    """Host page cache use (libvirt `<driver cache>`)."""

    DEFAULT = "default"
    NONE = "none"
    WRITETHROUGH = "writethrough"
    WRITEBACK = "writeback"
    DIRECTSYNC = "directsync"
    UNSAFE = "unsafe"


class DiskIo(StrEnum):
    """How QEMU does its I/O (libvirt `<driver io>`)."""

    THREADS = "threads"
    NATIVE = "native"
    IO_URING = "io_uring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """One disk of a guest: virtio-blk, or a CD-ROM drive on the virtio-scsi controller."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the disk, unique among the guest's devices. Disks are matched by it, never by position.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="data",
        ),
    ]
    volume: Annotated[
        str | None,
        Meta(
            doc="A volume of a storage pool: the `id` of a `Qcow2Disk`, or `POOL/NAME`.",
            one_of="source",
            reference="Qcow2Disk",
            example="images/data.qcow2",
        ),
    ] = None
    block: Annotated[
        str | None,
        Meta(
            doc="A block device of the host by absolute path, for instance the `path` of a `DasdDisk`.",
            one_of="source",
            pattern=r"/.+",
            pattern_says="an absolute path",
            example="/dev/disk/by-path/ccw-0.0.0e1e-part1",
        ),
    ] = None
    file: Annotated[
        str | None,
        Meta(
            doc="An image file of the host by absolute path.",
            one_of="source",
            pattern=r"/.+",
            pattern_says="an absolute path",
            example="/var/lib/libvirt/images/linux01.qcow2",
        ),
    ] = None
    iscsi: Annotated[Iscsi | None, Meta(doc="A unit of an iSCSI target.", one_of="source")] = None
    cdrom: Annotated[
        str | None,
        Meta(
            doc="A CD-ROM drive with this medium: a volume (the `id` of a `CloudInitDisk`, or `POOL/NAME`), an image "
            "or device of the host by absolute path, or `empty`.",
            one_of="source",
            pattern=r"empty|/.+|[^/]+/.+",
            pattern_says="POOL/NAME, an absolute path, or empty",
            reference="CloudInitDisk | Qcow2Disk",
            example="images/seed.iso",
        ),
    ] = None
    format: Annotated[
        DiskFormat | None,
        Meta(
            doc="Layout of the data. Absent: the volume's own format for `volume`, `raw` for anything else.",
        ),
    ] = None
    cache: Annotated[DiskCache | None, Meta(doc="Host page cache use.", initial=DiskCache.NONE)] = None
    io: Annotated[DiskIo | None, Meta(doc="How QEMU does its I/O. Absent: QEMU's choice.")] = None
    iothread: Annotated[int | None, Meta(doc="Number of the iothread that serves this disk, from 1.", minimum=1)] = None
    read_only: Annotated[bool | None, Meta(doc="The guest may not write; never into a `cdrom`.", initial=False)] = None
    serial: Annotated[
        str | None,
        Meta(
            doc="Serial number the guest sees (`/sys/block/vda/serial`).",
            pattern=r"[A-Za-z0-9_.+ -]{1,20}",
            pattern_says="at most 20 letters, digits and `_ . + -`",
        ),
    ] = None
    target: Annotated[
        str | None,
        Meta(
            doc="Device name libvirt keeps for the disk. Absent: the next free one. The guest's kernel may differ.",
            pattern=r"[vs]d[a-z]{1,3}",
            pattern_says="a disk name such as vda, for a `cdrom` such as sda",
        ),
    ] = None
    devno: Annotated[
        Devno | None,
        Meta(doc="Device number in the guest. Absent: the lowest this guest never used.", example="0x0e1e"),
    ] = None
    unit: Annotated[
        int | None,
        Meta(
            doc="Of a `cdrom`: its unit on the virtio-scsi controller. Absent: the lowest this guest never used.",
            minimum=0,
            maximum=MAX_UNIT,
        ),
    ] = None

    @property
    def is_cdrom(self) -> bool:
        return self.cdrom is not None

    @property
    def medium_path(self) -> str:
        """The path of a drive's medium on the host; empty for a volume, an empty tray, or no drive."""
        return self.cdrom if self.cdrom is not None and self.cdrom.startswith("/") else ""

    @property
    def medium_volume(self) -> str:
        """The volume in a drive; empty for a path, an empty tray, or no drive."""
        is_volume = self.cdrom is not None and not self.medium_path and self.cdrom != EMPTY_TRAY
        return self.cdrom if is_volume and self.cdrom is not None else ""


def settled_disk(disk: Disk) -> Disk:
    """Only what its bus has: a CD-ROM drive a unit and the name of a SCSI disk, any other a device number."""
    prefix = "sd" if disk.is_cdrom else "vd"
    target = disk.target if disk.target is not None and disk.target.startswith(prefix) else None
    if not disk.is_cdrom:
        return replace(disk, target=target, unit=None)
    return replace(disk, target=target, format=DiskFormat.RAW, iothread=None, read_only=True, devno=None)
