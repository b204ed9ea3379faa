"""Rows that the KVM lab cannot perform: each with what it lacks. `*` is any kind; a use stands at the end."""

from __future__ import annotations

from typing import Final

_TARGET = "the lab has one iSCSI target, and QEMU logs in when the guest starts"
_ZFCP = "no FCP devices"
_CGROUPS = "guests of the lab make no control groups"
_GROUP = "no second pool for it: the lab has no volume group of that name"
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
    "CloudInitDisk pool": _GROUP,
    "StoragePool source": "no client of NFS or iSCSI, no SCSI adapter, no volume group of that name",
    "StoragePool target add": "no client of iSCSI, whose pools have a target of their own",
    "StoragePool target remove": "no client of iSCSI, whose pools have a target of their own",
    "StoragePool kind": "no device with a file system",
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
