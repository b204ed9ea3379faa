"""Automatic devices: controllers of consoles, channels and LUNs, balloon, random numbers, sockets, the agent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zkvm_provider.libvirtxml.parse.disk import read_disk
from zkvm_provider.libvirtxml.parse.domain import Device, Domain
from zkvm_provider.libvirtxml.parse.lun import is_scsi, read_lun
from zkvm_provider.libvirtxml.parse.parts.agent import agent_channel
from zkvm_provider.libvirtxml.parse.parts.rng import rng_device
from zkvm_provider.libvirtxml.parse.parts.vsock import vsock_device
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


def automatic_devices(domain: Domain) -> Iterator[tuple[str, Device]]:
    """The automatic devices by their fixed names."""
    for kind, (name, models) in _CONTROLLERS.items():
        for controller in domain.by_tag.get("controller", ()):
            element = controller.element
            is_first = element.get("type") == kind and element.get("index", "0") == "0"
            if is_first and element.get("model", "") in models and not controller.has_foreign_address:
                yield name, controller
                break
    balloon = domain.first("memballoon")
    is_known = balloon is not None and balloon.element.get("model") in {"virtio", "none"}
    if balloon is not None and is_known and not balloon.has_foreign_address:
        yield MEMBALLOON, balloon
    for name, device in (
        (RNG, rng_device(domain)),
        (VSOCK, vsock_device(domain)),
        (GUEST_AGENT, agent_channel(domain)),
    ):
        if device is not None:
            yield name, device


def read_automatic(domain: Domain, devices: Iterable[tuple[str, Device]]) -> tuple[AutomaticDevice, ...]:
    """Automatic devices that have a device number, sorted by name; `devices` are those of the domain."""
    held = _held(domain)
    pairs = sorted((name, device.devno) for name, device in devices if device.devno is not None)
    return tuple([AutomaticDevice(name=name, devno=devno, held=name in held) for name, devno in pairs])


def _held(domain: Domain) -> set[str]:
    """Controllers that serve devices of others: SCSI disks and host devices, channels."""
    held = set()
    if any(is_scsi(each) and not _is_owned(each) for tag in ("disk", "hostdev") for each in domain.by_tag.get(tag, ())):
        held.add(VIRTIO_SCSI)
    channels = [each for each in domain.by_tag.get("channel", ()) if each.attribute("target", "type") == "virtio"]
    if channels and channels != [agent_channel(domain)]:
        held.add(VIRTIO_SERIAL)
    return held


def _is_owned(device: Device) -> bool:
    """A LUN, a SCSI disk or a CD-ROM drive of the model."""
    if read_lun(device, "probe") is not None:
        return True
    return device.element.tag == "disk" and read_disk(device, "probe") is not None


def read_memballoon(domain: Domain) -> Memballoon:
    """Whether the guest has a balloon: libvirt adds one unless it is told not to."""
    balloon = domain.first("memballoon")
    return Memballoon.NONE if balloon is not None and balloon.element.get("model") == "none" else Memballoon.VIRTIO
