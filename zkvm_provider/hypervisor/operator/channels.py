"""A guest's channel subsystem, foretold from its domain XML.

QEMU numbers subchannels in the order of its command line, which libvirt writes family by family, whatever the device
numbers are. virtio's control unit type is 3832; its model is the virtio device id. Checked against `lscss` of guests
under QEMU 7.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from zkvm_provider.hypervisor.port import SubchannelRow

FAMILIES = (
    "controller", "disk", "filesystem", "interface", "input", "video",
    "hostdev", "memballoon", "rng", "vsock", "crypto",
)  # fmt: skip
"""Device elements that can have a CCW address, in the order of QEMU's command line."""

_MODELS = {
    "interface": "01", "disk": "02", "rng": "04", "memballoon": "05", "video": "10", "input": "12", "vsock": "13",
    "crypto": "14",
}  # fmt: skip
_CONTROLLERS = {"virtio-serial": "03", "scsi": "08"}
_CONTROLLER_ORDER = ("scsi", "virtio-serial")
_NINEP, _VIRTIOFS = "09", "1a"
_DEVICE_OPTION = re.compile(r'-device \{[^}]*?"id":"([^"]+)"|-device \S*?,id=([^,\s]+)')


def predict(xml: str, *, in_use: bool | None, order: Sequence[str] = ()) -> tuple[SubchannelRow, ...]:
    """The rows of a domain. `order` is what QEMU was started with (aliases); other devices were plugged in later."""
    rows = list(_rows(etree.fromstring(xml.encode()), in_use))
    if order:
        place = {alias: at for at, alias in enumerate(order)}
        rows.sort(key=lambda row: place.get(row.alias, len(place)))
    return tuple(
        SubchannelRow(
            device=row.device,
            subchannel=f"0.0.{number:04x}",
            device_type=row.device_type,
            cu_type=row.cu_type,
            in_use=in_use,
            alias=row.alias,
        )
        for number, row in enumerate(rows)
    )


def started_with(processes: str, uuid: str) -> tuple[str, ...]:
    """Aliases in the order of `-device` options of the QEMU process with that uuid (`ps` output)."""
    line = next((line for line in processes.splitlines() if f"-uuid {uuid}" in line), "")
    return tuple(match[1] or match[2] for match in _DEVICE_OPTION.finditer(line))


def _rows(root: etree._Element, in_use: bool | None) -> Iterator[SubchannelRow]:
    for family in FAMILIES:
        for device in _members(root, family):
            address = device.find("address[@type='ccw']")
            if address is not None:
                ssid, devno = int(address.get("ssid") or "0", 0), int(address.get("devno") or "0", 0)
                alias = device.find("alias")
                yield SubchannelRow(
                    device=f"0.{ssid:x}.{devno:04x}",
                    subchannel="",
                    device_type="0000/00" if _cu_type(device) else "",
                    cu_type=_cu_type(device),
                    in_use=in_use,
                    alias="" if alias is None else alias.get("name") or "",
                )


def _members(root: etree._Element, family: str) -> list[etree._Element]:
    found = root.findall(f"devices/{family}")
    if family == "controller":
        rank = {kind: at for at, kind in enumerate(_CONTROLLER_ORDER)}
        found.sort(key=lambda device: rank.get(device.get("type") or "", len(rank)))
    return found


def _cu_type(device: etree._Element) -> str:
    """Empty for a device that is handed through (vfio-ccw): it brings its own control unit."""
    match device.tag:
        case "controller":
            model = _CONTROLLERS.get(device.get("type") or "", "")
        case "filesystem":
            driver = device.find("driver")
            model = _VIRTIOFS if driver is not None and driver.get("type") == "virtiofs" else _NINEP
        case tag:
            model = _MODELS.get(str(tag), "")
    return f"3832/{model}" if model else ""
