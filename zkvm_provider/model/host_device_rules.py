"""Rules of a guest's LUNs, their controllers, and mediated devices that look at more than one field."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.controller import OWN_INDEX
from zkvm_provider.model.lun import AttachAs
from zkvm_provider.model.mdev import MdevModel
from zkvm_provider.model.reading import Node, unique
from zkvm_provider.model.rules_disks import scsi_devices

_ONLY_DISK = {"cache": "cache", "target": "target name", "reservations": "persistent reservations"}


def _controllers_have_no_gap(guest: Node) -> Iterator[Fault]:
    """libvirt adds controllers of its own below one that has LUNs (virDomainDefAddDiskControllersForType)."""
    controllers = guest.children("controllers")
    yield from unique(controllers, "index")
    if not guest.all_settled("controllers") or not all(each.is_settled("index") for each in controllers):
        return
    there = {each.known("index") for each in controllers} | {OWN_INDEX}
    for each in controllers:
        index = each.known("index")
        if index is not None and index - 1 not in there:
            reason = f"there is no controller {index - 1} below it, so that libvirt would add one of its own"
            yield Fault(path=each.at("index"), reason=f"{reason}; use {_lowest_free(there)}")
    for device in scsi_devices(guest):
        named = device.known("controller")
        if named is not None and named not in there:
            reason = f"there is no controller {named}; give `controllers` one of that index, or use 0, the guest's own"
            yield Fault(path=device.at("controller"), reason=reason)


def _lowest_free(there: set[int]) -> int:
    return next(index for index in range(len(there) + 1) if index not in there)


def _luns_are_named_once(guest: Node) -> Iterator[Fault]:
    for name in ("lun", "block"):
        yield from unique(guest.children("luns"), name)


def _host_devices_have_no_disk_options(guest: Node) -> Iterator[Fault]:
    """libvirt's SCSI `<hostdev>` has no word for them."""
    for lun in guest.children("luns"):
        if lun.known("attach_as") is not AttachAs.HOSTDEV:
            continue
        for name, what in _ONLY_DISK.items():
            if lun.known(name) not in (None, False):
                yield Fault(path=lun.at(name), reason=f"a host device has no {what}; leave it out, or attach as disk")
        if lun.known("block") is not None:
            reason = "a host device is named by its LUN: give `lun`, or attach as disk"
            yield Fault(path=lun.at("block"), reason=reason)


def _reservations_need_a_device(guest: Node) -> Iterator[Fault]:
    for lun in guest.children("luns"):
        if lun.known("reservations") and lun.is_given("iscsi"):
            reason = "libvirt's helper serves devices of the host only, and an iSCSI unit is none; leave it out"
            yield Fault(path=lun.at("reservations"), reason=reason)


def _one_crypto_share(guest: Node) -> Iterator[Fault]:
    """`Only one hostdev of model vfio-ap is supported` (libvirt 9.0.0)."""
    first = ""
    for mdev in guest.children("mdevs"):
        if mdev.known("model") is not MdevModel.VFIO_AP:
            continue
        if first:
            reason = f"{first} is vfio-ap already, and a guest has one; put its adapters into that device"
            yield Fault(path=mdev.at("model"), reason=reason)
        first = first or mdev.path
        if mdev.known("devno") is not None:
            yield Fault(path=mdev.at("devno"), reason="vfio-ap is no channel device and has no number; leave it out")


def _mdevs_are_named_once(guest: Node) -> Iterator[Fault]:
    yield from unique(guest.children("mdevs"), "device")


HOST_DEVICE_RULES = (
    _controllers_have_no_gap,
    _luns_are_named_once,
    _host_devices_have_no_disk_options,
    _reservations_need_a_device,
    _one_crypto_share,
    _mdevs_are_named_once,
)
