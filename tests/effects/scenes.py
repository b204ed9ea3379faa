"""What there is on a host before an object of a kind is made, and the guest that then uses it. Data."""

from __future__ import annotations

from typing import Any, Final

from tests.effects.places import Tree
from tests.provider.conformance.network_worlds import NAT_BASE
from tests.provider.conformance.worlds import BASES, Ref

Step = tuple[str, Tree]
"""A kind, and the inputs of one resource of it."""

POOL: Final[Step] = ("StoragePool", BASES["StoragePool"])
GROUP: Final[Step] = ("StoragePool", BASES["LogicalPool"])
OTHER_POOL: Final[Step] = ("StoragePool", {"name": "images3", "target": "/srv/images3"})
OTHER_GROUP: Final[Step] = ("StoragePool", {"name": "vg2", "kind": "logical", "source": {"volumeGroup": "spare"}})
DISK: Final[Step] = ("Qcow2Disk", BASES["Qcow2Disk"])

IDS: Final[dict[str, str]] = {
    "StoragePool": "images",
    "LogicalPool": "vg",
    "Qcow2Disk": "images/data.qcow2",
    "MacvtapNetwork": "lan",
}
"""What references of the conformance kit stand for here."""

NEEDS: Final[dict[str, tuple[Step, ...]]] = {
    "Qcow2Disk": (
        POOL,
        OTHER_POOL,
        ("Qcow2Disk", {"pool": "images", "name": "base.qcow2", "capacity": "1 GiB"}),
        ("Qcow2Disk", {"pool": "images", "name": "other.qcow2", "capacity": "1 GiB"}),
    ),
    "CloudInitDisk": (POOL, GROUP),
    "LvmDisk": (GROUP, OTHER_GROUP),
    "Guest": (
        POOL,
        DISK,
        ("Qcow2Disk", {"pool": "images", "name": "more.qcow2", "capacity": "1 GiB"}),
        ("MacvtapNetwork", BASES["MacvtapNetwork"]),
        ("MacvtapNetwork", {**BASES["MacvtapNetwork"], "name": "lan2", "devices": ["enccw0.0.4300"]}),
        ("OvsNetwork", BASES["OvsNetwork"]),
        ("BridgeNetwork", BASES["BridgeNetwork"]),
        ("NatNetwork", NAT_BASE),
    ),
}


def _guest(**parts: Any) -> tuple[Step, ...]:
    return (("Guest", {"name": "user", "memory": "256 MiB", **parts}),)


_PORT: Final = _guest(interfaces=[{"name": "lan", "network": Ref("it")}])
_VOLUME: Final = _guest(disks=[{"name": "data", "volume": Ref("it")}])

USERS: Final[dict[str, tuple[Step, ...]]] = {
    "Host": _guest(),
    "StoragePool": (
        ("Qcow2Disk", {"pool": Ref("it"), "name": "used", "capacity": "16 MiB"}),
        *_guest(disks=[{"name": "data", "volume": Ref("used")}]),
    ),
    "Qcow2Disk": _VOLUME,
    "LvmDisk": _VOLUME,
    "CloudInitDisk": _guest(disks=[{"name": "seed", "cdrom": Ref("it")}]),
    "DasdDisk": _guest(disks=[{"name": "data", "block": Ref("path")}]),
    "ScsiLun": _guest(luns=[{"name": "san", "lun": Ref("it")}]),
    "MediatedDevice": _guest(mdevs=[{"name": "crypto", "model": Ref("model"), "device": Ref("it")}]),
    "InstallMedia": _guest(boot={"kernel": Ref("kernel")}),
    **dict.fromkeys(("MacvtapNetwork", "BridgeNetwork", "OvsNetwork", "NatNetwork"), _PORT),
}
"""What makes an object of a kind one in use."""

FOUND_VOLUMES: Final = ("iscsi", "iscsi-direct", "scsi", "mpath")
"""Kinds of pools whose volumes are found in them: a guest takes the first one."""
