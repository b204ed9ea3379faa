"""CCW addresses of virtio devices: channel subsystem 0xfe, subchannel set 0, a device number."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import find, find_all
from zkvm_provider.model.address import Devno

_VIRTIO_CSS = 0xFE


def devno_of(device: Element) -> Devno | None:
    """The device number, None without a CCW address or with one outside 0xfe.0."""
    address = find(device, "address")
    if address is None or address.get("type") != "ccw":
        return None
    try:
        css, ssid = int(address.get("cssid") or "", 0), int(address.get("ssid") or "", 0)
        devno = int(address.get("devno") or "", 0)
    except ValueError:
        return None
    return Devno(devno) if (css, ssid) == (_VIRTIO_CSS, 0) else None


def has_foreign_address(device: Element) -> bool:
    """Whether it has an address the model has no word for (another subchannel set, PCI, …)."""
    return find(device, "address") is not None and devno_of(device) is None


def devnos_in(root: Element) -> frozenset[Devno]:
    """Every device number of a domain, whoever owns the device."""
    found = (devno_of(device) for device in find_all(root, "devices/*"))
    return frozenset(devno for devno in found if devno is not None)


def units_in(root: Element) -> frozenset[int]:
    """Every unit of the SCSI controllers, whoever owns the device."""
    drives = (each for each in find_all(root, "devices/*/address") if each.get("type") == "drive")
    texts = (each.get("unit") or "" for each in drives if (each.get("target") or "0") == "0")
    return frozenset(int(text) for text in texts if text.isascii() and text.isdigit())
