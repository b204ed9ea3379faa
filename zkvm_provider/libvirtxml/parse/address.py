"""CCW addresses of virtio devices: channel subsystem 0xfe, subchannel set 0, a device number; and units on SCSI."""

from __future__ import annotations

from functools import lru_cache

from lxml.etree import _Element as Element

from zkvm_provider.model.address import Devno

_VIRTIO_CSS = 0xFE


def devno_at(address: Element) -> Devno | None:
    """The device number, None for another kind of address or one outside 0xfe.0."""
    if address.get("type") != "ccw":
        return None
    return _devno(address.get("cssid", ""), address.get("ssid", ""), address.get("devno", ""))


@lru_cache(maxsize=1024)  # most guests have the same
def _devno(cssid: str, ssid: str, devno: str) -> Devno | None:
    try:
        css, subchannel_set, number = int(cssid, 0), int(ssid, 0), int(devno, 0)
    except ValueError:
        return None
    return Devno(number) if (css, subchannel_set) == (_VIRTIO_CSS, 0) else None


def unit_at(address: Element) -> int | None:
    """The unit on a SCSI controller, None for another kind of address or one behind another target."""
    if address.get("type") != "drive" or (address.get("target") or "0") != "0":
        return None
    text = address.get("unit") or ""
    return int(text) if text.isascii() and text.isdigit() else None
