"""Changes that no variant of the conformance kit shows, of guests and of what has few fields. Data."""

from __future__ import annotations

from typing import Any, Final

from tests.effects.edit import Edit
from tests.effects.edits_of_media import MEDIA_EDITS
from tests.effects.edits_of_pools import POOLS
from tests.effects.edits_of_resources import DEVICE_EDITS, NETWORK_EDITS, VOLUME_EDITS
from tests.effects.places import Tree

STEMS: Final[dict[str, frozenset[str]]] = {"Guest": frozenset({"name", "memory", "power"})}
"""What a pair of that kind always has; other kinds are small, and have all of their base."""

PARTS_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "boot": ("disks", "interfaces", "iothreads"),
    "controllers": ("iothreads",),
    "cpuTune": ("iothreads", "vcpus", "maxVcpus"),
    "disks": ("boot", "controllers", "iothreads"),
    "luns": ("controllers", "iothreads"),
    "memballoon": ("currentMemory",),
    "vcpus": ("maxVcpus",),
    "maxVcpus": ("vcpus",),
}
"""Properties of a guest's base that others of it refer to."""

DATA, MORE = "images/data.qcow2", "images/more.qcow2"
FILES: Final = "/var/lib/libvirt/images/sles12-initrd.boot", "/var/lib/libvirt/images/sles12-kernel.boot"
MEDIA: Final = "/boot/vmlinux-4.4.0-rc5", "/boot/vmlinux-4.2.0"
DASDS: Final = "/dev/disk/by-path/ccw-0.0.0e1e-part1", "/dev/disk/by-path/ccw-0.0.0200-part1"
SAN: Final = "0.0.1c98/0x500507630603c763/0x4022403300000000"
PATHS: Final = "/dev/mapper/36005076306ffc7630000000000004033", "/dev/sda"
ISCSI: Final[Tree] = {"host": "9.60.29.70", "target": "iqn.2016-01.com.ibm:ds8k.lovers", "lun": 1}
CCW, AP = "8e37ee90-2b51-45e3-9b25-bf8283c03110", "a9a9a9a9-a9a9-49a9-89a9-a9a9a9a9a9a9"


def guest(place: str, one: Any, other: Any, *, also: dict[str, tuple[Any, Any]] | None = None, **stem: Any) -> Edit:
    """An edit of a guest that has nothing but `stem`."""
    whole = {"name": "linux01", "memory": "512 MiB", "power": "running", **stem}
    return Edit(kind="Guest", stem=whole, place=place, one=one, other=other, also=also or {})


def disk(place: str, one: Any, other: Any, *, also: dict[str, tuple[Any, Any]] | None = None, **disk: Any) -> Edit:
    """An edit of a guest's one disk."""
    moved = {f"disks[0].{name}": values for name, values in (also or {}).items()}
    return guest(f"disks[0].{place}", one, other, also=moved, disks=[{"name": "data", **disk}])


def port(place: str, one: Any, other: Any, *, also: dict[str, tuple[Any, Any]] | None = None, **port: Any) -> Edit:
    """An edit of a guest's one interface."""
    moved = {f"interfaces[0].{name}": values for name, values in (also or {}).items()}
    return guest(f"interfaces[0].{place}", one, other, also=moved, interfaces=[{"name": "lan", **port}])


def lun(place: str, one: Any, other: Any, *, also: dict[str, tuple[Any, Any]] | None = None, **lun: Any) -> Edit:
    """An edit of a guest's one LUN."""
    moved = {f"luns[0].{name}": values for name, values in (also or {}).items()}
    return guest(f"luns[0].{place}", one, other, also=moved, luns=[{"name": "san", **lun}])


_BOOTABLE: Final[Tree] = {
    "disks": [{"name": "data", "volume": DATA}, {"name": "more", "volume": MORE}],
    "interfaces": [{"name": "lan", "network": "lan"}],
}
_ON_SCSI: Final[Tree] = {"name": "data", "file": FILES[0], "bus": "scsi"}
_TWO_CONTROLLERS: Final[Tree] = {"controllers": [{"name": "fast", "index": 1}, {"name": "slow", "index": 2}]}

_MIGRATION: Final[dict[str, tuple[Any, Any]]] = {
    "mode": ("p2p", "direct"),
    "tunnelled": (True, False),
    "uri": ("tcp://10.0.0.1", "tcp://10.0.0.2"),
    "dataUri": ("tcp://10.0.0.1", "tcp://10.0.0.2"),
    "autoConverge": (True, False),
    "postCopy": (True, False),
    "compressed": (True, False),
    "copyStorage": ("all", "incremental"),
    "unsafe": (True, False),
    "maxDowntimeMs": (100, 200),
    "bandwidthMibS": (10, 20),
    "timeoutS": (60, 90),
}

