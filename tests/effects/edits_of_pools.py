"""Changes of every property that a storage pool of each kind takes. Data."""

from __future__ import annotations

from typing import Any, Final

from tests.effects.edit import Edit
from tests.effects.places import Tree

IQNS: Final = "iqn.2016-01.com.ibm:ds8k.lovers", "iqn.2016-01.com.ibm:other"
_INITIATORS: Final = "iqn.2016-01.com.ibm:lpar1", "iqn.2016-01.com.ibm:lpar2"
PORTALS: Final = "9.60.29.70", "9.60.29.71"
EXPORTERS: Final = "9.60.29.66", "9.60.29.67"
FILE_SYSTEMS: Final = "/dev/dasdg1", "/dev/dasdh1"
"""Devices with a file system each."""
DISKS: Final = "/dev/dasdg", "/dev/dasdh", "/dev/dasdi"
"""Disks with a partition table each, of the kinds `dos`, `gpt` and `dos`."""
GROUPS: Final = "pair", "spare"
"""Volume groups: the first one lies on two devices."""
GROUP_DEVICES: Final = "/dev/dasdi1", "/dev/dasdj1"

_DIR: Final[Tree] = {"kind": "dir", "target": "/srv/it"}
_FS: Final[Tree] = {"kind": "fs", "target": "/srv/fs", "source": {"devices": [FILE_SYSTEMS[0]]}}
_NFS: Final[Tree] = {"kind": "netfs", "target": "/mnt/nfs", "source": {"host": EXPORTERS[0], "dir": "/ftpboot"}}
_LOGICAL: Final[Tree] = {"kind": "logical", "source": {"volumeGroup": GROUPS[0]}}
_DISK: Final[Tree] = {"kind": "disk", "source": {"devices": [DISKS[0]]}}
_TARGET: Final[Tree] = {"host": PORTALS[0], "iqn": IQNS[0]}
_ISCSI: Final[Tree] = {"kind": "iscsi", "source": _TARGET}
_DIRECT: Final[Tree] = {"kind": "iscsi-direct", "source": {**_TARGET, "initiator": _INITIATORS[0]}}
_SCSI: Final[Tree] = {"kind": "scsi", "source": {"adapter": {"name": "scsi_host0"}}}
_MPATH: Final[Tree] = {"kind": "mpath"}

_AUTH: Final[Tree] = {"username": "lovers", "secret": "chap"}


def pool(stem: Tree, place: str, one: Any, other: Any, also: dict[str, tuple[Any, Any]] | None = None) -> Edit:
    return Edit(kind="StoragePool", stem={"name": "it", **stem}, place=place, one=one, other=other, also=also or {})


def _any_kind(stem: Tree) -> tuple[Edit, ...]:
    """What pools of every kind have, and what is done to them by the kind's own backend."""
    return (
        pool(stem, "name", "it", "other"),
        pool(stem, "autostart", True, False),
    )


def _target(stem: Tree) -> tuple[Edit, ...]:
    """What both kinds of iSCSI have."""
    whole = {**stem, "source": {**stem["source"], "auth": _AUTH}}
    return (
        pool(stem, "source.host", *PORTALS),
        pool(stem, "source.iqn", *IQNS),
        pool(stem, "source.port", 3260, 3261),
        pool(stem, "source.port", None, 3261),
        pool(stem, "source.initiator", *_INITIATORS),
        pool(stem, "source.auth", None, _AUTH),
        pool(whole, "source.auth.username", "lovers", "haters"),
        pool(whole, "source.auth.secret", "chap", "other-chap"),
    )


_BY: Final = "/dev/disk/by-path", "/dev/disk/by-id"


def _links(stem: Tree, folder: str, other: str) -> tuple[Edit, ...]:
    """Where links to the devices appear; absent, by path."""
    return (pool(stem, "target", folder, other), pool(stem, "target", None, other))


POOLS: Final[dict[str, tuple[Edit, ...]]] = {
    "dir": (*_any_kind(_DIR), pool(_DIR, "target", "/srv/it", "/srv/it2")),
    "fs": (
        *_any_kind(_FS),
        pool(_FS, "target", "/srv/fs", "/srv/fs2"),
        pool(_FS, "source.devices", [FILE_SYSTEMS[0]], [FILE_SYSTEMS[1]]),
        pool(_FS, "source.format", "auto", "ext4"),
        pool(_FS, "source.format", None, "ext4"),
    ),
    "netfs": (
        *_any_kind(_NFS),
        pool(_NFS, "target", "/mnt/nfs", "/mnt/nfs2"),
        pool(_NFS, "source.host", *EXPORTERS),
        pool(_NFS, "source.dir", "/ftpboot", "/export"),
        pool(_NFS, "source.format", "nfs", "auto"),
        pool(_NFS, "source.format", None, "nfs"),
        pool(_NFS, "source.nfsVersion", "4.1", "4.2"),
        pool(_NFS, "source.nfsVersion", None, "4.2"),
    ),
    "logical": (
        *_any_kind(_LOGICAL),
        pool(_LOGICAL, "source.volumeGroup", *GROUPS),
        pool(_LOGICAL, "source.devices", [GROUP_DEVICES[0]], [*GROUP_DEVICES]),
        pool(_LOGICAL, "source.devices", None, [*GROUP_DEVICES]),
        pool(_LOGICAL, "source.format", "lvm2", "unknown"),
        pool(_LOGICAL, "source.format", None, "unknown"),
    ),
    "iscsi": (
        *_any_kind(_ISCSI),
        *_target(_ISCSI),
        *_links(_ISCSI, *_BY),
        pool(_ISCSI, "source.initiator", None, _INITIATORS[0]),
    ),
    "iscsi-direct": (*_any_kind(_DIRECT), *_target(_DIRECT)),
    "scsi": (
        *_any_kind(_SCSI),
        *_links(_SCSI, *_BY),
        pool(_SCSI, "source.adapter.name", "scsi_host0", "scsi_host1"),
    ),
    "disk": (
        *_any_kind(_DISK),
        *_links(_DISK, "/dev", _BY[1]),
        pool(_DISK, "source.devices", [DISKS[0]], [DISKS[2]]),
        pool(_DISK, "source.format", "dos", "gpt", {"source.devices": ([DISKS[0]], [DISKS[1]])}),
        pool(_DISK, "source.format", None, "gpt", {"source.devices": ([DISKS[0]], [DISKS[1]])}),
    ),
    "mpath": (*_any_kind(_MPATH), *_links(_MPATH, "/dev/mapper", _BY[1])),
}
"""By kind."""
