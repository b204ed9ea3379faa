"""How a LUN behind an FCP device is called: by an operator, by udev, by libvirt and by the SCSI layer.

Linux numbers a 64-bit LUN by its 16-bit words in reverse order (`scsilun_to_int`, drivers/scsi/scsi_common.c):
0x4022401100000000 is 0x40114022, which it prints in decimal: 1074872354.
"""

from __future__ import annotations

import re

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import BusId

_ID = re.compile(r"([0-9a-fA-F]\.[0-3]\.[0-9a-fA-F]{4})/(0x[0-9a-fA-F]{16})/(0x[0-9a-fA-F]{16})")
_BY_PATH = re.compile(
    r"/dev/disk/by-path/ccw-([0-9a-f]\.[0-3]\.[0-9a-f]{4})-(?:fc|zfcp)-(0x[0-9a-f]{16})(?:-lun-|:)(0x[0-9a-f]{16})"
)
_PLACE = re.compile(r"scsi_host(\d+):(\d+):(\d+):(\d+)")
EXPECTED = "expected BUS-ID/WWPN/LUN such as 0.0.1c98/0x500507630603c763/0x4022401100000000"


@dataclass(frozen=True, slots=True, order=True)
class ZfcpLun:
    """One LUN as the host reaches it; WWPN and LUN with `0x` and 16 lower-case digits."""

    bus_id: BusId
    wwpn: str
    lun: str

    @classmethod
    def parse(cls, text: str) -> ZfcpLun:
        """From `0.0.1c98/0x…/0x…`. Raises ValueError with a sentence for the user."""
        match = _ID.fullmatch(text)
        if match is None:
            raise ValueError(f"{EXPECTED}, got {text!r}")
        return cls(BusId.parse(match[1].lower()), match[2].lower(), match[3].lower())

    @classmethod
    def of_path(cls, path: str) -> ZfcpLun | None:
        """The LUN that udev's by-path name means, in its present form (`fc`) or the former (`zfcp`); else None."""
        match = _BY_PATH.fullmatch(path)
        return None if match is None else cls(BusId.parse(match[1]), match[2], match[3])

    @property
    def by_path(self) -> str:
        """udev's name (systemd `path_id`): `/dev/disk/by-path/ccw-0.0.1c98-fc-0x…-lun-0x…`."""
        return f"/dev/disk/by-path/ccw-{self.bus_id}-fc-{self.wwpn}-lun-{self.lun}"

    @property
    def unit(self) -> int:
        """The number the host's SCSI layer gives it."""
        digits = self.lun.removeprefix("0x")
        return sum(int(digits[at : at + 4], 16) << (4 * at) for at in range(0, 16, 4))

    def __str__(self) -> str:
        return f"{self.bus_id}/{self.wwpn}/{self.lun}"


@dataclass(frozen=True, slots=True)
class ScsiPlace:
    """Where a unit is on the host at this moment: numbers that move when FCP devices come and go."""

    host: int
    bus: int
    target: int
    unit: int

    @classmethod
    def parse(cls, text: str) -> ScsiPlace | None:
        """From `scsi_host0:0:15:1074872354`, else None."""
        match = _PLACE.fullmatch(text)
        return None if match is None else cls(*map(int, match.groups()))

    @property
    def adapter(self) -> str:
        return f"scsi_host{self.host}"

    def __str__(self) -> str:
        return f"{self.adapter}:{self.bus}:{self.target}:{self.unit}"
