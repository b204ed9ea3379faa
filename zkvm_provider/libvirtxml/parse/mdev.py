"""Mediated devices of a guest: vfio-ccw and vfio-ap."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.xmltext import attribute, find
from zkvm_provider.model.mdev import Mdev, MdevModel


def read_mdev(element: Element, name: str) -> Mdev | None:
    """The device, or None when the model cannot say what it is."""
    model, uuid = element.get("model") or "", attribute(element, "source/address", "uuid")
    if element.get("type") != "mdev" or model not in set(MdevModel) or not uuid or has_foreign_address(element):
        return None
    boot = find(element, "boot")
    if boot is not None and (model != MdevModel.VFIO_CCW or boot.get("loadparm")):
        return None  # libvirt refuses the one and does nothing for the other
    return Mdev(name=name, model=MdevModel(model), device=uuid.lower(), devno=devno_of(element))
