"""Folders of the host that a guest mounts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import Devno
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS
from zkvm_provider.model.field import Meta


class FilesystemKind(StrEnum):
    """How the guest reaches the folder."""

    VIRTIOFS = "virtiofs"
    NINE_P = "9p"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filesystem:
    """A folder of the host, mounted in the guest by its `tag`: `mount -t virtiofs TAG /mnt`."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the file system, unique among the guest's devices.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="shared",
        ),
    ]
    source: Annotated[
        str, Meta(doc="The folder on the host.", pattern=r"/.+", pattern_says="an absolute path", example="/srv/shared")
    ]
    tag: Annotated[
        str | None,
        Meta(
            doc="What the guest mounts. Absent: the name.",
            pattern=r"[A-Za-z0-9_.-]{1,31}",
            pattern_says="at most 31 letters, digits and `_ . -`",
        ),
    ] = None
    kind: Annotated[
        FilesystemKind | None,
        Meta(
            doc="`virtiofs` is fast and makes the guest's memory shared with its daemon; `9p` needs nothing.",
            initial=FilesystemKind.VIRTIOFS,
        ),
    ] = None
    read_only: Annotated[bool | None, Meta(doc="The guest may not write (`9p` only).", initial=False)] = None
    devno: Annotated[
        Devno | None, Meta(doc="Device number in the guest. Absent: the lowest this guest never used.")
    ] = None
