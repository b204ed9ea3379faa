"""`<vlan>` of a network or portgroup (libvirt's `netdev_vlan_conf.c`)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.network.shape import Vlan
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node, attribute, child, children, filled, whole_number
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_HIGHEST_TAG = 4095


def read_vlan(parent: Node) -> Vlan | None:
    """The parent's `<vlan>`, or None. Raises XML_ERROR: no tag, a tag out of range, contradictions over trunk."""
    node = child(parent, "vlan")
    if node is None:
        return None
    tags = children(node, "tag")
    if not tags:
        raise _bad("missing tag id - each <vlan> must have at least one <tag id='n'/> subelement")
    numbers = tuple(_tag_number(tag) for tag in tags)
    native = [(number, _native_mode(tag)) for number, tag in zip(numbers, tags, strict=True)]
    native = [(number, mode) for number, mode in native if mode]
    if len(native) > 1:
        raise _bad("duplicate native vlan setting")
    return Vlan(
        tags=numbers,
        trunk=_trunk(node, len(numbers), has_native=bool(native)),
        native_tag=native[0][0] if native else None,
        native_mode=native[0][1] if native else "",
    )


def write_vlan(vlan: Vlan | None, out: XmlWriter) -> None:
    """Write `<vlan>` where there is one."""
    if vlan is None:
        return
    with out.element("vlan", {"trunk": "yes" if vlan.trunk else None}):
        for tag in vlan.tags:
            mode = vlan.native_mode if tag == vlan.native_tag else None
            out.empty("tag", {"id": tag, "nativeMode": mode})


def _tag_number(tag: Node) -> int:
    number = whole_number(filled(tag, "id") or "")
    if number is None or number < 0:
        raise _bad("missing or invalid vlan tag id attribute")
    if number > _HIGHEST_TAG:
        raise _bad(f"vlan tag id {number} too large (maximum {_HIGHEST_TAG})")
    return number


def _native_mode(tag: Node) -> str:
    mode = attribute(tag, "nativeMode")
    if mode is not None and mode not in {"default", "tagged", "untagged"}:
        raise _bad(f"Invalid \"nativeMode='{mode}'\" in vlan <tag> element")
    return "" if mode in {None, "default"} else str(mode)


def _trunk(node: Node, tag_count: int, *, has_native: bool) -> bool:
    implied = tag_count > 1 or has_native
    trunk = filled(node, "trunk")
    if trunk is None or trunk.lower() == "yes":
        return implied or trunk is not None
    if tag_count > 1:
        raise _bad(f"invalid \"trunk='{trunk}'\" in <vlan> - trunk='yes' is required for more than one vlan tag")
    if has_native:
        raise _bad("invalid configuration in <vlan> - \"trunk='no'\" is not allowed with a native vlan id")
    if trunk.lower() != "no":
        raise _bad(f"invalid \"trunk='{trunk}'\" in <vlan> - must be yes or no")
    return False


def _bad(reason: str) -> Exception:
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.NONE, reason)
