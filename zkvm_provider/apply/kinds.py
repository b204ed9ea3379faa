"""THE registry: what does the work of each kind.

A test compares it with the list of kinds in the model, so that none is forgotten on any floor.
"""

from __future__ import annotations

from typing import Any

from zkvm_provider.apply.cloud_init import CloudInitDiskWork
from zkvm_provider.apply.dasd import DasdDiskWork
from zkvm_provider.apply.guest import GuestWork
from zkvm_provider.apply.host import HostWork
from zkvm_provider.apply.install_media import InstallMediaWork
from zkvm_provider.apply.lvm import LvmDiskWork
from zkvm_provider.apply.mediated_device import MediatedDeviceWork
from zkvm_provider.apply.network import NetworkWork
from zkvm_provider.apply.pool import StoragePoolWork
from zkvm_provider.apply.scsi_lun import ScsiLunWork
from zkvm_provider.apply.volume import Qcow2DiskWork
from zkvm_provider.apply.work import Work
from zkvm_provider.model.network import BridgeNetwork, MacvtapNetwork, NatNetwork, OvsNetwork

WORKS: dict[str, Work[Any, Any]] = {
    "Host": HostWork(),
    "StoragePool": StoragePoolWork(),
    "Qcow2Disk": Qcow2DiskWork(),
    "CloudInitDisk": CloudInitDiskWork(),
    "LvmDisk": LvmDiskWork(),
    "DasdDisk": DasdDiskWork(),
    "ScsiLun": ScsiLunWork(),
    "MediatedDevice": MediatedDeviceWork(),
    "MacvtapNetwork": NetworkWork(MacvtapNetwork),
    "BridgeNetwork": NetworkWork(BridgeNetwork),
    "OvsNetwork": NetworkWork(OvsNetwork),
    "InstallMedia": InstallMediaWork(),
    "NatNetwork": NetworkWork(NatNetwork),
    "Guest": GuestWork(),
}
