"""Rows that the KVM lab cannot perform: each with what it lacks. `*` is any kind; a use stands at the end."""

from __future__ import annotations

from typing import Final

_GROUP = "no second pool for it: the lab has no volume group of that name"

LAB_WITHOUT: Final[dict[str, str]] = {
    "CloudInitDisk name add running": "not settled: a seed image that a paused guest has was made anew there",
    "CloudInitDisk name set running": "not settled: a seed image that a paused guest has was made anew there",
    "CloudInitDisk pool": _GROUP,
    "StoragePool source": "no client of NFS or iSCSI, no SCSI adapter, no volume group of that name",
    "StoragePool target add": "no client of iSCSI, whose pools have a target of their own",
    "StoragePool target remove": "no client of iSCSI, whose pools have a target of their own",
    "StoragePool kind": "no device with a file system",
}
