"""Automatic devices: controllers of consoles, channels and LUNs, balloon, random numbers, sockets, the agent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.parse.disk import read_disk
from zkvm_provider.libvirtxml.parse.lun import is_scsi, read_lun
from zkvm_provider.libvirtxml.parse.parts.agent import agent_channel
from zkvm_provider.libvirtxml.parse.parts.rng import rng_element
from zkvm_provider.libvirtxml.parse.parts.vsock import vsock_element
from zkvm_provider.libvirtxml.xmltext import find, find_all
from zkvm_provider.model.definition import (
    GUEST_AGENT,
    MEMBALLOON,
    RNG,
    VIRTIO_SCSI,
    VIRTIO_SERIAL,
    VSOCK,
    AutomaticDevice,
)
from zkvm_provider.model.guest import Memballoon

_CONTROLLERS = {"virtio-serial": (VIRTIO_SERIAL, {"", "virtio"}), "scsi": (VIRTIO_SCSI, {"virtio-scsi"})}


def automatic_elements(root: Element) -> Iterator[tuple[str, Element]]:
    """The elements of automatic devices by their fixed names."""
    controllers = tuple(find_all(root, "devices/controller"))
    for kind, (name, models) in _CONTROLLERS.items():
        for controller in controllers:
            is_first = controller.get("type") == kind and controller.get("index", "0") == "0"
            if is_first and controller.get("model", "") in models and not has_foreign_address(controller):
                yield name, controller
                break
    balloon = find(root, "devices/memballoon")
    if balloon is not None and balloon.get("model") in {"virtio", "none"} and not has_foreign_address(balloon):
        yield MEMBALLOON, balloon
    for name, element in ((RNG, rng_element(root)), (VSOCK, vsock_element(root)), (GUEST_AGENT, agent_channel(root))):
        if element is not None:
            yield name, element


def read_automatic(root: Element, elements: Iterable[tuple[str, Element]]) -> tuple[AutomaticDevice, ...]:
    """Automatic devices that have a device number, sorted by name; `elements` are those of the domain."""
    pairs = ((name, devno_of(element)) for name, element in elements)
    held = _held(root)
    found = (AutomaticDevice(name=name, devno=devno, held=name in held) for name, devno in pairs if devno is not None)
    return tuple(sorted(found, key=lambda device: device.name))


def _held(root: Element) -> set[str]:
    """Controllers that serve devices of others: SCSI disks and host devices, channels."""
    foreign = any(is_scsi(each) and not _is_owned(each) for each in find_all(root, "devices/*"))
    targets = [each for each in find_all(root, "devices/channel/target") if each.get("type") == "virtio"]
    agent = agent_channel(root) if targets else None
    channels = any(target.getparent() is not agent for target in targets)
    return ({VIRTIO_SCSI} if foreign else set()) | ({VIRTIO_SERIAL} if channels else set())


def _is_owned(device: Element) -> bool:
    """A LUN, a SCSI disk or a CD-ROM drive of the model."""
    if read_lun(device, "probe") is not None:
        return True
    return device.tag == "disk" and read_disk(device, "probe") is not None


def read_memballoon(root: Element) -> Memballoon:
    """Whether the guest has a balloon: libvirt adds one unless it is told not to."""
    balloon = find(root, "devices/memballoon")
    return Memballoon.NONE if balloon is not None and balloon.get("model") == "none" else Memballoon.VIRTIO
