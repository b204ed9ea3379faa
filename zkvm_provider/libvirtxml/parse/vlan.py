"""`<vlan>` of a network, a portgroup or an interface as a value."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import find, find_all
from zkvm_provider.model.vlan import Vlan


def read_vlan(parent: Element) -> Vlan | None:
    """The parent's VLANs, None without. A trunk is what says so, or has more than one tag (libvirt's rule).

    A native VLAN that is tagged is one of the trunk like the others.
    """
    vlan = find(parent, "vlan")
    if vlan is None:
        return None
    tags = tuple(int(tag.get("id") or 0) for tag in find_all(vlan, "tag"))
    native = vlan.find("tag[@nativeMode='untagged']")
    is_trunk = vlan.get("trunk") == "yes" or len(tags) > 1 or native is not None
    tags = tuple(sorted(tags))
    return Vlan(
        access=tags[0] if tags and not is_trunk else None,
        trunk=tags if is_trunk else None,
        native=int(native.get("id") or 0) if native is not None else None,
    )
