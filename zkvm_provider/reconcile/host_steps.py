"""Steps on a host's own devices (DASDs, FCP devices, LUNs), and what a guest needs for them. Each is one port call."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import BusId, Devno
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.dasd import DasdDisk
from zkvm_provider.model.mediated_device import MediatedDevice
from zkvm_provider.model.xml_patch import XmlPatch
from zkvm_provider.model.zfcp import ZfcpLun


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDasdOnline:
    bus_id: BusId
    online: bool
    dasd: DasdDisk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFcpOnline:
    bus_id: BusId
    online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLunAttached:
    """Add a LUN to the host's SCSI devices, or take it away."""

    lun: ZfcpLun
    attached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachController:
    """Plug the controller of LUNs into a running guest that had none."""

    uuid: str
    name: str
    devno: Devno


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachScsiController:
    """Plug a further SCSI controller into a running guest."""

    uuid: str
    controller: ScsiController


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachAgent:
    """Plug the guest agent's channel into a running guest, whose controller is there."""

    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachAgent:
    """Unplug it."""

    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitForGuest:
    """Wait until a guest that was just started is up. `source` is a `ReadySource`."""

    uuid: str
    name: str
    source: str
    timeout_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverSubchannel:
    """Bind a subchannel to the driver that serves guests, or back to the host's own."""

    subchannel: str
    to_guests: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineMediated:
    uuid: str
    parent: str
    device: MediatedDevice
    added: tuple[XmlPatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMediatedAutostart:
    uuid: str
    autostart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMediated:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopMediated:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndefineMediated:
    name: str


HostStep = (
    SetDasdOnline
    | SetFcpOnline
    | SetLunAttached
    | HandOverSubchannel
    | DefineMediated
    | SetMediatedAutostart
    | StartMediated
    | StopMediated
    | UndefineMediated
)
