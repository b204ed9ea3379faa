"""A volume in a storage pool, used as a guest's disk."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import MADE_WITH, TEMPLATES
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC
from zkvm_provider.model.xml_patch import XmlPatch


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
            doc="What holds the data this disk does not: `id` of a `Qcow2Disk`, `POOL/NAME`, or an image of the host "
            "by absolute path (with `backing_format`).",
            reference="Qcow2Disk",
        ),
    ] = None
    backing_format: Annotated[
        DiskFormat | None,
        Meta(doc="Format of a `backing` given by path. Of a volume libvirt knows it."),
    ] = None
    source: Annotated[
        str | None,
        Meta(
            doc="An image the disk begins as: a file where Pulumi runs, or an `http://` or `https://` URL. It is "
            "uploaded once per pool and shared: every disk of the same image lies on one volume, `zkvm-base-SHA256`, "
            "which goes with the last of them.",
            pattern=r"[^\s].*",
            pattern_says="a path or a URL",
            example="https://images.example.com/sles15-s390x.qcow2",
        ),
    ] = None
    sha256: Annotated[
        str | None,
        Meta(
            doc="Digest of `source`. Another image is refused, and one the pool has already is not fetched again. "
            "Absent: the image is read to know it, and a later change of it behind the same name goes unnoticed.",
            pattern=r"[0-9a-fA-F]{64}",
            pattern_says="64 hexadecimal digits",
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
    source_sha256: Annotated[str | None, Meta(doc="Digest of the image it was made of.")] = None
    key: Annotated[str, Meta(doc="libvirt's key of the volume.")]
    host_uri: Annotated[str, Meta(doc="The URI the volume was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    pool_name: Annotated[str, Meta(doc="Name of the pool.")]
    capacity_bytes: Annotated[int, Meta(doc="Size the guest sees.", unit="bytes")]
    allocation_bytes: Annotated[int, Meta(doc="Space taken in the pool.", unit="bytes")]
    templates: Annotated[str | None, TEMPLATES] = None
    added: Annotated[tuple[XmlPatch, ...] | None, MADE_WITH] = None
