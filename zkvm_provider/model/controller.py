"""SCSI controllers of a guest beside the one that its LUNs and SCSI disks bring by themselves."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import Devno
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS
from zkvm_provider.model.field import Meta

OWN_INDEX = 0
"""Index of the controller a guest with LUNs or SCSI disks has by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScsiController:
    """One virtio-scsi controller; LUNs and SCSI disks name it by its index (z/VM: a further FCP device)."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the controller, unique among the guest's devices.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="fast",
        ),
    ]
    index: Annotated[
        int,
        Meta(
            doc="libvirt's number of it, from 1 without gaps; 0 is the controller that LUNs and SCSI disks bring by "
            "themselves.",
            minimum=1,
            maximum=255,
            example=1,
        ),
    ]
    queues: Annotated[
        int | None, Meta(doc="Request queues. Absent: QEMU's choice, one for each vCPU.", minimum=1, maximum=1024)
    ] = None
    iothread: Annotated[
        int | None, Meta(doc="Number of the iothread that serves what sits on it, from 1.", minimum=1)
    ] = None
    devno: Annotated[
        Devno | None, Meta(doc="Device number in the guest. Absent: the lowest this guest never used.")
    ] = None
