"""A guest's disk: where its data lie, and how the guest sees it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from zkvm_provider.dataclass import dataclass, replace
from zkvm_provider.model.address import Devno
from zkvm_provider.model.field import Meta
from zkvm_provider.model.iscsi import Iscsi

MAX_UNIT = 16383
"""virtio-scsi's highest unit (QEMU `hw/scsi/virtio-scsi.c`, VIRTIO_SCSI_MAX_LUN)."""
EMPTY_TRAY = "empty"
"""The medium of a CD-ROM drive that has none."""
DEVICE_NAME = r"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?"
DEVICE_NAME_SAYS = "lower-case letters, digits and inner hyphens, at most 32 characters"


class DiskBus(StrEnum):
    """How the guest reaches a disk (libvirt `<target bus>`)."""

    VIRTIO = "virtio"
    SCSI = "scsi"


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
    """One disk of a guest: virtio-blk, a SCSI disk on a virtio-scsi controller, or a CD-ROM drive there."""

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
    bus: Annotated[
        DiskBus | None,
        Meta(
            doc="`virtio`, a channel device of its own, or `scsi`, a unit of a virtio-scsi controller. A `cdrom` is "
            "always on SCSI and says nothing.",
            initial=DiskBus.VIRTIO,
        ),
    ] = None
    cache: Annotated[DiskCache | None, Meta(doc="Host page cache use.", initial=DiskCache.NONE)] = None
    io: Annotated[DiskIo | None, Meta(doc="How QEMU does its I/O. Absent: QEMU's choice.")] = None
    iothread: Annotated[
        int | None,
        Meta(doc="Number of the iothread that serves this virtio disk, from 1; on SCSI the controller's.", minimum=1),
    ] = None
    read_only: Annotated[bool | None, Meta(doc="The guest may not write; never into a `cdrom`.", initial=False)] = None
    shareable: Annotated[
        bool | None,
        Meta(
            doc="Other guests may have the same data at the same time, each of them with `shareable` (z/VM: LINK MW): "
            "`raw`, past the page cache, and with a file system that is made for it.",
            initial=False,
        ),
    ] = None
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
            pattern_says="a disk name such as vda, on SCSI such as sda",
        ),
    ] = None
    devno: Annotated[
        Devno | None,
        Meta(
            doc="Device number in the guest, of a virtio disk. Absent: the lowest this guest never used.",
            example="0x0e1e",
        ),
    ] = None
    controller: Annotated[
        int | None,
        Meta(
            doc="On SCSI: index of its controller, one of `controllers`, or 0, which comes by itself.",
            minimum=0,
            maximum=255,
            initial=0,
        ),
    ] = None
    unit: Annotated[
        int | None,
        Meta(
            doc="On SCSI: its unit on the controller, which is the LUN in the guest (from 256 on: unit + 16384). "
            "Absent: the lowest this guest never used.",
            minimum=0,
            maximum=MAX_UNIT,
        ),
    ] = None

    @property
    def is_cdrom(self) -> bool:
        return self.cdrom is not None

    @property
    def is_on_scsi(self) -> bool:
        """Whether it sits on a virtio-scsi controller, as CD-ROM drives do."""
        return self.is_cdrom or self.bus is DiskBus.SCSI

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
    """Only what its bus has: on SCSI a unit and a name such as sda, on virtio a device number."""
    on_scsi, shareable = disk.is_on_scsi, bool(disk.shareable) and not disk.is_cdrom
    prefix = "sd" if on_scsi else "vd"
    return replace(
        disk,
        bus=None if disk.is_cdrom else DiskBus.SCSI if on_scsi else DiskBus.VIRTIO,
        target=disk.target if disk.target is not None and disk.target.startswith(prefix) else None,
        shareable=shareable,
        cache=shared_cache(disk.cache) if shareable and not disk.read_only else disk.cache,
        **(_on_scsi(disk) if on_scsi else {"controller": None, "unit": None}),
    )


def _on_scsi(disk: Disk) -> dict[str, Any]:
    """What is settled of a disk because it is on SCSI."""
    settled: dict[str, Any] = {"iothread": None, "devno": None, "controller": disk.controller or 0}
    return settled | ({"format": DiskFormat.RAW, "read_only": True} if disk.is_cdrom else {})


def shared_cache(cache: DiskCache | None) -> DiskCache | None:
    """libvirt's default of what several write to is `none` (written into the live XML; measured, 9.0.0)."""
    return DiskCache.NONE if cache is DiskCache.DEFAULT else cache


def is_shareable_with(cache: DiskCache | None, *, read_only: bool) -> bool:
    """Whether a disk may be `shareable` with that cache mode: writes must not stay in one host's page cache."""
    return read_only or cache in {None, DiskCache.NONE, DiskCache.DIRECTSYNC}
