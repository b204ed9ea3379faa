"""`<vsock>`: with a context id of its own, or one that libvirt gives at each start. An automatic device's element."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Device, Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part, keep
from zkvm_provider.libvirtxml.xmltext import attribute
from zkvm_provider.model.vsock import Vsock


def vsock_device(domain: Domain) -> Device | None:
    """The guest's socket device."""
    found = domain.first("vsock")
    if found is None or found.element.get("model") != "virtio" or found.has_foreign_address:
        return None
    return found


def fixed_cid_of(root: Element) -> int | None:
    """The context id that a domain has in every start."""
    address = attribute(root, "devices/vsock/cid", "address")
    is_fixed = attribute(root, "devices/vsock/cid", "auto") != "yes" and address.isdigit()
    return int(address) if is_fixed else None


def _read(domain: Domain) -> Vsock | None:
    if vsock_device(domain) is None:
        return None
    return Vsock(cid=fixed_cid_of(domain.element))


PART = Part(field="vsock", read=_read, take_out=keep)
