"""What a pool's define, start, build and delete may ask of the host, and what they do to it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolEntry:
    """A pool the host knows; `xml` as `define_pool` returned it."""

    name: str
    uuid: str
    xml: str
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """A file system's or volume group's size and what is used of it, in bytes."""

    capacity_bytes: int
    allocation_bytes: int

    @property
    def available_bytes(self) -> int:
        return max(0, self.capacity_bytes - self.allocation_bytes)


class ChangeKind(Enum):
    """What building or deleting a pool does to the host."""

    MAKE_FOLDER = "mkdir"
    REMOVE_FOLDER = "rmdir"
    MAKE_FILESYSTEM = "mkfs"
    MAKE_LABEL = "mklabel"
    MAKE_VOLUME_GROUP = "vgcreate"
    REMOVE_VOLUME_GROUP = "vgremove"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostChange:
    """One change of the host: `what` is a path or a volume group's name, `devices` the disks under it."""

    kind: ChangeKind
    what: str
    devices: tuple[str, ...] = ()
    format: str = ""


class PoolWorld(Protocol):
    """The host as a pool sees it. Every answer is a snapshot of one transaction."""

    def pools(self) -> Sequence[PoolEntry]:
        """Every pool of the host, active or not."""

    def folder_exists(self, path: str) -> bool:
        """Whether `path` is a folder of the host."""

    def folder_is_empty(self, path: str) -> bool:
        """Whether the existing folder `path` holds nothing."""

    def device_exists(self, path: str) -> bool:
        """Whether `path` is a block device of the host."""

    def content_of(self, device: str) -> str:
        """What was written on a device, by libblkid's word (`LVM2_member`, `ext4`, `gpt`); empty where unknown."""

    def volume_group(self, name: str) -> Space | None:
        """The space of an LVM volume group, or None where there is none of that name."""

    def scsi_hosts(self) -> Sequence[str]:
        """The SCSI hosts, like `scsi_host0`."""

    def iscsi_targets(self) -> Sequence[str]:
        """The iSCSI qualified names that answer on the network the host sees."""

    def nfs_export(self, host: str, path: str) -> Space | None:
        """The space of a directory another machine exports, or None where it exports none of that path."""

    def space(self, path: str) -> Space:
        """The file system that holds the folder `path`."""
