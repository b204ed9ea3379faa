"""Every part, by the field of the model it is."""

from __future__ import annotations

from typing import Any

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Domain
from zkvm_provider.libvirtxml.parse.parts import agent, cpu, cpu_tune, debug, hugepages, rng, security, vsock, watchdog
from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.model.guest import Guest

PARTS: tuple[Part, ...] = (
    cpu.PART,
    cpu_tune.PART,
    hugepages.PART,
    watchdog.PART,
    rng.PART,
    vsock.PART,
    agent.PART,
    security.LAUNCH,
    security.KEYS,
    debug.PART,
)


def read_parts(domain: Domain) -> dict[str, Any]:
    """The values of all parts, by field."""
    return {part.field: part.read(domain) for part in PARTS}


def take_out_parts(root: Element) -> None:
    """Remove what the parts say from a domain."""
    for part in PARTS:
        part.take_out(root)


def canonical_parts(guest: Guest) -> dict[str, Any]:
    """The parts of a guest as they read back from XML, by field."""
    return {part.field: part.canonical(getattr(guest, part.field)) for part in PARTS}
