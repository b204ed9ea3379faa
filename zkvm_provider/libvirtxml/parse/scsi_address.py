"""Addresses on a SCSI bus: a controller and a unit of it."""

from __future__ import annotations

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.model.disk import MAX_UNIT


def number_of(device: Device, part: str) -> int | None:
    """A part of its address on a SCSI bus, None without one."""
    text = device.attribute("address", part)
    return int(text) if text else None


def has_plain_address(device: Device) -> bool:
    """No address yet, or a unit of a controller."""
    address = device.children.get("address")
    if address is None:
        return True
    first = all((address.get(key) or "0") == "0" for key in ("bus", "target"))
    controller, unit = address.get("controller") or "0", address.get("unit") or ""
    first = first and controller.isascii() and controller.isdigit()
    return address.get("type") == "drive" and first and unit.isascii() and unit.isdigit() and int(unit) <= MAX_UNIT
