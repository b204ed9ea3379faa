"""Numbers of the Z world, parsed once and printed one way.

`Devno` is the device number inside a guest (four hex digits, css 0xfe, ssid 0 as QEMU shows virtio devices);
`BusId` names a channel device of the host (`0.0.0e1e`); a MAC address is six lower-case octets.
"""

from __future__ import annotations

import re

from zkvm_provider.dataclass import dataclass

_DEVNO = re.compile(r"(?:0x)?([0-9a-fA-F]{1,4})")
_BUS_ID = re.compile(r"([0-9a-fA-F])\.([0-3])\.([0-9a-fA-F]{4})")
_MAC = re.compile(r"[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")


@dataclass(frozen=True, slots=True, order=True)
class Devno:
    """A guest's device number, 0x0000 to 0xffff."""

    number: int

    @classmethod
    def parse(cls, text: str) -> Devno:
        """From `0x0e1e`, `e1e` or `0.0.0e1e`, always hex as on z/VM. Raises ValueError with a sentence for the user."""
        match = _DEVNO.fullmatch(text.removeprefix("0.0."))
        if match is None:
            raise ValueError(f"expected a device number of one to four hex digits such as 0x0e1e, got {text!r}")
        return cls(int(match.group(1), 16))

    @property
    def bus_id(self) -> str:
        """As the guest's Linux names it: `0.0.0e1e`."""
        return f"0.0.{self.number:04x}"

    def __str__(self) -> str:
        return f"0x{self.number:04x}"


@dataclass(frozen=True, slots=True, order=True)
class BusId:
    """A channel device of the host: channel subsystem, subchannel set, device number."""

    css: int
    ssid: int
    devno: int

    @classmethod
    def parse(cls, text: str) -> BusId:
        """From `0.0.0e1e`. Raises ValueError with a sentence for the user."""
        match = _BUS_ID.fullmatch(text)
        if match is None:
            raise ValueError(f"expected a bus id such as 0.0.0e1e, got {text!r}")
        return cls(*(int(part, 16) for part in match.groups()))

    def __str__(self) -> str:
        return f"{self.css:x}.{self.ssid:x}.{self.devno:04x}"


@dataclass(frozen=True, slots=True, order=True)
class MacAddress:
    """A unicast MAC address in lower case."""

    text: str

    @classmethod
    def parse(cls, text: str) -> MacAddress:
        """From `52:54:00:…`. Raises ValueError for another form or a multicast address."""
        if _MAC.fullmatch(text) is None:
            raise ValueError(f"expected a MAC address such as 52:54:00:12:34:56, got {text!r}")
        if int(text[:2], 16) & 1:
            raise ValueError(f"{text} is a multicast address; the first octet must be even")
        return cls(text.lower())

    def __str__(self) -> str:
        return self.text
