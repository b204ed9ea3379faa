"""Disks on virtio or SCSI, of a file, a block device, a volume or an iSCSI unit, and CD-ROM drives on SCSI."""

from __future__ import annotations

import re
from typing import Any

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.libvirtxml.parse.iscsi import read_iscsi
from zkvm_provider.libvirtxml.parse.scsi_address import has_plain_address, number_of
from zkvm_provider.model.disk import (
    EMPTY_TRAY,
    Disk,
    DiskBus,
    DiskCache,
    DiskFormat,
    DiskIo,
    is_shareable_with,
    settled_disk,
)
from zkvm_provider.model.field import fields_of

_PATTERNS = {spec.name: spec.meta.pattern for spec in fields_of(Disk)}
_SERIAL = re.compile(_PATTERNS["serial"])
_TARGET = re.compile(_PATTERNS["target"])


def read_disk(device: Device, name: str) -> Disk | None:
    """The disk, or None when the model cannot say what it is. An absent format is raw, as libvirt takes it."""
    kind = device.element.get("device", "disk")
    if kind == "cdrom":
        return _read_drive(device, name)
    target = device.attribute("target", "dev")
    source, options, place = _source(device), _options(device), _place(device, target)
    if source is None or place is None or kind != "disk" or options.get("name", "qemu") != "qemu":
        return None
    try:
        disk = Disk(
            name=name,
            volume=source.get("volume"),
            block=source.get("block"),
            file=source.get("file"),
            iscsi=None if source else read_iscsi(device),
            format=DiskFormat(options.get("type") or "raw"),
            cache=DiskCache(options.get("cache") or "default"),
            io=DiskIo(text) if (text := options.get("io")) else None,
            iothread=int(text) if (text := options.get("iothread")) else None,
            read_only="readonly" in device.children,
            shareable="shareable" in device.children,
            serial=_serial(device),
            target=target,
            **place,
        )
    except ValueError:
        return None
    disk = settled_disk(disk)
    is_fit = not disk.shareable or is_shareable_with(disk.cache, read_only=bool(disk.read_only))
    return disk if is_fit else None


def _options(device: Device) -> dict[str, str]:
    driver = device.children.get("driver")
    return {} if driver is None else {str(key): str(value) for key, value in driver.items()}


def _place(device: Device, target: str) -> dict[str, Any] | None:
    """Where on its bus it is; None for a bus or an address the model has no word for."""
    bus = device.attribute("target", "bus")
    if bus in {"", "virtio"} and _is_target(target, "vd") and not device.has_foreign_address:
        return {"bus": DiskBus.VIRTIO, "devno": device.devno}
    if bus == "scsi" and _is_target(target, "sd") and has_plain_address(device):
        controller = number_of(device, "controller") or 0
        return {"bus": DiskBus.SCSI, "controller": controller, "unit": number_of(device, "unit")}
    return None


def _is_target(target: str, prefix: str) -> bool:
    return target.startswith(prefix) and _TARGET.fullmatch(target) is not None


def _read_drive(device: Device, name: str) -> Disk | None:
    """A CD-ROM drive on a virtio-scsi controller, with a raw medium or none."""
    target = device.attribute("target", "dev")
    medium, place, options = _medium(device), _place(device, target), _options(device)
    is_raw = (options.get("name", "qemu"), options.get("type", "raw")) == ("qemu", "raw")
    if medium is None or place is None or place["bus"] is not DiskBus.SCSI or not is_raw:
        return None
    try:
        disk = Disk(
            name=name,
            cdrom=medium,
            cache=DiskCache(options.get("cache", "default")),
            io=DiskIo(text) if (text := options.get("io")) else None,
            serial=_serial(device),
            target=target,
            **place,
        )
    except ValueError:
        return None
    return settled_disk(disk)


def _medium(device: Device) -> str | None:
    """POOL/NAME, a path, `empty`; None for what the model cannot say."""
    source = device.children.get("source")
    if source is None or not set(source.attrib) - {"index", "startupPolicy"}:
        return EMPTY_TRAY
    found = _source(device) or {}
    path = found.get("file") or found.get("block") or ""
    if path and path.startswith("/dev/") is not ("block" in found):
        return None
    return found.get("volume") or path or None


def is_owned_serial(serial: str) -> bool:
    """Whether a serial number is one the model can hold (libvirt takes longer ones and other characters)."""
    return _SERIAL.fullmatch(serial) is not None


def _serial(device: Device) -> str | None:
    serial = device.text("serial")
    return serial if is_owned_serial(serial) else None


def _source(device: Device) -> dict[str, str] | None:
    """Exactly one of `volume` (POOL/NAME), `block`, `file`; empty for an iSCSI unit."""
    kind = device.element.get("type", "")
    if kind == "network":
        return {} if read_iscsi(device) is not None else None
    if kind == "volume":
        pool, volume = device.attribute("source", "pool"), device.attribute("source", "volume")
        return {"volume": f"{pool}/{volume}"} if pool and volume else None
    key, name = {"block": ("dev", "block"), "file": ("file", "file")}.get(kind, ("", ""))
    path = device.attribute("source", key) if key else ""
    return {name: path} if path.startswith("/") and path != "/" else None
