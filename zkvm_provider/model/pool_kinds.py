"""What each kind of storage pool needs and takes. Source: libvirt's formatstorage and storage pages, 9.0.0."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.pool import PoolKind, PoolSource, StoragePool

_BY_PATH = "/dev/disk/by-path"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolFacts:
    """One kind. Field names are those of `PoolSource`.

    `target` is where its volumes appear when nobody says; empty with `has_folder`, where somebody must. `formats` are
    what libvirt takes, the first one is what it takes an absent one for. `blame` is the field to be looked at when the
    host refuses to start it.
    """

    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    target: str = ""
    has_folder: bool = False
    formats_devices: bool = False
    """Building it writes on its devices."""
    finds_volumes: bool = False
    """Its volumes are not made in it but found: they belong to the SAN."""
    blame: str = "target"

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field of the source it knows."""
        return (*self.needs, *self.takes)


_FILE_SYSTEMS = (
    "auto", "ext2", "ext3", "ext4", "ufs", "iso9660", "udf", "gfs", "gfs2", "vfat", "hfs+", "xfs", "ocfs2", "vmfs",
)  # fmt: skip

FACTS: dict[PoolKind, PoolFacts] = {
    PoolKind.DIR: PoolFacts(has_folder=True),
    PoolKind.FS: PoolFacts(
        needs=("devices",),
        takes=("format",),
        formats=_FILE_SYSTEMS,
        has_folder=True,
        formats_devices=True,
        blame="source.devices",
    ),
    PoolKind.NETFS: PoolFacts(
        needs=("host", "dir"),
        takes=("format", "nfs_version"),
        formats=("auto", "nfs", "glusterfs", "cifs"),
        has_folder=True,
        blame="source.host",
    ),
    PoolKind.LOGICAL: PoolFacts(
        needs=("volume_group",),
        takes=("devices", "format"),
        formats=("lvm2", "unknown"),
        formats_devices=True,
        blame="source.volume_group",
    ),
    PoolKind.DISK: PoolFacts(
        needs=("devices",),
        takes=("format",),
        formats=("dos", "unknown", "dvh", "gpt", "mac", "bsd", "pc98", "sun", "lvm2"),
        target="/dev",
        formats_devices=True,
        blame="source.devices",
    ),
    PoolKind.ISCSI: PoolFacts(
        needs=("host", "iqn"),
        takes=("port", "initiator", "auth"),
        target=_BY_PATH,
        finds_volumes=True,
        blame="source.host",
    ),
    PoolKind.ISCSI_DIRECT: PoolFacts(
        needs=("host", "iqn", "initiator"), takes=("port", "auth"), finds_volumes=True, blame="source.host"
    ),
    PoolKind.SCSI: PoolFacts(needs=("adapter",), target=_BY_PATH, finds_volumes=True, blame="source.adapter"),
    PoolKind.MPATH: PoolFacts(target="/dev/mapper", finds_volumes=True, blame="kind"),
}
"""Every kind."""


def facts_of(pool: StoragePool) -> PoolFacts:
    """The facts of a pool's kind."""
    return FACTS[pool.kind or PoolKind.DIR]


def target_of(pool: StoragePool) -> str:
    """Where the pool's volumes appear; empty where they have no path on the host."""
    if pool.kind is PoolKind.LOGICAL:
        return f"/dev/{(pool.source or PoolSource()).volume_group}"
    return (pool.target or facts_of(pool).target).rstrip("/") or ("/" if pool.target else "")
