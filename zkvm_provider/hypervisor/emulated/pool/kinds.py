"""The pool types of libvirt 9.0.0: what each one's source has, its formats, and whether a backend is installed."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass

_FILE_SYSTEMS = (
    "auto", "ext2", "ext3", "ext4", "ufs", "iso9660", "udf", "gfs", "gfs2", "vfat", "hfs+", "xfs", "ocfs2", "vmfs",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolKind:
    """One type. `source` names what its `<source>` may hold; `formats` is empty for a type without formats.

    `number` is virStoragePoolType, which libvirt's message for a missing backend quotes.
    """

    number: int
    source: frozenset[str] = frozenset()
    formats: tuple[str, ...] = ()
    default_format: str = ""
    is_installed: bool = True
    has_target: bool = True


def _of(source: str) -> frozenset[str]:
    return frozenset(source.split())


KINDS = {
    "dir": PoolKind(number=0),
    "fs": PoolKind(number=1, source=_of("device"), formats=_FILE_SYSTEMS, default_format="auto"),
    "netfs": PoolKind(
        number=2, source=_of("host dir"), formats=("auto", "nfs", "glusterfs", "cifs"), default_format="auto"
    ),
    "logical": PoolKind(number=3, source=_of("name device"), formats=("unknown", "lvm2"), default_format="lvm2"),
    "disk": PoolKind(
        number=4,
        source=_of("device"),
        formats=("unknown", "dos", "dvh", "gpt", "mac", "bsd", "pc98", "sun", "lvm2"),
        default_format="unknown",
    ),
    "iscsi": PoolKind(number=5, source=_of("host device initiator")),
    "iscsi-direct": PoolKind(number=6, source=_of("host device network initiator"), has_target=False),
    "scsi": PoolKind(number=7, source=_of("adapter")),
    "mpath": PoolKind(number=8),
    "rbd": PoolKind(number=9, source=_of("host network name"), is_installed=False, has_target=False),
    "sheepdog": PoolKind(number=10, source=_of("host network name"), is_installed=False, has_target=False),
    "gluster": PoolKind(number=11, source=_of("host network name dir"), is_installed=False, has_target=False),
    "zfs": PoolKind(number=12, source=_of("name device"), is_installed=False),
    "vstorage": PoolKind(number=13, source=_of("name"), is_installed=False),
}
"""By libvirt's type name. Backends that the captured host had no package for are not installed here either."""
