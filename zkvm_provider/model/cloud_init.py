"""A seed image for cloud-init (data source NoCloud): what a guest is told at its first boot."""

from __future__ import annotations

import hashlib
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import MADE_WITH, TEMPLATES
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC
from zkvm_provider.model.seed_image import read_image, write_image
from zkvm_provider.model.xml_patch import XmlPatch

LABEL = "cidata"
"""By this label NoCloud finds its disk (cloud-init's documentation of the data source)."""
_FILES = {"user_data": "user-data", "meta_data": "meta-data", "network_config": "network-config"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudInitDisk:
    """A reproducible seed image in a storage pool: the same declaration gives the same bytes."""

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
    user_data: Annotated[
        str,
        Meta(
            doc="The user data: `#cloud-config`, a script, … May hold passwords, so it is a secret; the guest and the "
            "host's administrators can read it.",
            secret=True,
            example="#cloud-config",
        ),
    ]
    meta_data: Annotated[
        str | None,
        Meta(
            doc="The meta data, YAML. Absent: an `instance-id` that follows from the content, so that cloud-init runs "
            "anew when something changed.",
            example="instance-id: linux01",
        ),
    ] = None
    network_config: Annotated[
        str | None, Meta(doc="The network configuration, YAML of version 1 or 2.", example="version: 2")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudInitDiskOutputs:
    """What zkvm tells about a seed image."""

    path: Annotated[str, Meta(doc="Path on the host.")]
    key: Annotated[str, Meta(doc="libvirt's key of the volume.")]
    host_uri: Annotated[str, Meta(doc="The URI the volume was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    pool_name: Annotated[str, Meta(doc="Name of the pool.")]
    sha256: Annotated[str, Meta(doc="Digest of the image.", secret=True)]
    templates: Annotated[str | None, TEMPLATES] = None
    added: Annotated[tuple[XmlPatch, ...] | None, MADE_WITH] = None


def seed_of(disk: CloudInitDisk) -> bytes:
    """The image's bytes."""
    told = {file: getattr(disk, field) for field, file in _FILES.items()}
    if told["meta-data"] is None:
        content = "\0".join(text or "" for text in (disk.user_data, disk.network_config))
        told["meta-data"] = f"instance-id: iid-{hashlib.sha256(content.encode()).hexdigest()[:16]}\n"
    return write_image(LABEL, {name: text.encode() for name, text in told.items() if text is not None})


def told_by(image: bytes) -> dict[str, str | None] | None:
    """The fields of `CloudInitDisk` that an image holds; None when it is no seed image."""
    files = read_image(image)
    if files is None or "user-data" not in files:
        return None
    try:
        return {field: files[file].decode() if file in files else None for field, file in _FILES.items()}
    except UnicodeDecodeError:
        return None
