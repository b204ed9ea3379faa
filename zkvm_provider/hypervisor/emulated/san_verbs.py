"""The verbs of `SanDevices` over a store, each as one transaction."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated import san, subchannels
from zkvm_provider.hypervisor.emulated.session import Session
from zkvm_provider.hypervisor.san import FcpDevice, ScsiDevice


class SanVerbs:
    """What an emulated host answers about its SAN and subchannels."""

    _session: Session

    def fcp_devices(self) -> tuple[FcpDevice, ...]:
        with self._session.look("fcp_devices") as tx:
            return san.fcp_devices(tx)

    def scsi_devices(self) -> tuple[ScsiDevice, ...]:
        with self._session.look("scsi_devices") as tx:
            return san.scsi_devices(tx)

    def offered_luns(self, bus_id: str, wwpn: str) -> tuple[str, ...] | None:
        with self._session.look("offered_luns", f"fcp '{bus_id}'") as tx:
            return san.offered_luns(tx, bus_id, wwpn)

    def set_fcp_online(self, bus_id: str, online: bool) -> None:
        with self._session.verb("set_fcp_online", f"fcp '{bus_id}'") as tx:
            san.set_fcp_online(tx, bus_id, online)

    def set_lun_attached(self, bus_id: str, wwpn: str, lun: str, attached: bool) -> None:
        with self._session.verb("set_lun_attached", f"lun '{bus_id}/{wwpn}/{lun}'") as tx:
            san.set_lun_attached(tx, bus_id, wwpn, lun, attached)

    def hand_over_subchannel(self, subchannel: str, to_guests: bool) -> None:
        with self._session.verb("hand_over_subchannel", f"css '{subchannel}'") as tx:
            subchannels.hand_over(tx, subchannel, to_guests)
