"""An ECKD volume of the host, set online for guests."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import BusId
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class DasdDisk:
    """A DASD, or one partition of it, online on the host (z/VM: DEDICATE of a full volume)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    bus_id: Annotated[BusId, Meta(doc="Bus id on the host.", example="0.0.0e1e")]
    partition: Annotated[int | None, Meta(doc="Partition number; absent: the whole volume.", minimum=1, maximum=3)] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DasdDiskOutputs:
    """What zkvm tells about a DASD."""

    path: Annotated[str, Meta(doc="by-path name of the volume or partition.")]
    was_online: Annotated[bool, Meta(doc="It was online already; delete leaves it so.")]
    host_uri: Annotated[str, Meta(doc="The URI it was set online through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine.")]
    device: Annotated[str, Meta(doc="Kernel name, `dasda`.")]
    capacity_bytes: Annotated[int, Meta(doc="Size of the volume.", unit="bytes")]
    active: Annotated[bool, Meta(doc="Whether it is online, with the partition; if not, the next update mends that.")]
    read_only: Annotated[
        bool, Meta(doc="The host may not write to it (`lsdasd`: `ro`); a guest's disk on it needs `read_only`.")
    ] = False
