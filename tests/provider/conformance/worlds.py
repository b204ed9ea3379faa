"""What each kind needs before one can be made, and the inputs a resource of it begins with.

A kind that is missing here fails the kit. `VALUES` gives another good value where none follows from the field's
declaration; `OUTCOMES` names every change that is not made in place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tests.provider.conformance.disk_values import DISK_VALUES
from tests.provider.conformance.host_device_values import HOST_DEVICE_VALUES
from tests.provider.conformance.import_ids import IMPORT_IDS as IMPORT_IDS
from tests.provider.conformance.import_ids import NOT_THERE as NOT_THERE
from tests.provider.conformance.media_world import MEDIA, MEDIA_TOGETHER, MEDIA_VALUES
from tests.provider.conformance.network_worlds import NAT_BASE, NETWORK_VALUES, NETWORKS_TOGETHER


@dataclass(frozen=True, slots=True)
class Ref:
    """Stands for the id of a resource the world made before."""

    kind: str


ALSO: Final[dict[str, str]] = {"LogicalPool": "StoragePool"}
"""Bases of another name than their kind, for what others need."""

NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "LvmDisk": ("LogicalPool",),
    "CloudInitDisk": ("StoragePool", "LogicalPool"),
    "Qcow2Disk": ("StoragePool",),
    "Guest": ("StoragePool", "Qcow2Disk", "MacvtapNetwork"),
}

BASES: Final[dict[str, dict[str, Any]]] = {
    "Host": {"uri": "emulated:", "domainType": "kvm"},
    "StoragePool": {
        "name": "images",
        "kind": "dir",
        "target": "/var/lib/libvirt/images",
        "build": True,
        "autostart": True,
        "deleteContents": True,
    },
    "Qcow2Disk": {
        "pool": Ref("StoragePool"),
        "name": "data.qcow2",
        "capacity": "10 GiB",
        "format": "qcow2",
        "onShrink": "refuse",
        "replaceData": False,
    },
    "LogicalPool": {"name": "vg", "kind": "logical", "source": {"volumeGroup": "system"}},
    "CloudInitDisk": {
        "pool": Ref("StoragePool"),
        "name": "seed.iso",
        "userData": "#cloud-config\n",
        "metaData": "instance-id: linux01\n",
        "networkConfig": "version: 2\n",
    },
    "LvmDisk": {
        "pool": Ref("LogicalPool"),
        "name": "root",
        "capacity": "102 MiB",
        "thinPool": "thin",
        "onShrink": "refuse",
        "replaceData": False,
    },
    "DasdDisk": {"busId": "0.0.0e20", "partition": 1},
    "MediatedDevice": {"adapters": [2], "domains": [6, 11], "controlDomains": [6], "autostart": True},
    "ScsiLun": {"fcpDevice": "0.0.1c98", "wwpn": "0x500507630603c763", "lun": "0x4022401100000000"},
    "MacvtapNetwork": {
        "name": "lan",
        "devices": ["enccw0.0.4300", "enccw0.0.4310"],
        "mode": "bridge",
        "autostart": True,
    },
    "BridgeNetwork": {"name": "flat", "bridge": "br0", "autostart": True},
    "NatNetwork": NAT_BASE,
    "OvsNetwork": {
        "name": "switch",
        "bridge": "ovsbr0",
        "vlan": {"access": 7},
        "portgroups": [
            {"name": "vlan42", "isDefault": True, "access": 42},
            {"name": "many", "isDefault": False, "trunk": [7, 9], "native": 7},
        ],
        "autostart": True,
    },
    "InstallMedia": MEDIA,
    "Guest": {
        "name": "linux01",
        "memory": "1 GiB",
        "currentMemory": "768 MiB",
        "vcpus": 2,
        "maxVcpus": 4,
        "machine": "s390-ccw-virtio-7.2",
        "boot": {
            "kernel": "/boot/vmlinux-4.4.0-rc5",
            "initrd": "/boot/initramfs-4.4.0-rc5.img",
            "cmdline": "root=/dev/vda",
        },
        "disks": [
            {"name": "data", "volume": Ref("Qcow2Disk"), "cache": "none", "io": "native", "serial": "D1"},
            {"name": "dasd", "block": "/dev/disk/by-path/ccw-0.0.0e1e-part1", "iothread": 1, "devno": "0x0e1e"},
            {"name": "scsi", "file": "/boot/initramfs-4.2.0.img", "bus": "scsi", "unit": 7},
        ],
        "interfaces": [
            {"name": "lan", "network": Ref("MacvtapNetwork"), "link": "up"},
            {"name": "direct", "macvtap": {"dev": "enccw0.0.4300", "mode": "bridge"}, "mac": "52:54:00:12:34:56"},
            {
                "name": "flat",
                "bridge": "br0",
                "mtu": 1400,
                "queues": 2,
                "bandwidth": {"inbound": {"average": 1000, "peak": 2000, "burst": 64}, "outbound": {"average": 500}},
                "filterRef": {"filter": "clean-traffic", "parameters": {"IP": "10.0.0.1"}},
            },
            {"name": "switched", "ovs": "ovsbr0", "vlan": {"trunk": [7, 9], "native": 7}},
        ],
        "consoles": [
            {"name": "console", "kind": "sclp"},
            {"name": "hvc", "kind": "virtio", "logFile": "/var/log/libvirt/qemu/hvc.log", "logAppend": True},
        ],
        "luns": [{"name": "san", "lun": "0.0.1c98/0x500507630603c763/0x4022403300000000", "unit": 16383}],
        "controllers": [{"name": "fast", "index": 1, "queues": 2, "iothread": 1}],
        "mdevs": [{"name": "through", "model": "vfio-ccw", "device": "8e37ee90-2b51-45e3-9b25-bf8283c03110"}],
        "iothreads": 1,
        "filesystems": [
            {"name": "shared", "source": "/srv", "tag": "shared", "kind": "virtiofs"},
            {"name": "plain", "source": "/mnt", "kind": "9p", "readOnly": True, "devno": "0x0777"},
        ],
        "cpu": {"mode": "custom", "model": "z14", "features": {"vx": "require"}},
        "watchdog": {"action": "reset"},
        "xmlPatches": [
            {"name": "keep", "path": "on_crash", "op": "set", "value": "restart"},
            {"name": "timer", "path": ".", "op": "add", "value": "<title>Payroll</title>"},
        ],
        "rng": {"source": "/dev/urandom", "rateBytes": 1024, "ratePeriodMs": 1000},
        "vsock": {"cid": 42},
        "agent": True,
        "keyWrapping": {"aes": True, "dea": True},
        "debug": {"gdbPort": 1234, "freeze": False},
        "cpuTune": {
            "shares": 2048,
            "quota": 20000,
            "vcpuPins": {"0": "0-3"},
            "emulatorPin": "0",
            "iothreadPins": {"1": "1"},
        },
        "memballoon": "virtio",
        "autostart": False,
        "power": "running",
        "shutdown": {"graceS": 30, "then": "destroy"},
        "nextBoot": "defer",
        "metadata": {"team": "linux"},
        "domainType": "kvm",
    },
}

REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "MediatedDevice": ("adapters",),
    "StoragePool": ("target",),
    "LvmDisk": ("thinPool",),
    "OvsNetwork": ("portgroups[1].trunk", "vlan.access"),
    "InstallMedia": (
        "kernel",
        "parameters.repoUser",
        "parameters.zfcp[0].wwpn",
        "parameters.zfcp[0].lun",
        "parameters.ip[0].address",
    ),
    "Guest": (
        "boot.kernel",
        "disks[0].volume",
        "disks[1].block",
        "disks[2].file",
        "disks[2].bus",
        "interfaces[0].network",
        "interfaces[1].macvtap",
        "interfaces[2].bridge",
        "interfaces[3].ovs",
        "interfaces[3].vlan.trunk",
        "consoles[1].kind",
        "consoles[1].logFile",
        "cpu.mode",
        "cpu.model",
        "rng.rateBytes",
        "xmlPatches[0].value",
        "xmlPatches[1].op",
        "xmlPatches[1].value",
        "filesystems[1].kind",
        "luns[0].lun",
        "iothreads",
    ),
}
"""Optional fields that the rest of the base needs: they are changed, but not removed alone."""

OTHER_MACHINE: Final = "emulated:?host=lpar2"
SAME_MACHINE: Final = "emulated:?host=lpar1"

VALUES: Final[dict[tuple[str, str], Any]] = {
    **HOST_DEVICE_VALUES,
    **DISK_VALUES,
    **MEDIA_VALUES,
    ("Host", "uri"): SAME_MACHINE,
    ("*", "host"): SAME_MACHINE,
    ("StoragePool", "name"): "images2",
    ("StoragePool", "target"): "/srv/images",
    ("Qcow2Disk", "name"): "data2.qcow2",
    ("Qcow2Disk", "pool"): "images3",
    ("Qcow2Disk", "backing"): "images/base.qcow2",
    ("Qcow2Disk", "source"): "/etc/hostname",
    ("Qcow2Disk", "sha256"): "0" * 64,
    ("CloudInitDisk", "name"): "seed2.iso",
    ("CloudInitDisk", "pool"): Ref("LogicalPool"),
    ("CloudInitDisk", "metaData"): "instance-id: linux02\n",
    ("CloudInitDisk", "networkConfig"): "version: 1\n",
    ("LvmDisk", "name"): "root2",
    ("LvmDisk", "pool"): "vg2",
    ("LvmDisk", "thinPool"): "thin2",
    ("DasdDisk", "busId"): "0.0.0e1f",
    ("MacvtapNetwork", "name"): "lan2",
    ("MacvtapNetwork", "devices"): ["enccw0.0.4310"],
    ("BridgeNetwork", "name"): "flat2",
    ("BridgeNetwork", "bridge"): "ovsbr0",
    **NETWORK_VALUES,
    ("Guest", "name"): "linux02",
    ("Guest", "memory"): "2 GiB",
    ("Guest", "currentMemory"): "512 MiB",
    ("Guest", "machine"): "s390-ccw-virtio-7.1",
    ("Guest", "boot.kernel"): "/boot/vmlinux-4.2.0",
    ("Guest", "boot.initrd"): "/boot/initramfs-4.2.0.img",
    ("Guest", "boot.cmdline"): "root=/dev/vdb",
    ("Guest", "boot.disk"): "data",
    ("Guest", "boot.loadparm"): "2",
    ("Guest", "interfaces[].name"): "other",
    ("Guest", "interfaces[].network"): "lan",
    ("Guest", "interfaces[0].portgroup"): "blue",
    ("Guest", "interfaces[].portgroup"): None,  # only a network has portgroups
    ("Guest", "interfaces[1].mtu"): None,  # macvtap
    ("Guest", "interfaces[1].filterRef"): None,  # as above
    ("Guest", "interfaces[].filterRef"): {"filter": "no-mac-spoofing"},
    ("Guest", "interfaces[].filterRef.filter"): "no-mac-spoofing",
    ("Guest", "interfaces[].filterRef.parameters"): {"IP": "10.0.0.2"},
    ("Guest", "interfaces[].bandwidth"): {"inbound": {"average": 700}},
    ("Guest", "interfaces[].bandwidth.inbound"): {"average": 700},
    ("Guest", "interfaces[].bandwidth.outbound"): {"average": 700},
    ("Guest", "interfaces[2].bridge"): "ovsbr0",
    ("Guest", "interfaces[3].ovs"): "br0",
    ("Guest", "interfaces[].vlan.access"): 42,
    ("Guest", "interfaces[].vlan.trunk"): [7, 9, 11],
    ("Guest", "interfaces[].vlan.native"): 9,
    ("Guest", "interfaces[].vlan.nativeTagged"): 9,
    ("Guest", "interfaces[].macvtap"): {"dev": "eth0"},
    ("Guest", "interfaces[].macvtap.dev"): "eth0",
    ("Guest", "consoles[].name"): "other",
    ("Guest", "boot.order"): ["lan", "data"],
    ("Guest", "boot.loadparms"): {"data": "2"},
    ("Guest", "consoles[].logFile"): "/var/log/libvirt/qemu/other.log",
    ("Guest", "filesystems[].name"): "folder",
    ("Guest", "filesystems[].source"): "/tmp",
    ("Guest", "filesystems[].tag"): "folder",
    ("Guest", "xmlPatches[].name"): "other",
    ("Guest", "xmlPatches[0].path"): "on_poweroff",
    ("Guest", "xmlPatches[1].path"): "devices/memballoon",
    ("Guest", "xmlPatches[0].op"): "add",
    ("Guest", "xmlPatches[1].op"): "set",
    ("Guest", "xmlPatches[0].value"): "preserve",
    ("Guest", "xmlPatches[1].value"): "<title>Wages</title>",
    ("Guest", "cpu.mode"): "host-passthrough",
    ("Guest", "cpu.model"): "z13",
    ("Guest", "cpu.features"): {"vx": "disable"},
    ("Guest", "launchSecurity"): "s390-pv",
    ("Guest", "cpuTune.vcpuPins"): {"0": "0-3", "1": "4"},
    ("Guest", "cpuTune.emulatorPin"): "0-1",
    ("Guest", "cpuTune.iothreadPins"): {"1": "0"},
}


_DISKS: Final[list[dict[str, Any]]] = BASES["Guest"]["disks"]
_INTERFACES: Final[list[dict[str, Any]]] = BASES["Guest"]["interfaces"]

TOGETHER: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("Qcow2Disk", "backingFormat"): {"backing": "/var/lib/libvirt/images/sles12-initrd.boot"},
    ("Qcow2Disk", "sha256"): {"source": "/etc/hostname"},
    ("StoragePool", "kind"): {"build": False, "source": {"devices": ["/dev/dasdb1"]}},
    **MEDIA_TOGETHER,
    **NETWORKS_TOGETHER,
    ("Guest", "interfaces[3].vlan.nativeTagged"): {
        "interfaces": [*_INTERFACES[:3], {**_INTERFACES[3], "vlan": {"trunk": [7, 9]}}]
    },
    ("Guest", "interfaces[3].vlan.access"): {"interfaces": [*_INTERFACES[:3], {**_INTERFACES[3], "vlan": {}}]},
    ("Guest", "interfaces[2].network"): {"interfaces": [*_INTERFACES[:2], {"name": "flat"}, _INTERFACES[3]]},
    ("Guest", "interfaces[2].macvtap"): {"interfaces": [*_INTERFACES[:2], {"name": "flat"}, _INTERFACES[3]]},
    **{
        ("Guest", f"interfaces[3].{source}"): {"interfaces": [*_INTERFACES[:3], {"name": "switched"}]}
        for source in ("network", "macvtap", "bridge")
    },
    ("Guest", "boot.disk"): {"boot": {"disk": "data"}},
    ("Guest", "boot.loadparm"): {"boot": {"disk": "data", "loadparm": "2"}},
    ("Guest", "disks[1].iothread"): {"iothreads": 2},
    ("Guest", "controllers[0].iothread"): {"iothreads": 2},
    ("Guest", "disks[1].cdrom"): {"disks": [_DISKS[0], {"name": "dasd"}, _DISKS[2]]},
    ("Guest", "disks[2].cdrom"): {"disks": [*_DISKS[:2], {"name": "scsi"}]},
    ("Guest", "disks[2].bus"): {"disks": [*_DISKS[:2], {"name": "scsi", "file": _DISKS[2]["file"]}]},
    ("Guest", "memballoon"): {"currentMemory": "1 GiB"},
    ("Guest", "boot.order"): {"boot": {"order": ["lan", "data"]}},
    ("Guest", "boot.loadparms"): {"boot": {"order": ["lan", "data"]}},
    ("Guest", "consoles[0].logAppend"): {"consoles": [{"name": "console", "logFile": "/var/log/a.log"}]},
    ("Guest", "filesystems[0].readOnly"): {"filesystems": [{"name": "shared", "source": "/srv", "kind": "9p"}]},
    ("Guest", "filesystems[1].kind"): {
        "filesystems": [{"name": "shared", "source": "/srv"}, {"name": "plain", "source": "/mnt", "kind": "9p"}]
    },
    ("Guest", "launchSecurity"): {"debug": {}, "mdevs": [], "currentMemory": "1 GiB", "cpu": {"mode": "host-model"}},
    ("Guest", "xmlPatches[0].op"): {"xmlPatches": [{"name": "keep", "path": ".", "value": "<title>x</title>"}]},
    ("Guest", "xmlPatches[1].path"): {
        "xmlPatches": [
            {"name": "keep", "path": "on_crash", "value": "preserve"},
            {"name": "timer", "path": ".", "op": "add", "value": "<stats period='5'/>"},
        ]
    },
    ("Guest", "xmlPatches[1].op"): {
        "xmlPatches": [
            {"name": "keep", "path": "on_crash", "value": "preserve"},
            {"name": "timer", "path": "title", "op": "add", "value": "Payroll"},
        ]
    },
    ("Guest", "cpu.mode"): {"cpu": {"mode": "host-model"}},
    ("Guest", "consoles[1].kind"): {
        "consoles": [{"name": "console", "kind": "virtio"}, {"name": "hvc", "kind": "sclp"}]
    },
}
"""Fields that can only be changed together with others: what the whole property becomes."""

OUTCOMES: Final[dict[tuple[str, str], str]] = {
    ("DasdDisk", "busId"): "replaced",  # another volume
    ("ScsiLun", "fcpDevice"): "replaced",
    ("MediatedDevice", "parent"): "replaced",
    ("ScsiLun", "wwpn"): "replaced",
    ("ScsiLun", "lun"): "replaced",
    ("Qcow2Disk", "pool"): "refused",  # its data would be lost
    ("Qcow2Disk", "name"): "refused",
    ("Qcow2Disk", "format"): "refused",
    ("Qcow2Disk", "backing"): "refused",
    ("Qcow2Disk", "backingFormat"): "refused",
    ("Qcow2Disk", "source"): "refused",
    ("Qcow2Disk", "sha256"): "refused",
    ("InstallMedia", "name"): "replaced",  # another set of files
    ("InstallMedia", "directory"): "replaced",
    ("InstallMedia", "initrd"): "refused",  # it is not there
    ("InstallMedia", "initrdSource"): "refused",  # the initrd that is there is not zkvm's
    ("InstallMedia", "found"): "refused",  # zkvm's own
    ("CloudInitDisk", "pool"): "replaced",
    ("CloudInitDisk", "name"): "replaced",
    ("LvmDisk", "pool"): "refused",
    ("LvmDisk", "name"): "refused",
    ("LvmDisk", "thinPool"): "refused",
    ("BridgeNetwork", "bridge"): "refused",  # the host has no other of its kind
    ("OvsNetwork", "bridge"): "refused",
    ("Guest", "interfaces[0].portgroup"): "refused",  # its network has none
    ("Guest", "interfaces[2].bridge"): "refused",
    ("Guest", "interfaces[3].ovs"): "refused",
    ("Guest", "name"): "refused",  # it runs, and nobody may restart it
    ("Guest", "mdevs[0].model"): "refused",  # the device is what it is
    ("Guest", "disks[0].format"): "refused",  # the volume is qcow2
    ("Guest", "disks[0].shareable"): "refused",
    ("Guest", "disks[1].volume"): "refused",  # another disk lies on it
    ("Guest", "disks[2].volume"): "refused",
}
"""Changes that are not made in place: `replaced`, or `refused` in words."""

SILENT: Final[dict[tuple[str, str], str]] = {
    ("Guest", "disks[0].volume"): "another word for the same volume",
    ("Guest", "interfaces[0].network"): "another word for the same network",
    ("Guest", "domainType"): "`auto` keeps what was decided at creation",
}
"""Changes without an effect line, for nothing changes at all. Every other change has one."""

GAPS: Final[dict[tuple[str, str, str], str]] = {}
"""Laws that zkvm is known to break: law, kind, path. A gap that is closed fails the kit until its line is gone."""

READABLE_BY_ALL: Final = frozenset(
    {
        ("Guest", ("xmlPatches", 0)),
        ("Guest", ("xmlPatches", 1)),
        ("Guest", ("metadata", "team")),
        ("Guest", ("boot", "cmdline")),
    }
)
"""Where no secret may be put."""