GUEST_EDITS: Final[tuple[Edit, ...]] = (
    guest("migration", None, {"mode": "p2p"}),
    *(guest(f"migration.{name}", None, one, migration={}) for name, (one, _) in _MIGRATION.items()),
    *(guest(f"migration.{name}", one, other) for name, (one, other) in _MIGRATION.items()),
    guest("domainType", "kvm", "qemu"),
    guest("consoles[0].logAppend", None, True, consoles=[{"name": "hvc", "kind": "virtio", "logFile": "/var/log/a"}]),
    guest("filesystems[0].readOnly", None, True, filesystems=[{"name": "plain", "source": "/mnt", "kind": "9p"}]),
    guest("boot.disk", "data", "more", **_BOOTABLE),
    guest("boot.order", ["data", "lan"], ["lan", "data"], **_BOOTABLE),
    guest("boot.loadparm", "2", "3", boot={"disk": "data"}, **_BOOTABLE),
    guest("boot.loadparms", {"data": "2"}, {"data": "3"}, boot={"order": ["data", "lan"]}, **_BOOTABLE),
    guest("iothreads", None, 1),
    guest("rng.rateBytes", None, 1024, rng={"source": "/dev/urandom"}),
    guest("xmlPatches[0].path", "title", "description", xmlPatches=[{"name": "note", "value": "Payroll"}]),
    guest("cpuTune.vcpuPins", None, {"0": "0"}, cpuTune={}),
    guest("cpuTune.vcpuPins", {"0": "0"}, {"0": "0-1"}),
    guest("cpuTune.emulatorPin", None, "0", cpuTune={}),
    guest("cpuTune.emulatorPin", "0", "0-1"),
    guest("cpuTune.iothreadPins", None, {"1": "0"}, cpuTune={}, iothreads=1),
    guest("cpuTune.iothreadPins", {"1": "0"}, {"1": "0-1"}, iothreads=1),
    disk("volume", DATA, MORE),
    disk("volume", DATA, None, also={"block": (None, DASDS[0])}),
    disk("file", *FILES),
    disk("format", "raw", "qcow2", file=FILES[0]),
    disk("format", None, "qcow2", file=FILES[0]),
    disk("target", "vdx", "vdy", volume=DATA),
    disk("iscsi.host", "9.60.29.70", "9.60.29.71", iscsi=ISCSI),
    disk("iscsi.port", 3260, 3261, iscsi=ISCSI),
    disk("iscsi.port", None, 3261, iscsi=ISCSI),
    disk("iscsi.target", ISCSI["target"], "iqn.2016-01.com.ibm:other", iscsi=ISCSI),
    disk("iscsi.lun", 1, 2, iscsi=ISCSI),
    disk("cdrom", *MEDIA),
    disk("cdrom", None, MEDIA[0], also={"volume": (DATA, None)}),
    disk("unit", 1, 2, cdrom=MEDIA[0]),
    disk("unit", None, 2, cdrom=MEDIA[0]),
    disk("bus", "virtio", "scsi", file=FILES[0]),
    disk("bus", None, "scsi", file=FILES[0]),
    disk("shareable", False, True, file=FILES[0]),
    disk("shareable", None, True, file=FILES[0]),
    *(
        guest("disks[0].controller", one, 1, disks=[_ON_SCSI], controllers=[{"name": "fast", "index": 1}])
        for one in (0, None)
    ),
    port("link", None, "down", network="lan2"),
    port("link", "up", "down", network="lan2"),
    port("network", "lan", "lan2"),
    port("portgroup", None, "vlan42", network="switch"),
    port("portgroup", "vlan42", "many", network="switch"),
    port("bridge", "br0", "br1"),
    port("ovs", "ovsbr0", "ovsbr1"),
    port("vlan", None, {"access": 7}, ovs="ovsbr0"),
    port("vlan.trunk", None, [7, 9], also={"vlan.access": (7, None)}, ovs="ovsbr0"),
    port("vlan.nativeTagged", 7, 9, ovs="ovsbr0", vlan={"trunk": [7, 9]}),
    port("devno", "0x0ffe", "0x0fff", bridge="br0"),
    port("mtu", 1400, 1500, bridge="br0"),
    lun("lun", SAN, None, also={"block": (None, PATHS[0])}),
    lun("block", *PATHS),
    lun("attachAs", "disk", "hostdev", lun=SAN),
    lun("cache", "none", "directsync", lun=SAN),
    lun("target", "sdx", "sdy", lun=SAN),
    lun("iscsi.host", "9.60.29.70", "9.60.29.71", iscsi=ISCSI),
    lun("iscsi.port", 3260, 3261, iscsi=ISCSI),
    lun("iscsi.port", None, 3261, iscsi=ISCSI),
    lun("iscsi.target", ISCSI["target"], "iqn.2016-01.com.ibm:other", iscsi=ISCSI),
    lun("iscsi.lun", 1, 2, iscsi=ISCSI),
    guest("luns[0].controller", 0, 1, luns=[{"name": "san", "lun": SAN}], controllers=[{"name": "fast", "index": 1}]),
    guest("controllers[0].index", 1, 2, also={"controllers[1].index": (2, 1)}, **_TWO_CONTROLLERS),
    guest("controllers[0].devno", "0x0100", "0x0101", controllers=[{"name": "fast", "index": 1}]),
    guest("mdevs[0].devno", "0x0100", "0x0101", mdevs=[{"name": "through", "model": "vfio-ccw", "device": CCW}]),
    guest("mdevs[0].model", "vfio-ccw", "vfio-ap", also={"mdevs[0].device": (CCW, AP)}, mdevs=[{"name": "through"}]),
)

EDITS: Final[tuple[Edit, ...]] = (
    *GUEST_EDITS,
    *(edit for edits in POOLS.values() for edit in edits),
    *VOLUME_EDITS,
    *NETWORK_EDITS,
    *DEVICE_EDITS,
    *MEDIA_EDITS,
)
