"""Rules of a guest's disks: what belongs to which bus, units on SCSI controllers, and disks that guests share."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.controller import OWN_INDEX
from zkvm_provider.model.disk import DiskBus, DiskFormat, is_shareable_with
from zkvm_provider.model.field import wire_name
from zkvm_provider.model.reading import Node, unique

SOURCES = ("volume", "block", "file", "iscsi")
"""What a disk that is no CD-ROM drive lies on."""
_NOT_ON_SCSI = {
    "devno": "it has a `unit` on its controller",
    "iothread": "its controller has one; libvirt refuses it here",
}


def _disks_fit_their_bus(guest: Node) -> Iterator[Fault]:
    for disk in guest.children("disks"):
        if any(disk.is_given(name) for name in SOURCES) and disk.is_settled("bus"):
            yield from _on_scsi(disk) if disk.known("bus") is DiskBus.SCSI else _on_virtio(disk)


def _on_scsi(disk: Node) -> Iterator[Fault]:
    for name, why in _NOT_ON_SCSI.items():
        if disk.known(name) is not None:
            yield Fault(path=disk.at(name), reason=f"a SCSI disk has no {wire_name(name)}: {why}; leave it out")
    target = disk.known("target")
    if target is not None and not target.startswith("sd"):
        yield Fault(path=disk.at("target"), reason=f"{target} is no SCSI disk; call it sda, sdb, …, or use bus virtio")


def _on_virtio(disk: Node) -> Iterator[Fault]:
    for name in ("controller", "unit"):
        if disk.known(name) is not None:
            reason = "means something only on SCSI (`bus`: scsi, or a `cdrom`); a virtio disk has a `devno`"
            yield Fault(path=disk.at(name), reason=reason)
    target = disk.known("target")
    if target is not None and not target.startswith("vd"):
        yield Fault(path=disk.at("target"), reason=f"{target} is no virtio disk; call it vda, vdb, …, or use bus scsi")


def scsi_devices(guest: Node) -> list[Node]:
    """Everything that sits on a SCSI controller, as far as that is known."""
    disks = [each for each in guest.children("disks") if each.is_given("cdrom") or each.known("bus") is DiskBus.SCSI]
    return [*disks, *guest.children("luns")]


def _units_are_unique(guest: Node) -> Iterator[Fault]:
    """A unit is one of its controller's, whoever sits there."""
    by_controller: dict[int, list[Node]] = {}
    for device in scsi_devices(guest):
        if device.is_settled("controller"):
            by_controller.setdefault(device.known("controller") or OWN_INDEX, []).append(device)
    for devices in by_controller.values():
        yield from unique(devices, "unit")


def _shared_disks_can_be_shared(guest: Node) -> Iterator[Fault]:
    """What several guests write to is raw, and in no host's page cache (formatdomain, `<shareable/>`)."""
    for disk in (*guest.children("disks"), *guest.children("luns")):
        if not disk.known("shareable"):
            continue
        if disk.known("format") is DiskFormat.QCOW2:
            reason = "qcow2 is written by one guest alone, and libvirt refuses to share it; use a raw volume"
            yield Fault(path=disk.at("format"), reason=reason)
        cache = disk.known("cache")
        if not is_shareable_with(cache, read_only=bool(disk.known("read_only"))):
            reason = f"the page cache of one host hides its writes from guests elsewhere, and `cache` is {cache.value}"
            yield Fault(path=disk.at("cache"), reason=f"{reason}; a `shareable` disk takes none or directsync")


DISK_RULES = (_disks_fit_their_bus, _units_are_unique, _shared_disks_can_be_shared)
