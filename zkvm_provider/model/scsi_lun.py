"""A zFCP LUN of the host, added to its SCSI devices for guests."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import BusId
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC

_HEX64 = r"0x[0-9a-fA-F]{16}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScsiLun:
    """A LUN behind an FCP device and a storage port (z/VM: ATTACH of an FCP device, and what is behind it)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    fcp_device: Annotated[BusId, Meta(doc="Bus id of the FCP device; it is set online.", example="0.0.1c98")]
    wwpn: Annotated[
        str,
        Meta(
            doc="Port of the storage.",
            pattern=_HEX64,
            pattern_says="0x and 16 hex digits, such as 0x500507630603c763",
            example="0x500507630603c763",
        ),
    ]
    lun: Annotated[
        str,
        Meta(
            doc="The LUN, in full.",
            pattern=_HEX64,
            pattern_says="0x and 16 hex digits, such as 0x4022401100000000",
            example="0x4022401100000000",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScsiLunOutputs:
    """What zkvm tells about a LUN. Its four numbers are of this moment: they move when FCP devices come and go."""

    path: Annotated[str, Meta(doc="udev's by-path name.")]
    scsi_host: Annotated[int, Meta(doc="N of the host's `scsi_hostN`.")]
    bus: Annotated[int, Meta(doc="SCSI bus (channel).")]
    target: Annotated[int, Meta(doc="SCSI target.")]
    unit: Annotated[int, Meta(doc="The LUN as Linux numbers it: its words in reverse order.")]
    device: Annotated[str, Meta(doc="Kernel name, `/dev/sda`.")]
    wwid: Annotated[str, Meta(doc="Identity, the same through every path.")]
    multipath: Annotated[str, Meta(doc="Multipath device it is a path of, `/dev/mapper/…`; empty without one.")]
    npiv: Annotated[bool, Meta(doc="The FCP device has a port of its own in the SAN.")]
    was_online: Annotated[bool, Meta(doc="The FCP device was online already; delete leaves it so.")]
    was_attached: Annotated[bool, Meta(doc="The LUN was there already, or by automatic scan; delete leaves it so.")]
    host_uri: Annotated[str, Meta(doc="The URI it was added through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine.")]
