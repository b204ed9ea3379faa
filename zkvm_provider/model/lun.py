"""A guest's SCSI LUN: the unit itself, not a disk that is made of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass, replace
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS, MAX_UNIT, DiskCache, shared_cache
from zkvm_provider.model.field import Meta
from zkvm_provider.model.iscsi import Iscsi
from zkvm_provider.model.zfcp import ZfcpLun


class AttachAs(StrEnum):
    """How a LUN is handed over: as a SCSI disk of type `lun`, or as a SCSI host device."""

    DISK = "disk"
    HOSTDEV = "hostdev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lun:
    """One SCSI LUN of a guest, behind its virtio-scsi controller (z/VM: a LUN behind a dedicated FCP device)."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the LUN, unique among the guest's devices.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="db",
        ),
    ]
    lun: Annotated[
        str | None,
        Meta(
            doc="A zFCP LUN of the host: the `id` of a `ScsiLun`, or BUS-ID/WWPN/LUN.",
            one_of="source",
            reference="ScsiLun",
            example="0.0.1c98/0x500507630603c763/0x4022401100000000",
        ),
    ] = None
    block: Annotated[
        str | None,
        Meta(
            doc="A SCSI block device of the host by absolute path; for a LUN with several paths its multipath device.",
            one_of="source",
            pattern=r"/.+",
            pattern_says="an absolute path",
            example="/dev/mapper/36005076306ffc7630000000000004011",
        ),
    ] = None
    iscsi: Annotated[Iscsi | None, Meta(doc="A unit of an iSCSI target.", one_of="source")] = None
    attach_as: Annotated[
        AttachAs | None,
        Meta(
            doc="`disk` names the LUN by its by-path name; `hostdev` by the host's SCSI numbers, which move and are "
            "looked up anew before each start.",
            initial=AttachAs.DISK,
        ),
    ] = None
    cache: Annotated[DiskCache | None, Meta(doc="Host page cache use, as `disk`.", initial=DiskCache.NONE)] = None
    read_only: Annotated[bool | None, Meta(doc="The guest may not write.", initial=False)] = None
    shareable: Annotated[bool | None, Meta(doc="Other guests may have it too.", initial=False)] = None
    raw_io: Annotated[bool | None, Meta(doc="QEMU may send any SCSI command (CAP_SYS_RAWIO).", initial=False)] = None
    reservations: Annotated[
        bool | None,
        Meta(doc="Persistent reservations through libvirt's helper, as `disk` of the host.", initial=False),
    ] = None
    target: Annotated[
        str | None,
        Meta(
            doc="Device name libvirt keeps for it, as `disk`. Absent: the next free one; the guest's may differ.",
            pattern=r"sd[a-z]{1,3}",
            pattern_says="a SCSI disk name such as sda",
        ),
    ] = None
    controller: Annotated[
        int | None,
        Meta(
            doc="Index of the controller it sits on: one of `controllers`, or 0, which LUNs bring by themselves.",
            minimum=0,
            maximum=255,
            initial=0,
        ),
    ] = None
    unit: Annotated[
        int | None,
        Meta(
            doc="Unit on its virtio-scsi controller, which is the LUN in the guest (from 256 on: unit + 16384). "
            "Absent: the lowest this guest never used.",
            minimum=0,
            maximum=MAX_UNIT,
        ),
    ] = None

    @property
    def is_hostdev(self) -> bool:
        return self.attach_as is AttachAs.HOSTDEV


def settled_lun(lun: Lun) -> Lun:
    """Only what its way of attachment has; a zFCP LUN by its id, whatever name of udev it was given by."""
    zfcp = ZfcpLun.of_path(lun.block or "")
    is_disk, is_written_by_all = not lun.is_hostdev, bool(lun.shareable) and not lun.read_only
    cache = lun.cache or DiskCache.DEFAULT
    return replace(
        lun,
        lun=str(zfcp) if zfcp else lun.lun,
        block=None if zfcp else lun.block,
        attach_as=lun.attach_as or AttachAs.DISK,
        controller=lun.controller or 0,
        cache=(shared_cache(cache) if is_written_by_all else cache) if is_disk else None,
        target=lun.target if is_disk else None,
        read_only=bool(lun.read_only),
        shareable=bool(lun.shareable),
        raw_io=bool(lun.raw_io),
        reservations=bool(lun.reservations) and is_disk,
    )
