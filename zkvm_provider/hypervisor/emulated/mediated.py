"""Mediated devices: what a definition says, and why the kernel would not make one."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from uuid import UUID

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.subchannels import VFIO_DRIVER, driver_of
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.emulated.xml_reader import well_formed
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_TYPES = {"css": "vfio_ccw-io", "ap": "vfio_ap-passthrough"}
_CAPABILITIES = (
    "system", "pci", "usb_device", "usb", "net", "scsi_host", "scsi_target", "scsi", "storage", "fc_host", "vports",
    "scsi_generic", "drm", "mdev_types", "mdev", "ccw", "css", "vdpa", "ap_card", "ap_queue", "ap_matrix", "vpd",
)  # fmt: skip
"""Kinds of node devices that libvirt 9.0 knows (node_device_conf.c)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediated:
    """One device. `queues` are the APQNs of a crypto share: every adapter with every domain."""

    name: str
    uuid: str
    parent: str
    kind: str
    queues: frozenset[tuple[int, int]]
    xml: str


def read(xml: str, dice: Random) -> Mediated:
    """A definition as it is given; a uuid is made when there is none. Raises libvirt's refusals."""
    root = _root(xml)
    capability = root.find("capability")
    if capability is None:
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NODEDEV, "no device capabilities for 'new device'")
    kind = capability.get("type") or ""
    if kind not in _CAPABILITIES:
        text = f"Invalid value for attribute 'type' in element 'capability': '{kind}'."
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, text)
    if kind != "mdev":
        raise _unsupported("Unsupported device type")
    of = capability.find("type")
    if of is None or not of.get("id"):
        raise _unsupported("missing type id attribute for 'new device'")
    text = (capability.findtext("uuid") or "").strip()
    try:
        uuid = str(UUID(text)) if text else str(UUID(int=dice.getrandbits(128), version=4))
    except ValueError:
        raise refusal(
            ErrorCode.INTERNAL_ERROR, ErrorDomain.NODEDEV, f"Invalid uuid '{text}' for new mdev device"
        ) from None
    parent = (root.findtext("parent") or "").strip()
    if not parent:
        raise _unsupported("missing parent device")
    attributes = [(each.get("name") or "", each.get("value") or "") for each in capability.iterfind("attr")]
    return parse(written(uuid, parent, of.get("id") or "", attributes))


def parse(xml: str) -> Mediated:
    """A device from its canonical XML."""
    root = etree.fromstring(xml.encode())
    parent, uuid = root.findtext("parent") or "", root.findtext("capability/uuid") or ""
    assigned: dict[str, list[int]] = {"assign_adapter": [], "assign_domain": []}
    for each in root.iterfind("capability/attr"):
        if each.get("name") in assigned:
            assigned[each.get("name") or ""].append(int(each.get("value") or "0", 0))
    return Mediated(
        name=root.findtext("name") or "",
        uuid=uuid,
        parent=parent,
        kind=root.find("capability/type").get("id") or "",  # type: ignore[union-attr]  # canonical XML has it
        queues=frozenset((a, d) for a in assigned["assign_adapter"] for d in assigned["assign_domain"]),
        xml=xml,
    )


def why_not(tx: Transaction, device: Mediated, others: Sequence[Mediated]) -> str:
    """Why the kernel would not make the device now; empty when it would."""
    if not tx.inventory.has_vfio or device.kind != _TYPES.get(device.parent.partition("_")[0]):
        return f"failed to create mediated device: {device.parent} has no type {device.kind}"
    if device.kind == "vfio_ccw-io":
        subchannel = device.parent.removeprefix("css_").replace("_", ".")
        if driver_of(tx, subchannel) != VFIO_DRIVER:
            return f"failed to create mediated device: subchannel {subchannel} is not bound to {VFIO_DRIVER}"
        taken = any(each.parent == device.parent for each in others)
        return "failed to create mediated device: no instance is available" if taken else ""
    for adapter, domain in sorted(device.queues):
        queue = f"{adapter:02x}.{domain:04x}"
        if any((adapter, domain) in each.queues for each in others):
            return f"failed to write assign_domain: Address already in use ({queue})"
        card = next((card for card in tx.inventory.ap_cards if int(card.card, 16) == adapter), None)
        if card is not None and domain in card.ap_domains and domain not in card.for_guests:
            return f"failed to write assign_domain: Cannot assign requested address ({queue})"
    return ""


def written(uuid: str, parent: str, kind: str, attributes: Sequence[tuple[str, str]] = ()) -> str:
    """The canonical XML of a device."""
    name = f"mdev_{uuid.replace('-', '_')}_{parent.removeprefix('css_').removeprefix('ap_')}"
    attrs = "".join(f"    <attr name='{key}' value='{value}'/>\n" for key, value in attributes)
    return (
        f"<device>\n  <name>{name}</name>\n  <path>/sys/devices/vfio/{uuid}</path>\n  <parent>{parent}</parent>\n"
        f"  <capability type='mdev'>\n    <type id='{kind}'/>\n    <uuid>{uuid}</uuid>\n"
        f"    <parent_addr>{parent.removeprefix('css_').removeprefix('ap_').replace('_', '.')}</parent_addr>\n"
        f"    <iommuGroup number='0'/>\n{attrs}  </capability>\n</device>\n"
    )


def _root(xml: str) -> etree._Element:
    root = well_formed(xml, what="(node_device_definition)", domain=ErrorDomain.NODEDEV)
    if root.tag != "device":
        text = f"expecting root element of 'device', not '{root.tag}'"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, text)
    return root


def _unsupported(text: str) -> BackendError:
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.NODEDEV, text)
