"""What `pulumi import` may be given for the base of each kind, and ids of nothing."""

from __future__ import annotations

from typing import Final

IMPORT_IDS: Final[dict[str, tuple[str, ...]]] = {
    "Host": ("emulated:",),
    "StoragePool": ("", "images", "emulated:::images"),
    "Qcow2Disk": ("", "images/data.qcow2", "emulated:::images/data.qcow2"),
    "CloudInitDisk": ("", "images/seed.iso", "emulated:::images/seed.iso"),
    "LvmDisk": ("", "vg/root", "emulated:::vg/root"),
    "DasdDisk": ("0.0.0e20-part1", "emulated:::0.0.0e20-part1"),
    "MediatedDevice": ("",),
    "ScsiLun": ("", "emulated:::0.0.1c98/0x500507630603c763/0x4022401100000000"),
    "MacvtapNetwork": ("", "lan", "emulated:::lan"),
    "BridgeNetwork": ("", "flat", "emulated:::flat"),
    "OvsNetwork": ("", "switch", "emulated:::switch"),
    "NatNetwork": ("", "nat", "emulated:::nat"),
    "InstallMedia": ("", "/home/install/ftpboot/iso/erics.ins", "emulated:::/home/install/ftpboot/iso/erics.ins"),
    "Guest": ("", "linux01", "emulated:::linux01"),
}
"""What `pulumi import` may be given for the base; empty stands for the resource's own id."""

NOT_THERE: Final[dict[str, str]] = {
    "StoragePool": "none",
    "Qcow2Disk": "images/none.qcow2",
    "CloudInitDisk": "images/none.iso",
    "LvmDisk": "vg/none",
    "DasdDisk": "0.0.ffff",
    "ScsiLun": "0.0.1c98/0x500507630603c763/0x4022409900000000",
    "MediatedDevice": "00000000-0000-4000-8000-00000000ffff",
    "MacvtapNetwork": "none",
    "BridgeNetwork": "none",
    "OvsNetwork": "none",
    "InstallMedia": "/home/install/ftpboot/iso/none.ins",
    "Guest": "none",
}
"""Import ids of nothing. A host that is not there is an error, for nothing can be known about it."""
