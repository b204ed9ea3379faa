"""A storage pool: a place on the host where libvirt keeps volumes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import ADDED, TEMPLATES
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import GUEST_NAME, HOST_DOC, OBJECT_NAME_SAYS
from zkvm_provider.model.xml_patch import XmlPatch

_PATH = r"/.+"
_PATH_SAYS = "an absolute path"
_IQN = r"(iqn|eui|naa)\.[^\s'\"<>]+"
_IQN_SAYS = "an iSCSI qualified name such as iqn.2016-01.com.ibm:ds8k.lovers"
_WWN = r"[0-9a-fA-F]{16}"
_WWN_SAYS = "16 hexadecimal digits"


class PoolKind(StrEnum):
    """libvirt's pool type."""

    DIR = "dir"
    FS = "fs"
    NETFS = "netfs"
    LOGICAL = "logical"
    DISK = "disk"
    ISCSI = "iscsi"
    ISCSI_DIRECT = "iscsi-direct"
    SCSI = "scsi"
    MPATH = "mpath"


class AdapterKind(StrEnum):
    """What a `scsi` pool looks behind: an adapter of the host, or a virtual one libvirt makes (NPIV)."""

    SCSI_HOST = "scsi_host"
    FC_HOST = "fc_host"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolAdapter:
    """The adapter behind which a `scsi` pool finds its LUNs."""

    kind: Annotated[
        AdapterKind | None,
        Meta(
            doc="`scsi_host`: one of the host; `fc_host`: a virtual one (vHBA, needs NPIV).",
            default=AdapterKind.SCSI_HOST,
        ),
    ] = None
    name: Annotated[
        str | None,
        Meta(
            doc="For `scsi_host`: its name on the host.",
            pattern=r"(scsi_)?host[0-9]+",
            pattern_says="a name such as scsi_host0",
            example="scsi_host0",
        ),
    ] = None
    parent: Annotated[
        str | None,
        Meta(doc="For `fc_host`: the adapter that carries it.", example="scsi_host0"),
    ] = None
    wwnn: Annotated[
        str | None,
        Meta(doc="For `fc_host`: its node name.", pattern=_WWN, pattern_says=_WWN_SAYS, example="20000000c9831b4b"),
    ] = None
    wwpn: Annotated[
        str | None,
        Meta(doc="For `fc_host`: its port name.", pattern=_WWN, pattern_says=_WWN_SAYS, example="10000000c9831b4b"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolAuth:
    """How an iSCSI target is logged into (CHAP). The password itself lies in a libvirt secret of the host."""

    username: Annotated[str, Meta(doc="The user's name at the target.", example="lovers")]
    secret: Annotated[
        str, Meta(doc="The libvirt secret that holds the password: its uuid, or its usage name.", example="ds8k-chap")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSource:
    """What a pool lies on. Which fields there are follows from the pool's `kind`."""

    devices: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="Block devices of the host by absolute path: the one of `fs` and `disk`, those of a volume group.",
            pattern=_PATH,
            pattern_says=_PATH_SAYS,
            example="/dev/disk/by-path/ccw-0.0.0e20-part1",
        ),
    ] = None
    volume_group: Annotated[
        str | None,
        Meta(
            doc="For `logical`: the LVM volume group.",
            pattern=r"[A-Za-z0-9_+.][A-Za-z0-9_+.-]{0,126}",
            pattern_says="letters, digits and `_ + . -`",
            example="data",
        ),
    ] = None
    host: Annotated[
        str | None, Meta(doc="For `netfs` and iSCSI: the machine that serves it.", example="9.60.29.70")
    ] = None
    port: Annotated[
        int | None, Meta(doc="For iSCSI: the port. Absent: 3260.", minimum=1, maximum=65535, initial=3260)
    ] = None
    dir: Annotated[
        str | None,
        Meta(
            doc="For `netfs`: the directory it exports.",
            pattern=_PATH,
            pattern_says=_PATH_SAYS,
            example="/export/images",
        ),
    ] = None
    iqn: Annotated[
        str | None,
        Meta(
            doc="For iSCSI: the target.",
            pattern=_IQN,
            pattern_says=_IQN_SAYS,
            example="iqn.2016-01.com.ibm:ds8k.lovers",
        ),
    ] = None
    initiator: Annotated[
        str | None,
        Meta(
            doc="For iSCSI: the name this host logs in with; `iscsi-direct` needs one.",
            pattern=_IQN,
            pattern_says=_IQN_SAYS,
            example="iqn.2016-01.com.ibm:lpar1",
        ),
    ] = None
    auth: Annotated[PoolAuth | None, Meta(doc="For iSCSI: user and secret.")] = None
    adapter: Annotated[PoolAdapter | None, Meta(doc="For `scsi`: the adapter.")] = None
    format: Annotated[
        str | None,
        Meta(
            doc="File system of `fs` (`ext4`, `xfs`, …; absent: what is found), protocol of `netfs` (`nfs`, `cifs`, "
            "`glusterfs`), partition table of `disk` (`gpt`, `dos`, …).",
            example="ext4",
        ),
    ] = None
    nfs_version: Annotated[
        str | None,
        Meta(doc="For `netfs`: version of NFS.", pattern=r"[0-9](\.[0-9])?", pattern_says="a version such as 4.2"),
    ] = None


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
    kind: Annotated[
        PoolKind | None,
        Meta(
            doc="Pool type: `dir`, a folder; `fs`, a file system on a block device; `netfs`, one of another machine; "
            "`logical`, an LVM volume group; `disk`, the partitions of a disk; `iscsi` and `iscsi-direct`, a target's "
            "LUNs; `scsi`, the LUNs behind an adapter; `mpath`, the multipath devices of the host.",
            default=PoolKind.DIR,
        ),
    ] = None
    target: Annotated[
        str | None,
        Meta(
            doc="Where its volumes appear, by absolute path. `dir`, `fs` and `netfs` need it: the folder, or the mount "
            "point. Elsewhere it follows from the kind.",
            pattern=_PATH,
            pattern_says=_PATH_SAYS,
            example="/var/lib/libvirt/images",
        ),
    ] = None
    source: Annotated[PoolSource | None, Meta(doc="What it lies on; nothing for `dir` and `mpath`.")] = None
    build: Annotated[
        bool | None,
        Meta(
            doc="Make what the pool needs. Absent: folder and mount point are made when missing, nothing is formatted. "
            "`True` also makes, once, when the pool is created, and only on devices without data, the file system "
            "`format` of `fs`, the volume group of `logical`, the partition table of `disk`. `False` makes nothing.",
        ),
    ] = None
    autostart: Annotated[bool | None, Meta(doc="Start with the host.", default=True)] = None
    delete_contents: Annotated[
        bool | None,
        Meta(
            doc="Deleting the pool also deletes the volumes in it that zkvm made for this stack. Volumes of others, "
            "the folder, the volume group and the LUNs stay in any case.",
            default=False,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoragePoolOutputs:
    """What zkvm tells about a pool."""

    uuid: Annotated[str, Meta(doc="The pool's uuid.")]
    host_uri: Annotated[str, Meta(doc="The URI the pool was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    path: Annotated[str, Meta(doc="Where its volumes appear; empty for `iscsi-direct`.")]
    active: Annotated[bool, Meta(doc="Whether the pool is started.")]
    capacity_bytes: Annotated[int, Meta(doc="Size of the pool.", unit="bytes")]
    available_bytes: Annotated[int, Meta(doc="Space left.", unit="bytes")]
    templates: Annotated[str | None, TEMPLATES] = None
    added: Annotated[tuple[XmlPatch, ...] | None, ADDED] = None
