"""A node device's XML: what kind it is, what it hangs on, and what is said of its kind."""

from __future__ import annotations

import re

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.xmltext import attribute, read_answer, text_of

MDEV_TYPES = {"vfio_ccw-io": "vfio-ccw", "vfio_ap-passthrough": "vfio-ap"}
"""The kernel's mediated types on IBM Z, and libvirt's models of guest devices made of them."""

_HEX = re.compile(r"0x[0-9a-fA-F]+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNodeDevice:
    """One node device. `kind` is libvirt's capability (`css`, `ccw`, `mdev`, …); what a kind has not is empty."""

    name: str
    kind: str
    parent: str
    driver: str
    uuid: str
    """Of a mediated device."""
    mdev_model: str
    """`vfio-ccw` or `vfio-ap` of a mediated device, empty for other types."""
    bus_id: str
    """Of a css device its own (`0.0.0023`), of a ccw device too."""
    channel_bus_id: str
    """Of a css device: the device behind it (`0.0.0e1e`)."""
    adapters: tuple[int, ...]
    domains: tuple[int, ...]
    control_domains: tuple[int, ...]
    interface: str

    @property
    def parent_bus_id(self) -> str:
        """Of a mediated device on a subchannel: `0.0.0023`."""
        return self.parent.removeprefix("css_").replace("_", ".") if self.parent.startswith("css_") else ""


def parse_node_device(xml: str) -> ParsedNodeDevice:
    """The device of a node device XML. Raises Bug for text that is none."""
    root = read_answer(xml, "device")
    capability = root.find("capability")
    kind = "" if capability is None else capability.get("type") or ""
    attributes = [] if capability is None else capability.findall("attr")

    def assigned(name: str) -> tuple[int, ...]:
        texts = [each.get("value") or "" for each in attributes if each.get("name") == name]
        return tuple(sorted(int(text, 0) for text in texts if _HEX.fullmatch(text)))

    adapter, domain = text_of(root, "capability/ap-adapter"), text_of(root, "capability/ap-domain")
    return ParsedNodeDevice(
        name=text_of(root, "name"),
        kind=kind,
        parent=text_of(root, "parent"),
        driver=text_of(root, "driver/name"),
        uuid=text_of(root, "capability/uuid").lower() if kind == "mdev" else "",
        mdev_model=MDEV_TYPES.get(attribute(root, "capability/type", "id"), "") if kind == "mdev" else "",
        bus_id=_address(xml, "capability"),
        channel_bus_id=_address(xml, "capability/channel_dev_addr"),
        adapters=assigned("assign_adapter") or ((int(adapter, 0),) if adapter else ()),
        domains=assigned("assign_domain") or ((int(domain, 0),) if domain else ()),
        control_domains=assigned("assign_control_domain"),
        interface=text_of(root, "capability/interface"),
    )


def _address(xml: str, path: str) -> str:
    root = read_answer(xml, "device")
    parts = [text_of(root, f"{path}/{name}") for name in ("cssid", "ssid", "devno")]
    if not all(_HEX.fullmatch(part) for part in parts):
        return ""
    css, ssid, devno = (int(part, 0) for part in parts)
    return f"{css:x}.{ssid:x}.{devno:04x}"
