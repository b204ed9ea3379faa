"""A volume in a storage pool, used as a guest's disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC


class OnShrink(StrEnum):
    """What a smaller capacity means."""

    REFUSE = "refuse"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Qcow2Disk:
    """A qcow2 (or raw) image in a storage pool (z/VM: a minidisk)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    pool: Annotated[
        str, Meta(doc="The pool: `id` of a `StoragePool`, or its name on the host.", reference="StoragePool")
    ]
    name: Annotated[
        str | None,
        Meta(
            doc="File name in the pool. Absent: made from the resource's name.",
            pattern=r"[^/\s][^/\n]{0,254}",
            pattern_says="a file name without `/`",
        ),
    ] = None
    capacity: Annotated[
        int, Meta(doc='Size the guest sees: `"20 GiB"`, or an integer in GiB.', size_unit="GiB", minimum=512)
    ]
    format: Annotated[DiskFormat | None, Meta(doc="Image format.", default=DiskFormat.QCOW2)] = None
    backing: Annotated[
        str | None,
        Meta(
            doc="A volume of the same host that holds what this one does not: `id` of a `Qcow2Disk`, or `POOL/NAME`.",
            reference="Qcow2Disk",
        ),
    ] = None
    on_shrink: Annotated[
        OnShrink | None,
        Meta(doc="A smaller `capacity` cuts off data: `refuse` it or `allow` it.", default=OnShrink.REFUSE),
    ] = None
    replace_data: Annotated[
        bool | None,
        Meta(doc="A change that cannot keep the data may replace the volume.", default=False),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Qcow2DiskOutputs:
    """What zkvm tells about a volume."""

    path: Annotated[str, Meta(doc="Path on the host.")]
    key: Annotated[str, Meta(doc="libvirt's key of the volume.")]
    host_uri: Annotated[str, Meta(doc="The URI the volume was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    pool_name: Annotated[str, Meta(doc="Name of the pool.")]
    capacity_bytes: Annotated[int, Meta(doc="Size the guest sees.", unit="bytes")]
    allocation_bytes: Annotated[int, Meta(doc="Space taken in the pool.", unit="bytes")]
