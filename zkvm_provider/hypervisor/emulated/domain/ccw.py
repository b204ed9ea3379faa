"""The guest's channel devices in the order QEMU creates them, which is the order of subchannel numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CcwDevice:
    """One virtio (or vfio-ccw) device: libvirt's alias, `0.0.0e1e`, control unit model (`02` is a block device)."""

    alias: str
    devno: str
    cu_model: str


def ccw_devices(xml: str) -> tuple[CcwDevice, ...]:
    """Every CCW device of a domain XML (live, or inactive: then aliases are the ones a start would give)."""
    raise NotImplementedError
