"""Virtio-scsi controllers beside the first, which is an automatic device (`automatic.py`)."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.xmltext import attribute
from zkvm_provider.model.controller import ScsiController


def read_controller(element: Element, name: str) -> ScsiController | None:
    """The controller, or None when it is the first, of another model, or the model cannot say what it is."""
    index = element.get("index") or ""
    if element.get("type") != "scsi" or element.get("model") != "virtio-scsi" or has_foreign_address(element):
        return None
    if not index.isascii() or not index.isdigit() or int(index) == 0:
        return None
    return ScsiController(
        name=name,
        index=int(index),
        queues=_number(element, "queues"),
        iothread=_number(element, "iothread"),
        devno=devno_of(element),
    )


def is_named_controller(element: Element) -> bool:
    """Whether a controller is one that `controllers` holds."""
    return element.tag == "controller" and read_controller(element, "probe") is not None


def _number(element: Element, name: str) -> int | None:
    text = attribute(element, "driver", name)
    return int(text) if text.isascii() and text.isdigit() else None
