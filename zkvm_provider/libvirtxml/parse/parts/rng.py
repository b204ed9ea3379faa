"""`<rng>`: the first virtio generator that is fed from a device of the host. Its element is an automatic device's."""

from __future__ import annotations

from zkvm_provider.libvirtxml.parse.domain import Device, Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part, keep
from zkvm_provider.model.rng import Rng


def rng_device(domain: Domain) -> Device | None:
    """The guest's generator, None when the model cannot say what it is."""
    found = domain.first("rng")
    if found is None or found.element.get("model") != "virtio" or found.has_foreign_address:
        return None
    is_device = found.attribute("backend", "model") == "random" and found.text("backend").startswith("/")
    return found if is_device else None


def _read(domain: Domain) -> Rng | None:
    found = rng_device(domain)
    if found is None:
        return None
    numbers = [int(found.attribute("rate", name) or 0) or None for name in ("bytes", "period")]
    return Rng(source=found.text("backend"), rate_bytes=numbers[0], rate_period_ms=numbers[1])


PART = Part(field="rng", read=_read, take_out=keep)
