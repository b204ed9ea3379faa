"""`<vsock>`: with a context id of its own, or one that libvirt gives at each start. An automatic device's element."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import has_foreign_address
from zkvm_provider.libvirtxml.parse.parts.part import Part, keep
from zkvm_provider.libvirtxml.xmltext import attribute, find
from zkvm_provider.model.vsock import Vsock


def vsock_element(root: Element) -> Element | None:
    """The element of the guest's socket device."""
    found = find(root, "devices/vsock")
    if found is None or found.get("model") != "virtio" or has_foreign_address(found):
        return None
    return found


def fixed_cid_of(root: Element) -> int | None:
    """The context id that a domain has in every start."""
    address = attribute(root, "devices/vsock/cid", "address")
    is_fixed = attribute(root, "devices/vsock/cid", "auto") != "yes" and address.isdigit()
    return int(address) if is_fixed else None


def _read(root: Element) -> Vsock | None:
    found = vsock_element(root)
    if found is None:
        return None
    return Vsock(cid=fixed_cid_of(root))


PART = Part(field="vsock", read=_read, take_out=keep)
