"""`<rng>`: the first virtio generator that is fed from a device of the host. Its element is an automatic device's."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import has_foreign_address
from zkvm_provider.libvirtxml.parse.parts.part import Part, keep
from zkvm_provider.libvirtxml.xmltext import attribute, find, text_of
from zkvm_provider.model.rng import Rng


def rng_element(root: Element) -> Element | None:
    """The element of the guest's generator, None when the model cannot say what it is."""
    found = find(root, "devices/rng")
    if found is None or found.get("model") != "virtio" or has_foreign_address(found):
        return None
    backend = find(found, "backend")
    is_device = backend is not None and backend.get("model") == "random" and (backend.text or "").startswith("/")
    return found if is_device else None


def _read(root: Element) -> Rng | None:
    found = rng_element(root)
    if found is None:
        return None
    numbers = [int(attribute(found, "rate", name) or 0) or None for name in ("bytes", "period")]
    return Rng(source=text_of(found, "backend"), rate_bytes=numbers[0], rate_period_ms=numbers[1])


PART = Part(field="rng", read=_read, take_out=keep)
