"""The list of kinds as the user sees them: token, inputs, outputs, id and the functions.

This is the only list. The schema, the SDK, the reference pages and the provider door read it; the registry of what each
kind needs at work is `apply/kinds.py`, and a test compares the two.
"""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.cloud_init import CloudInitDisk, CloudInitDiskOutputs
from zkvm_provider.model.dasd import DasdDisk, DasdDiskOutputs
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC, Guest, GuestOutputs
from zkvm_provider.model.host import Host, HostOutputs
from zkvm_provider.model.install_media import InstallMedia, InstallMediaOutputs
from zkvm_provider.model.lvm import LvmDisk, LvmDiskOutputs
from zkvm_provider.model.mediated_device import MediatedDevice, MediatedDeviceOutputs
from zkvm_provider.model.network import BridgeNetwork, MacvtapNetwork, NatNetwork, NetworkOutputs, OvsNetwork
from zkvm_provider.model.pool import StoragePool, StoragePoolOutputs
from zkvm_provider.model.scsi_lun import ScsiLun, ScsiLunOutputs
from zkvm_provider.model.volume import Qcow2Disk, Qcow2DiskOutputs

PACKAGE = "zkvm"
VERSION = "0.1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One resource type. `id_doc` says what its Pulumi id is, `import_doc` what `pulumi import` takes.

    `root` is the root of its libvirt XML where the state says which of the user's templates made it. A replacement
    because of an input in `replaced_after` is made before the old one is taken away. `shares_files`: another one of the
    program may want other bytes in a file of it.
    """

    name: str
    inputs: type
    outputs: type
    id_doc: str
    import_doc: str
    root: str = ""
    replaced_after: frozenset[str] = frozenset()
    shares_files: bool = False

    @property
    def token(self) -> str:
        return f"{PACKAGE}:index:{self.name}"


KINDS: tuple[Kind, ...] = (
    Kind(name="Host", inputs=Host, outputs=HostOutputs, id_doc="machine identity", import_doc="URI"),
    Kind(
        name="StoragePool",
        inputs=StoragePool,
        outputs=StoragePoolOutputs,
        id_doc="uuid of the pool",
        import_doc="[HOST::]NAME-or-uuid",
        root="pool",
    ),
    Kind(
        name="Qcow2Disk",
        inputs=Qcow2Disk,
        outputs=Qcow2DiskOutputs,
        id_doc="POOL-uuid/NAME",
        import_doc="[HOST::]POOL/NAME",
        root="volume",
    ),
    Kind(
        name="CloudInitDisk",
        inputs=CloudInitDisk,
        outputs=CloudInitDiskOutputs,
        id_doc="POOL-uuid/NAME",
        import_doc="[HOST::]POOL/NAME",
        root="volume",
        replaced_after=frozenset({"name", "pool"}),
    ),
    Kind(
        name="LvmDisk",
        inputs=LvmDisk,
        outputs=LvmDiskOutputs,
        id_doc="POOL-uuid/NAME",
        import_doc="[HOST::]POOL/NAME",
        root="volume",
    ),
    Kind(
        name="DasdDisk",
        inputs=DasdDisk,
        outputs=DasdDiskOutputs,
        id_doc="bus id",
        import_doc="[HOST::]BUS-ID, with -partN for a partition",
    ),
    Kind(
        name="ScsiLun",
        inputs=ScsiLun,
        outputs=ScsiLunOutputs,
        id_doc="BUS-ID/WWPN/LUN",
        import_doc="[HOST::]BUS-ID/WWPN/LUN",
    ),
    Kind(
        name="MediatedDevice",
        inputs=MediatedDevice,
        outputs=MediatedDeviceOutputs,
        id_doc="uuid of the device",
        import_doc="[HOST::]uuid",
        root="device",
    ),
    Kind(
        name="MacvtapNetwork",
        inputs=MacvtapNetwork,
        outputs=NetworkOutputs,
        id_doc="uuid of the network",
        import_doc="[HOST::]NAME-or-uuid",
        root="network",
    ),
    Kind(
        name="BridgeNetwork",
        inputs=BridgeNetwork,
        outputs=NetworkOutputs,
        id_doc="uuid of the network",
        import_doc="[HOST::]NAME-or-uuid",
        root="network",
    ),
    Kind(
        name="OvsNetwork",
        inputs=OvsNetwork,
        outputs=NetworkOutputs,
        id_doc="uuid of the network",
        import_doc="[HOST::]NAME-or-uuid",
        root="network",
    ),
    Kind(
        name="InstallMedia",
        inputs=InstallMedia,
        outputs=InstallMediaOutputs,
        id_doc="path of the .ins file",
        import_doc="[HOST::]/FOLDER/NAME.ins",
        shares_files=True,
    ),
    Kind(
        name="NatNetwork",
        inputs=NatNetwork,
        outputs=NetworkOutputs,
        id_doc="uuid of the network",
        import_doc="[HOST::]NAME-or-uuid",
        root="network",
    ),
    Kind(
        name="Guest",
        inputs=Guest,
        outputs=GuestOutputs,
        id_doc="uuid of the domain",
        import_doc="[HOST::]NAME-or-uuid",
        root="domain",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByName:
    """Arguments of a function that looks up one object."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[str, Meta(doc="Name or uuid on the host.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHost:
    """Arguments of a function that asks a host."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByVolume:
    """Arguments of `get_volume`."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    pool: Annotated[str, Meta(doc="Name or uuid of the pool.")]
    name: Annotated[str, Meta(doc="Name of the volume.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByKind:
    """Arguments of `get_node_devices`."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    kind: Annotated[str | None, Meta(doc="Only devices of this kind.", example="fcp")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDevice:
    """A device of the host."""

    name: Annotated[
        str, Meta(doc="Bus id of a DASD or FCP device, BUS-ID/WWPN/LUN of a LUN, else the device's own name.")
    ]
    kind: Annotated[
        str, Meta(doc="`dasd`, `fcp`, `lun`, `nic`, `bridge`, `ovs`, `css`, `ap_card`, `ap_queue`, `mdev`.")
    ]
    online: Annotated[bool, Meta(doc="Whether it is usable now.")]
    path: Annotated[str | None, Meta(doc="Device node, for a DASD that is online and for a LUN.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDevices:
    """Answer of `get_node_devices`."""

    devices: Annotated[tuple[NodeDevice, ...], Meta(doc="Sorted by kind and name.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One invoke. A resource's kind as `answers` means: its inputs and outputs, and `id`."""

    name: str
    doc: str
    arguments: type
    answers: Kind | type

    @property
    def token(self) -> str:
        return f"{PACKAGE}:index:{self.name}"


def kind_of(name: str) -> Kind:
    """The kind of that name (`Guest`). Raises KeyError."""
    return {kind.name: kind for kind in KINDS}[name]


FUNCTIONS: tuple[Function, ...] = (
    Function(name="getHost", doc="Describe a host.", arguments=ByHost, answers=kind_of("Host")),
    Function(
        name="getGuest",
        doc="Describe a guest, also one zkvm did not make.",
        arguments=ByName,
        answers=kind_of("Guest"),
    ),
    Function(name="getPool", doc="Describe a storage pool.", arguments=ByName, answers=kind_of("StoragePool")),
    Function(name="getVolume", doc="Describe a volume.", arguments=ByVolume, answers=kind_of("Qcow2Disk")),
    Function(name="getLogicalVolume", doc="Describe a logical volume.", arguments=ByVolume, answers=kind_of("LvmDisk")),
    Function(
        name="getNetwork",
        doc="Describe a macvtap network.",
        arguments=ByName,
        answers=kind_of("MacvtapNetwork"),
    ),
    Function(
        name="getBridgeNetwork",
        doc="Describe a network on a Linux bridge.",
        arguments=ByName,
        answers=kind_of("BridgeNetwork"),
    ),
    Function(
        name="getOvsNetwork",
        doc="Describe a network on Open vSwitch.",
        arguments=ByName,
        answers=kind_of("OvsNetwork"),
    ),
    Function(
        name="getNatNetwork",
        doc="Describe a network of which libvirt is the host.",
        arguments=ByName,
        answers=kind_of("NatNetwork"),
    ),
    Function(
        name="getNodeDevices",
        doc="List devices of a host: DASDs, FCP devices, LUNs, networks, subchannels, crypto, mediated devices.",
        arguments=ByKind,
        answers=NodeDevices,
    ),
)
