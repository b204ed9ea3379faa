"""SCSI LUNs: `<disk device='lun'>` on a virtio-scsi controller, and SCSI host devices."""

from __future__ import annotations

import re

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.libvirtxml.parse.iscsi import read_iscsi
from zkvm_provider.libvirtxml.parse.scsi_address import has_plain_address, number_of
from zkvm_provider.libvirtxml.xmltext import attribute
from zkvm_provider.model.disk import DiskCache, is_shareable_with
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.lun import AttachAs, Lun, settled_lun
from zkvm_provider.model.zfcp import ScsiPlace, ZfcpLun

_TARGET = re.compile(next(spec.meta.pattern for spec in fields_of(Lun) if spec.name == "target"))


def read_lun(device: Device, name: str) -> Lun | None:
    """The LUN, or None when the model cannot say what it is (another bus, other options)."""
    return _read_disk(device, name) if device.element.tag == "disk" else _read_hostdev(device, name)


def is_scsi(device: Device) -> bool:
    """Whether a disk or host device sits on a SCSI controller."""
    if device.element.tag == "disk":
        return device.attribute("target", "bus") == "scsi"
    return device.element.get("type") == "scsi"


def _read_disk(disk: Device, name: str) -> Lun | None:
    if disk.element.get("device") != "lun" or not is_scsi(disk):
        return None
    target, driver = disk.attribute("target", "dev"), disk.children.get("driver")
    if _TARGET.fullmatch(target) is None:
        return None
    options = {} if driver is None else {str(key): str(value) for key, value in driver.items()}
    is_raw = (options.get("name", "qemu"), options.get("type", "raw")) == ("qemu", "raw")
    if set(options) - {"name", "type", "cache"} or not is_raw:
        return None
    if not has_plain_address(disk) or options.get("cache", "default") not in set(DiskCache):
        return None
    source = _disk_source(disk)
    if source is None:
        return None
    lun = Lun(
        name=name,
        lun=source.get("lun"),
        block=source.get("block"),
        iscsi=read_iscsi(disk) if not source else None,
        attach_as=AttachAs.DISK,
        cache=DiskCache(options.get("cache", "default")),
        read_only="readonly" in disk.children,
        shareable="shareable" in disk.children,
        raw_io=disk.element.get("rawio") == "yes",
        reservations=attribute(disk.element, "source/reservations", "managed") == "yes",
        target=target,
        controller=number_of(disk, "controller") or 0,
        unit=number_of(disk, "unit"),
    )
    lun = settled_lun(lun)
    is_fit = not lun.shareable or is_shareable_with(lun.cache, read_only=bool(lun.read_only))
    return lun if is_fit else None


def _disk_source(disk: Device) -> dict[str, str] | None:
    """`lun` or `block`; empty for an iSCSI unit, None for what the model cannot say."""
    if disk.element.get("type") == "network":
        return {} if read_iscsi(disk) is not None else None
    path = disk.attribute("source", "dev")
    if disk.element.get("type") != "block" or not path.startswith("/") or path == "/":
        return None
    zfcp = ZfcpLun.of_path(path)
    return {"block": path} if zfcp is None else {"lun": str(zfcp)}


def _read_hostdev(hostdev: Device, name: str) -> Lun | None:
    if hostdev.element.get("type") != "scsi" or not has_plain_address(hostdev):
        return None
    iscsi = read_iscsi(hostdev)
    numbers = [attribute(hostdev.element, "source/address", key) for key in ("bus", "target", "unit")]
    place = ScsiPlace.parse(":".join((attribute(hostdev.element, "source/adapter", "name"), *numbers)))
    if iscsi is None and (place is None or hostdev.attribute("source", "protocol")):
        return None
    return Lun(
        name=name,
        lun=None if iscsi else str(place),
        iscsi=iscsi,
        attach_as=AttachAs.HOSTDEV,
        read_only="readonly" in hostdev.children,
        shareable="shareable" in hostdev.children,
        raw_io=hostdev.element.get("rawio") == "yes",
        reservations=False,
        controller=number_of(hostdev, "controller") or 0,
        unit=number_of(hostdev, "unit"),
    )
