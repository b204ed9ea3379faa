"""A mediated device as the XML of a node device."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.check import check_root, check_value
from zkvm_provider.libvirtxml.parse.node_device import MDEV_TYPES, parse_node_device
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.mediated_device import MediatedDevice

NODE_DEVICE_TEMPLATE = "node-device.xml.j2"
_TYPES = {model: kind for kind, model in MDEV_TYPES.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatedView:
    """What the template is handed."""

    uuid: str
    parent: str
    type: str
    attributes: tuple[tuple[str, str], ...]


def render_mediated(device: MediatedDevice, uuid: str, parent: str, templates: Templates) -> str:
    """The XML to define. Attributes are written as the kernel takes them: two digits of adapters, four of domains."""
    matrix = [("assign_adapter", f"0x{number:02x}") for number in sorted(device.adapters or ())]
    matrix += [("assign_domain", f"0x{number:04x}") for number in sorted(device.domains or ())]
    matrix += [("assign_control_domain", f"0x{number:04x}") for number in sorted(device.control_domains or ())]
    kind = _TYPES["vfio-ccw" if device.parent is not None else "vfio-ap"]
    view = MediatedView(uuid=uuid, parent=parent, type=kind, attributes=tuple(matrix))
    xml = templates.render(NODE_DEVICE_TEMPLATE, device=view)
    check_root(xml, "device", NODE_DEVICE_TEMPLATE, templates)
    found = parse_node_device(xml)
    wanted: dict[str, object] = {"uuid": uuid, "parent": parent, "mdev_model": MDEV_TYPES[kind]}
    wanted |= {name: tuple(sorted(getattr(device, name) or ())) for name in ("adapters", "domains", "control_domains")}
    for name, value in wanted.items():
        check_value(value, getattr(found, name), name, NODE_DEVICE_TEMPLATE, templates)
    return xml
