"""A logical volume of an LVM volume group, used as a guest's disk."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import MADE_WITH, TEMPLATES
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC
from zkvm_provider.model.volume import OnShrink
from zkvm_provider.model.xml_patch import XmlPatch

LV_NAME = r"(?!\.{1,2}$|snapshot|pvmove)[A-Za-z0-9_+.][A-Za-z0-9_+.-]{0,126}"
LV_NAME_SAYS = "letters, digits and `_ + . -`, at most 127 characters, not beginning with a hyphen"


@dataclass(frozen=True, slots=True, kw_only=True)
class LvmDisk:
    """A logical volume in a storage pool of kind `logical` (z/VM: a minidisk)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    pool: Annotated[
        str,
        Meta(
            doc="The pool, of kind `logical`: `id` of a `StoragePool`, or its name on the host.",
            reference="StoragePool",
        ),
    ]
    name: Annotated[
        str | None,
        Meta(
            doc="Name of the logical volume. Absent: made from the resource's name.",
            pattern=LV_NAME,
            pattern_says=LV_NAME_SAYS,
        ),
    ] = None
    capacity: Annotated[
        int,
        Meta(
            doc='Size: `"20 GiB"`, or an integer in GiB. LVM counts in extents, so it is rounded up to whole ones; the '
            "preview says to what.",
            size_unit="GiB",
            minimum=512,
        ),
    ]
    thin_pool: Annotated[
        str | None,
        Meta(
            doc="A thin pool of the volume group: the volume then takes space when it is written to. Needs a shell on "
            "the host, as libvirt makes no thin volumes.",
            pattern=LV_NAME,
            pattern_says=LV_NAME_SAYS,
            example="thin",
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
class LvmDiskOutputs:
    """What zkvm tells about a logical volume."""

    path: Annotated[str, Meta(doc="Path on the host.")]
    key: Annotated[str, Meta(doc="LVM's own uuid of the volume.")]
    host_uri: Annotated[str, Meta(doc="The URI the volume was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    pool_name: Annotated[str, Meta(doc="Name of the pool.")]
    capacity_bytes: Annotated[int, Meta(doc="Size the guest sees, in whole extents.", unit="bytes")]
    templates: Annotated[str | None, TEMPLATES] = None
    added: Annotated[tuple[XmlPatch, ...] | None, MADE_WITH] = None
