"""Steps on a host's own devices (FCP devices, LUNs), and what a guest needs for them. Each is one port call."""

from __future__ import annotations

from dataclasses import dataclass

from zkvm_provider.model.address import BusId, Devno
from zkvm_provider.model.zfcp import ZfcpLun


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


HostStep = SetFcpOnline | SetLunAttached
