"""Automatic devices: the controller of virtio consoles, the balloon, the random number generator, the sockets."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.parse.parts.rng import rng_element
from zkvm_provider.libvirtxml.parse.parts.vsock import vsock_element
from zkvm_provider.model.definition import MEMBALLOON, RNG, VIRTIO_SERIAL, VSOCK, AutomaticDevice
from zkvm_provider.model.guest import Memballoon


def automatic_elements(root: Element) -> Iterator[tuple[str, Element]]:
    """The elements of automatic devices by their fixed names."""
    for controller in root.iterfind("devices/controller"):
        is_first = controller.get("index", "0") == "0"
        if controller.get("type") == "virtio-serial" and is_first and not has_foreign_address(controller):
            yield VIRTIO_SERIAL, controller
            break
    balloon = root.find("devices/memballoon")
    if balloon is not None and balloon.get("model") in {"virtio", "none"} and not has_foreign_address(balloon):
        yield MEMBALLOON, balloon
    for name, element in ((RNG, rng_element(root)), (VSOCK, vsock_element(root))):
        if element is not None:
            yield name, element


def read_automatic(root: Element) -> tuple[AutomaticDevice, ...]:
    """Automatic devices that have a device number, sorted by name."""
    pairs = ((name, devno_of(element)) for name, element in automatic_elements(root))
    found = (AutomaticDevice(name=name, devno=devno) for name, devno in pairs if devno is not None)
    return tuple(sorted(found, key=lambda device: device.name))


def read_memballoon(root: Element) -> Memballoon:
    """Whether the guest has a balloon: libvirt adds one unless it is told not to."""
    balloon = root.find("devices/memballoon")
    return Memballoon.NONE if balloon is not None and balloon.get("model") == "none" else Memballoon.VIRTIO
