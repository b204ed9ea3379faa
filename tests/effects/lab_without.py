"""Rows that the KVM lab cannot perform: each with what it lacks. `*` is any kind; a use stands at the end."""

from __future__ import annotations

from typing import Final

_TARGET = "the lab has one iSCSI target, and QEMU logs in when the guest starts"
_ZFCP = "no FCP devices"
_CGROUPS = "guests of the lab make no control groups"
_MAPPER = "no device-mapper, of which LVM makes thin volumes"
_TCG = "QEMU's own emulation lacks functions that the models have"

LAB_WITHOUT: Final[dict[str, str]] = {
    "Guest interfaces[].filter_ref": "no packet filters",
    "Guest interfaces[].bandwidth running": "the kernel of the machine may shape no traffic",
    "Guest mdevs": "no vfio",
    "Guest vsock": "no vhost-vsock",
    "Guest hugepages running": "no hugetlbfs",
    "Guest launch_security": "no Secure Execution",
    "Guest domain_type set": "no KVM: there is one type only",
    "Guest cpu running": _TCG,
    "Guest rng.source running": "no hardware generator",
    "Guest luns[].lun": _ZFCP,
    "Guest luns[].iscsi add": _ZFCP,
    "Guest luns[].iscsi remove": _ZFCP,
    "Guest luns[].reservations": _ZFCP,
    "Guest luns[].block": _ZFCP,
    "Guest luns[].attach_as": _ZFCP,
    "Guest disks[].iscsi.host running": _TARGET,
    "Guest disks[].iscsi.port running": _TARGET,
    "Guest disks[].iscsi.target running": _TARGET,
    "Guest luns[].iscsi.host running": _TARGET,
    "Guest luns[].iscsi.port running": _TARGET,
    "Guest luns[].iscsi.target running": _TARGET,
    "Guest disks[].format remove running": "no image of the lab is raw and qcow2",
    "LvmDisk thin_pool": _MAPPER,
    **{
        f"Guest cpu_tune{name} running": _CGROUPS
        for name in (
            ".shares",
            *(f".{whose}{what}" for whose in ("", "global_", "emulator_", "iothread_") for what in ("period", "quota")),
        )
    },
    "Guest cpu_tune add running": _CGROUPS,
    "Guest cpu_tune remove running": _CGROUPS,
}

POOLS_WITHOUT: Final[dict[str, str]] = {
    "netfs": "no server of NFS, and the kernel of the machine may have no client",
    "iscsi": "no iSCSI initiator, which is the kernel's, and its tool iscsiadm",
    "scsi": "no SCSI adapter",
}
"""Kinds of storage pools that the lab's hosts cannot start."""

POOLS_NEVER_USED: Final[dict[str, str]] = {
    "disk": "the kernel of the machine may read no partition tables: a disk has no partitions",
    "mpath": "no device-mapper, and so no multipath devices",
}
"""Kinds of storage pools that the lab's hosts start, but from which no guest can take anything."""

KINDS_WITHOUT: Final[dict[str, str]] = {
    "DasdDisk": "no channel subsystem: no DASD",
    "ScsiLun": "no channel subsystem: no FCP device, and so no LUN behind one",
    "MediatedDevice": "no channel subsystem and no AP bus: nothing that could be given to a guest by vfio",
}
"""Kinds of which the lab's hosts can have none."""

_SAMPLES: Final = frozenset({"parameters.first", "kickstart.language", "autoyast.language"})


def is_for_the_lab(path: str) -> bool:
    """Of installation media: every property, and of what is only text in a file of them, one of each file.

    Each takes a second or two there, and 168 of them are performed on the emulator. Their rules are the same in use
    or not, so it is once, in use.
    """
    return "." not in path or path in _SAMPLES
