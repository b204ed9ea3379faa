"""Disks: virtio-blk on a file, a block device, a volume or an iSCSI unit, and CD-ROM drives on virtio-scsi."""

from __future__ import annotations

import re
from typing import get_type_hints

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.parse.iscsi import read_iscsi
from zkvm_provider.libvirtxml.parse.lun import has_plain_address, number_of
from zkvm_provider.libvirtxml.xmltext import attribute, text_of
from zkvm_provider.model.disk import EMPTY_TRAY, Disk, DiskCache, DiskFormat, DiskIo

_HINTS = get_type_hints(Disk, include_extras=True)
_SERIAL = re.compile(_HINTS["serial"].__metadata__[0].pattern)
_TARGET = re.compile(_HINTS["target"].__metadata__[0].pattern)


def read_disk(element: Element, name: str) -> Disk | None:
    """The disk, or None when the model cannot say what it is. An absent format is raw, as libvirt takes it."""
    if element.get("device") == "cdrom":
        return _read_drive(element, name)
    target = attribute(element, "target", "dev")
    source = _source(element)
    if source is None or element.get("device", "disk") != "disk" or not _is_target(target, "vd"):
        return None
    if attribute(element, "target", "bus") not in {"", "virtio"} or has_foreign_address(element):
        return None
    driver = element.find("driver")
    options = {} if driver is None else {str(key): str(value) for key, value in driver.items()}
    option = options.get
    if option("name", "qemu") != "qemu":
        return None
    try:
        return Disk(
            name=name,
            volume=source.get("volume"),
            block=source.get("block"),
            file=source.get("file"),
            iscsi=read_iscsi(element),
            format=DiskFormat(option("type") or "raw"),
            cache=DiskCache(option("cache") or "default"),
            io=DiskIo(text) if (text := option("io")) else None,
            iothread=int(text) if (text := option("iothread")) else None,
            read_only=element.find("readonly") is not None,
            serial=_serial(element),
            target=target,
            devno=devno_of(element),
        )
    except ValueError:
        return None


def _is_target(target: str, prefix: str) -> bool:
    return target.startswith(prefix) and _TARGET.fullmatch(target) is not None


def _read_drive(element: Element, name: str) -> Disk | None:
    """A CD-ROM drive on the first virtio-scsi controller, with a raw medium or none."""
    target, unit, medium = attribute(element, "target", "dev"), number_of(element, "unit"), _medium(element)
    on_scsi = attribute(element, "target", "bus") == "scsi" and _is_target(target, "sd")
    driver = element.find("driver")
    options = {} if driver is None else {str(key): str(value) for key, value in driver.items()}
    on_scsi = on_scsi and not number_of(element, "controller")
    if medium is None or not on_scsi or not has_plain_address(element) or options.get("type", "raw") != "raw":
        return None
    if options.get("name", "qemu") != "qemu":
        return None
    try:
        return Disk(
            name=name,
            cdrom=medium,
            format=DiskFormat.RAW,
            cache=DiskCache(options.get("cache", "default")),
            io=DiskIo(text) if (text := options.get("io")) else None,
            read_only=True,
            serial=_serial(element),
            target=target,
            unit=unit,
        )
    except ValueError:
        return None


def _medium(element: Element) -> str | None:
    """POOL/NAME, a path, `empty`; None for what the model cannot say."""
    source = element.find("source")
    if source is None or not set(source.attrib) - {"index", "startupPolicy"}:
        return EMPTY_TRAY
    found = _source(element) or {}
    path = found.get("file") or found.get("block") or ""
    if path and path.startswith("/dev/") is not ("block" in found):
        return None
    return found.get("volume") or path or None


def has_owned_serial(element: Element) -> bool:
    """Whether the serial number is one the model can hold (libvirt takes longer ones and other characters)."""
    return _SERIAL.fullmatch(text_of(element, "serial")) is not None


def _serial(element: Element) -> str | None:
    return text_of(element, "serial") if has_owned_serial(element) else None


def _source(element: Element) -> dict[str, str] | None:
    """Exactly one of `volume` (POOL/NAME), `block`, `file`; empty for an iSCSI unit."""
    kind = element.get("type", "")
    if kind == "network":
        return {} if read_iscsi(element) is not None else None
    if kind == "volume":
        pool, volume = attribute(element, "source", "pool"), attribute(element, "source", "volume")
        return {"volume": f"{pool}/{volume}"} if pool and volume else None
    key, name = {"block": ("dev", "block"), "file": ("file", "file")}.get(kind, ("", ""))
    path = attribute(element, "source", key) if key else ""
    return {name: path} if path.startswith("/") and path != "/" else None
