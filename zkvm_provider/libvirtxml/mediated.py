"""A mediated device as the XML of a node device."""

from __future__ import annotations

from dataclasses import dataclass

from zkvm_provider.errors import Bug
from zkvm_provider.libvirtxml.parse.node_device import MDEV_TYPES, parse_node_device
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.mediated_device import MediatedDevice

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
    xml = templates.render("node-device.xml.j2", device=view)
    found = parse_node_device(xml)
    if (found.uuid, found.parent, found.adapters) != (uuid, parent, tuple(sorted(device.adapters or ()))):
        raise Bug("the template node-device.xml.j2 does not say what the model says")
    return xml
