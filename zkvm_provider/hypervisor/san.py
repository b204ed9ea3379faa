"""The seam to a host's SAN: FCP devices, SCSI devices, LUNs, and subchannels that are handed to guests.

Part of `HostDevices` (port.py). Bus ids are lower case (`0.0.1c98`), WWPNs and LUNs have `0x` and 16 lower-case digits.
"""

from __future__ import annotations

from typing import Protocol

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FcpDevice:
    """One FCP device (`lszdev zfcp-host`, `lszfcp -H -a`). What is behind an offline one cannot be told."""

    bus_id: str
    online: bool
    scsi_host: int | None = None
    """N of the host's `scsi_hostN` while it is online."""
    wwpn: str = ""
    """Its own port name: of the virtual port under NPIV, else of the adapter."""
    port_type: str = ""
    """`NPIV VPORT`, `NPort (fabric via point-to-point)`, …, as the kernel says it."""
    scans_luns: bool = False
    """Every LUN the SAN offers it becomes a SCSI device by itself (`zfcp.allow_lun_scan` and NPIV)."""

    @property
    def has_npiv(self) -> bool:
        return "NPIV" in self.port_type


@dataclass(frozen=True, slots=True, kw_only=True)
class ScsiDevice:
    """One SCSI device of the host (`lsscsi`): its four numbers, what it is, and how zFCP reaches it."""

    host: int
    channel: int
    target: int
    unit: int
    kind: str = "disk"
    vendor: str = ""
    model: str = ""
    revision: str = ""
    device: str = ""
    """`/dev/sda`, empty for a device without a node."""
    wwid: str = ""
    """What is the same through every path: `36005076306ffc7630000000000004011`."""
    multipath: str = ""
    """`/dev/mapper/NAME` of the multipath device it is a path of."""
    bus_id: str = ""
    wwpn: str = ""
    lun: str = ""


class SanDevices(Protocol):
    """What an operator types on the host about its SAN."""

    def fcp_devices(self) -> tuple[FcpDevice, ...]:
        """Every FCP device, online or not, sorted by bus id. A host that is not IBM Z has none."""

    def scsi_devices(self) -> tuple[ScsiDevice, ...]:
        """Every SCSI device, sorted by its four numbers."""

    def offered_luns(self, bus_id: str, wwpn: str) -> tuple[str, ...] | None:
        """LUNs that the storage port offers (`lsluns`); None while nobody can tell (offline, or no such tool)."""

    def set_fcp_online(self, bus_id: str, online: bool) -> None:
        """`chzdev -e`/`-d zfcp-host` (persistent and active). Raises `NotFound`, or `Refused` while it is in use."""

    def set_lun_attached(self, bus_id: str, wwpn: str, lun: str, attached: bool) -> None:
        """`chzdev -e`/`-d zfcp-lun` (unit_add and unit_remove, persistent too); the state it has already is no fault.

        Raises `NotFound` for a LUN that the SAN does not offer, and then leaves nothing behind; `Refused` while it is
        in use.
        """

    def hand_over_subchannel(self, subchannel: str, to_guests: bool) -> None:
        """Bind a subchannel (`0.0.0023`) to vfio_ccw, or back to io_subchannel (`driverctl -b css`), for ever.

        Raises `NotFound`, or `Refused` while its device is online or a mediated device is made of it.
        """
