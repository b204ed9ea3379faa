"""A guest's mediated device: a DASD handed through as it is, or a share of the crypto adapters."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import Devno
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS
from zkvm_provider.model.field import Meta


class MdevModel(StrEnum):
    """What a mediated device is to its guest (libvirt `<hostdev model>`)."""

    VFIO_CCW = "vfio-ccw"
    VFIO_AP = "vfio-ap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mdev:
    """One mediated device of a guest (z/VM: DEDICATE of a DASD, or CRYPTO)."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the device, unique among the guest's devices.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="crypto",
        ),
    ]
    model: Annotated[MdevModel, Meta(doc="`vfio-ccw` for a DASD, `vfio-ap` for crypto; a guest has one `vfio-ap`.")]
    device: Annotated[
        str,
        Meta(
            doc="The mediated device: the `id` of a `MediatedDevice`, or its uuid on the host.",
            reference="MediatedDevice",
        ),
    ]
    devno: Annotated[
        Devno | None,
        Meta(doc="Device number of a DASD in the guest. Absent: the lowest this guest never used.", example="0x0200"),
    ] = None

    @property
    def has_devno(self) -> bool:
        """A crypto share is no channel device."""
        return self.model is MdevModel.VFIO_CCW
