"""`<vlan>` of a network, a portgroup or an interface as a value."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import find_all
from zkvm_provider.model.vlan import Vlan


def read_vlan(vlan: Element | None) -> Vlan | None:
    """What it says, None without. A trunk is what says so, has a native tag or more than one (libvirt's rule)."""
    if vlan is None:
        return None
    tags = tuple(int(tag.get("id") or 0) for tag in find_all(vlan, "tag"))
    native, tagged = (_native(vlan, mode) for mode in ("untagged", "tagged"))
    is_trunk = vlan.get("trunk") == "yes" or len(tags) > 1 or (native, tagged) != (None, None)
    tags = tuple(sorted(tags))
    return Vlan(
        access=tags[0] if tags and not is_trunk else None,
        trunk=tags if is_trunk else None,
        native=native,
        native_tagged=tagged,
    )


def _native(vlan: Element, mode: str) -> int | None:
    tag = vlan.find(f"tag[@nativeMode='{mode}']")
    return None if tag is None else int(tag.get("id") or 0)
