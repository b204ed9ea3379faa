"""Virtio-scsi controllers beside the first, which is an automatic device (`automatic.py`)."""

from __future__ import annotations

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.model.controller import ScsiController


def read_controller(controller: Device, name: str) -> ScsiController | None:
    """The controller, or None when it is the first, of another model, or the model cannot say what it is."""
    element = controller.element
    index = element.get("index") or ""
    if element.get("type") != "scsi" or element.get("model") != "virtio-scsi" or controller.has_foreign_address:
        return None
    if not index.isascii() or not index.isdigit() or int(index) == 0:
        return None
    return ScsiController(
        name=name,
        index=int(index),
        queues=_number(controller, "queues"),
        iothread=_number(controller, "iothread"),
        devno=controller.devno,
    )


def _number(controller: Device, name: str) -> int | None:
    text = controller.attribute("driver", name)
    return int(text) if text.isascii() and text.isdigit() else None
