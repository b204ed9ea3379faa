"""A storage pool: a place on the host where libvirt keeps volumes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import GUEST_NAME, HOST_DOC, OBJECT_NAME_SAYS


class PoolKind(StrEnum):
    """libvirt's pool type."""

    DIR = "dir"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoragePool:
    """A libvirt storage pool."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name on the host. Absent: made from the resource's name.",
            pattern=GUEST_NAME,
            pattern_says=OBJECT_NAME_SAYS,
        ),
    ] = None
    kind: Annotated[PoolKind | None, Meta(doc="Pool type: `dir`, a folder.", default=PoolKind.DIR)] = None
    target: Annotated[
        str,
        Meta(
            doc="The folder, by absolute path.",
            pattern=r"/.+",
            pattern_says="an absolute path",
            example="/var/lib/libvirt/images",
        ),
    ]
    build: Annotated[bool | None, Meta(doc="Make the folder when it is missing.", default=True)] = None
    autostart: Annotated[bool | None, Meta(doc="Start with the host.", default=True)] = None
    delete_contents: Annotated[
        bool | None, Meta(doc="Deleting the pool may delete the volumes in it.", default=False)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoragePoolOutputs:
    """What zkvm tells about a pool."""

    uuid: Annotated[str, Meta(doc="The pool's uuid.")]
    host_uri: Annotated[str, Meta(doc="The URI the pool was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    active: Annotated[bool, Meta(doc="Whether the pool is started.")]
    capacity_bytes: Annotated[int, Meta(doc="Size of the pool.", unit="bytes")]
    available_bytes: Annotated[int, Meta(doc="Space left.", unit="bytes")]
