"""Other good values for the fields of LUNs and mediated devices, a guest's and a host's."""

from __future__ import annotations

from typing import Any, Final

HOST_DEVICE_VALUES: Final[dict[tuple[str, str], Any]] = {
    ("ScsiLun", "fcpDevice"): "0.0.1cb8",
    ("MediatedDevice", "parent"): "0.0.0e21",
    ("MediatedDevice", "adapters"): [2, 4],
    ("MediatedDevice", "domains"): [11],
    ("MediatedDevice", "controlDomains"): [6, 11],
    ("ScsiLun", "wwpn"): "0x500507630608c763",
    ("ScsiLun", "lun"): "0x4022403300000000",
    ("Guest", "disks[].iscsi"): {"host": "9.60.29.70", "target": "iqn.2016-01.com.ibm:ds8k.lovers", "lun": 1},
    ("Guest", "luns[].name"): "other",
    ("Guest", "luns[].lun"): "0.0.1ca8/0x500507630608c763/0x4022403300000000",
    ("Guest", "luns[].block"): "/dev/mapper/36005076306ffc7630000000000004033",
    ("Guest", "luns[].iscsi"): {"host": "9.60.29.70", "target": "iqn.2016-01.com.ibm:ds8k.lovers", "lun": 2},
    ("Guest", "luns[].cache"): "directsync",
    ("Guest", "luns[].target"): "sdx",
    ("Guest", "luns[].controller"): 1,
    ("Guest", "controllers[].name"): "slow",
    ("Guest", "controllers[].index"): None,  # another one would leave a gap
    ("Guest", "mdevs[].name"): "other",
    ("Guest", "mdevs[].device"): "c60cc60c-c60c-c60c-c60c-c60cc60cc60c",
}
