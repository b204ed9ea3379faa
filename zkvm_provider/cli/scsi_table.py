"""What a guest's lsscsi shows, foretold from its domain XML and the host's SCSI devices.

Controllers are SCSI hosts in the order of their indices. A unit from 256 on is or-ed with 0x4000 (QEMU reports it in
flat addressing, and that is what Linux prints). A LUN that is handed through tells its own vendor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from zkvm_provider.hypervisor.san import ScsiDevice

_FLAT, _PERIPHERAL_UNITS = 0x4000, 256
_BY_PATH = re.compile(r"ccw-([0-9a-f.]+)-(?:fc|zfcp)-(0x[0-9a-f]{16})(?:-lun-|:)(0x[0-9a-f]{16})$")


def guest_scsi_devices(xml: str, of_host: Sequence[ScsiDevice]) -> tuple[ScsiDevice, ...]:
    """The guest's SCSI devices by their four numbers, named sda, sdb, … in that order."""
    root = etree.fromstring(xml.encode())
    rows = sorted(_rows(root, of_host), key=lambda row: (row.host, row.channel, row.target, row.unit))
    disks = (f"/dev/sd{chr(ord('a') + at)}" for at in range(26))
    drives = (f"/dev/sr{at}" for at in range(26))
    return tuple(replace(row, device=next(drives if row.kind == "cd/dvd" else disks, "")) for row in rows)


def _rows(root: etree._Element, of_host: Sequence[ScsiDevice]) -> Iterator[ScsiDevice]:
    for device in root.iterfind("devices/*"):
        address = device.find("address[@type='drive']")
        bus = device.find("target")
        is_disk = device.tag == "disk" and bus is not None and bus.get("bus") == "scsi"
        if address is None or not (is_disk or (device.tag == "hostdev" and device.get("type") == "scsi")):
            continue
        numbers = [int(address.get(name) or 0) for name in ("controller", "bus", "target", "unit")]
        host, channel, target, unit = numbers
        seen = unit if unit < _PERIPHERAL_UNITS else unit | _FLAT
        yield replace(_identity(device, of_host), host=host, channel=channel, target=target, unit=seen)


def _identity(device: etree._Element, of_host: Sequence[ScsiDevice]) -> ScsiDevice:
    behind = next((each for each in of_host if _is_it(device, each)), None)
    if behind is not None:
        kept = {name: getattr(behind, name) for name in ("kind", "vendor", "model", "revision", "wwid")}
        return ScsiDevice(host=0, channel=0, target=0, unit=0, **kept)
    is_through = device.tag == "hostdev" or device.get("device") == "lun"
    if device.get("device") == "cdrom":
        return _qemu("cd/dvd", "QEMU CD-ROM")
    return _qemu("disk", "") if is_through else _qemu("disk", "QEMU HARDDISK")


def _qemu(kind: str, model: str) -> ScsiDevice:
    vendor, revision = ("QEMU", "2.5+") if model else ("", "")
    return ScsiDevice(host=0, channel=0, target=0, unit=0, kind=kind, vendor=vendor, model=model, revision=revision)


def _is_it(device: etree._Element, each: ScsiDevice) -> bool:
    source = device.find("source")
    if source is None:
        return False
    if device.tag == "hostdev":
        adapter, address = source.find("adapter"), source.find("address")
        if adapter is None or address is None:
            return False
        numbers = tuple(int(address.get(name) or 0) for name in ("bus", "target", "unit"))
        return (adapter.get("name"), *numbers) == (f"scsi_host{each.host}", each.channel, each.target, each.unit)
    path = source.get("dev") or ""
    if device.get("device") != "lun" or not path:
        return False
    named = _BY_PATH.search(path)
    if named:
        return (each.bus_id, each.wwpn, each.lun) == (named[1], named[2], named[3])
    return path in (each.device, each.multipath, f"/dev/disk/by-id/scsi-{each.wwid}")
