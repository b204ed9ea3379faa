# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""KVM on IBM Z from Pulumi: `import zkvm_provider.sdk as zkvm`."""

from . import _utilities, outputs
from ._enums import *
from ._inputs import *
from .bridge_network import *
from .cloud_init_disk import *
from .dasd_disk import *
from .get_bridge_network import *
from .get_guest import *
from .get_host import *
from .get_logical_volume import *
from .get_nat_network import *
from .get_network import *
from .get_node_devices import *
from .get_ovs_network import *
from .get_pool import *
from .get_volume import *
from .guest import *
from .host import *
from .install_media import *
from .lvm_disk import *
from .macvtap_network import *
from .mediated_device import *
from .nat_network import *
from .ovs_network import *
from .qcow2_disk import *
from .scsi_lun import *
from .storage_pool import *
from .provider import *

_utilities.register(
    "zkvm",
    {
        "zkvm:index:Host": Host,
        "zkvm:index:StoragePool": StoragePool,
        "zkvm:index:Qcow2Disk": Qcow2Disk,
        "zkvm:index:CloudInitDisk": CloudInitDisk,
        "zkvm:index:LvmDisk": LvmDisk,
        "zkvm:index:DasdDisk": DasdDisk,
        "zkvm:index:ScsiLun": ScsiLun,
        "zkvm:index:MediatedDevice": MediatedDevice,
        "zkvm:index:MacvtapNetwork": MacvtapNetwork,
        "zkvm:index:BridgeNetwork": BridgeNetwork,
        "zkvm:index:OvsNetwork": OvsNetwork,
        "zkvm:index:InstallMedia": InstallMedia,
        "zkvm:index:NatNetwork": NatNetwork,
        "zkvm:index:Guest": Guest,
    },
    Provider,
)
