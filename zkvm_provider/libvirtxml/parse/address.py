"""CCW addresses of virtio devices: channel subsystem 0xfe, subchannel set 0, a device number."""

from __future__ import annotations

from functools import lru_cache

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import find, find_all
from zkvm_provider.model.address import Devno

_VIRTIO_CSS = 0xFE


def devno_of(device: Element) -> Devno | None:
    """The device number, None without a CCW address or with one outside 0xfe.0."""
    address = find(device, "address")
    return _devno_at(address) if address is not None else None


def has_foreign_address(device: Element) -> bool:
    """Whether it has an address the model has no word for (another subchannel set, PCI, …)."""
    address = find(device, "address")
    return address is not None and _devno_at(address) is None


def _devno_at(address: Element) -> Devno | None:
    if address.get("type") != "ccw":
        return None
    return _devno(*(address.get(name) or "" for name in ("cssid", "ssid", "devno")))


@lru_cache(maxsize=1024)  # each is asked for several times, and most guests have the same
def _devno(cssid: str, ssid: str, devno: str) -> Devno | None:
    try:
        css, subchannel_set, number = int(cssid, 0), int(ssid, 0), int(devno, 0)
    except ValueError:
        return None
    return Devno(number) if (css, subchannel_set) == (_VIRTIO_CSS, 0) else None


def devnos_in(root: Element) -> frozenset[Devno]:
    """Every device number of a domain, whoever owns the device."""
    found = map(_devno_at, find_all(root, "devices/*/address"))
    return frozenset(devno for devno in found if devno is not None)


def units_in(root: Element) -> frozenset[int]:
    """Every unit of the SCSI controllers, whoever owns the device."""
    drives = (each for each in find_all(root, "devices/*/address") if each.get("type") == "drive")
    texts = (each.get("unit") or "" for each in drives if (each.get("target") or "0") == "0")
    return frozenset(int(text) for text in texts if text.isascii() and text.isdigit())
