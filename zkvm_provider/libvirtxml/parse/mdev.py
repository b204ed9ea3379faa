"""Mediated devices of a guest: vfio-ccw and vfio-ap."""

from __future__ import annotations

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.libvirtxml.xmltext import attribute
from zkvm_provider.model.mdev import Mdev, MdevModel

_MODELS = {model.value: model for model in MdevModel}


def read_mdev(hostdev: Device, name: str) -> Mdev | None:
    """The device, or None when the model cannot say what it is."""
    element = hostdev.element
    model, uuid = element.get("model") or "", attribute(element, "source/address", "uuid")
    if element.get("type") != "mdev" or model not in _MODELS or not uuid or hostdev.has_foreign_address:
        return None
    boot = hostdev.children.get("boot")
    if boot is not None and (model != MdevModel.VFIO_CCW or boot.get("loadparm")):
        return None  # libvirt refuses the one and does nothing for the other
    return Mdev(name=name, model=_MODELS[model], device=uuid.lower(), devno=hostdev.devno)
