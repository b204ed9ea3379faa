"""Rules of booting: what goes together, and that the devices named are there."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.lun import AttachAs
from zkvm_provider.model.mdev import MdevModel
from zkvm_provider.model.reading import Node, join

_ONLY_BESIDE = {"initrd": "kernel", "cmdline": "kernel", "loadparm": "disk", "loadparms": "order"}
_ALONE = ("disks", "luns", "mdevs")
"""What a guest may boot from with `disk`; interfaces stand in an `order` only."""
_HAVE = "its disks, LUNs and mediated devices are"


def _boot_is_consistent(guest: Node) -> Iterator[Fault]:
    boot = guest.child("boot")
    if boot is None:
        return
    for name, other in _ONLY_BESIDE.items():
        if boot.is_given(name) and not boot.is_given(other):
            yield Fault(path=boot.at(name), reason=f"means something only beside `{other}`")
    yield from _boot_disk_exists(guest, boot)
    yield from _boot_order_is_of_devices(guest, boot)
    yield from _host_devices_can_boot(guest, boot)


def _boot_disk_exists(guest: Node, boot: Node) -> Iterator[Fault]:
    wanted, names = boot.known("disk"), _names(guest, _ALONE)
    if wanted is None or names is None or wanted in names:
        return
    have = f"{_HAVE} {', '.join(names)}" if names else "it has no disks"
    yield Fault(path=boot.at("disk"), reason=f"the guest has no disk, LUN or mediated device {wanted!r}; {have}")


def _boot_order_is_of_devices(guest: Node, boot: Node) -> Iterator[Fault]:
    order = boot.known("order")
    if order is None or not boot.all_settled("order"):
        return
    at, names = boot.at("order"), _names(guest, (*_ALONE, "interfaces"))
    if not order:
        yield Fault(path=at, reason="is empty; name at least one device, or leave it out")
    alone = _names(guest, _ALONE)
    if len(order) == 1 and alone is not None and order[0] in alone:
        yield Fault(path=at, reason=f"names one disk alone; say `disk`: {order[0]!r} instead")
    for index, name in enumerate(order):
        if name in order[:index]:
            yield Fault(path=f"{at}[{index}]", reason=f"{name!r} is in the order already")
        elif names is not None and name not in names:
            have = f"it has {', '.join(names)}" if names else "it has none"
            what = "no disk, LUN, mediated device or interface"
            yield Fault(path=f"{at}[{index}]", reason=f"the guest has {what} {name!r}; {have}")
    for name in boot.known("loadparms") or {}:
        if name not in order:
            yield Fault(path=join(boot.at("loadparms"), name), reason=f"{name!r} is not in `order`")


def _host_devices_can_boot(guest: Node, boot: Node) -> Iterator[Fault]:
    """libvirt 9.0.0 refuses to boot from vfio-ap (code 67), and hands QEMU no load parameter of a host device.

    Neither of vfio-ccw nor of a SCSI host device (tried with domxml-to-native): only disks and interfaces have one.
    """
    models = {mdev.known("name"): mdev.known("model") for mdev in guest.children("mdevs")}
    places = {boot.at("disk"): boot.known("disk")}
    places |= {f"{boot.at('order')}[{index}]": name for index, name in enumerate(boot.known("order") or ())}
    for path, name in places.items():
        if name is not None and models.get(name) is MdevModel.VFIO_AP:
            yield Fault(path=path, reason=f"{name!r} is a share of crypto adapters; boot from a disk, LUN or DASD")
    hostdevs = {lun.known("name") for lun in guest.children("luns") if lun.known("attach_as") is AttachAs.HOSTDEV}
    said = {join(boot.at("loadparms"), name): name for name in boot.known("loadparms") or {}}
    if boot.is_given("loadparm"):
        said[boot.at("loadparm")] = boot.known("disk")
    for path, name in said.items():
        is_lun = name in hostdevs
        if name is not None and (is_lun or models.get(name) is MdevModel.VFIO_CCW):
            reason = f"{name!r} is passed through, and libvirt hands no load parameter of it to QEMU; "
            reason += "attach the LUN as `disk`, or leave it out" if is_lun else "leave it out"
            yield Fault(path=path, reason=f"{reason}, and choose in the boot menu or make the entry the default one")


def _names(guest: Node, lists: tuple[str, ...]) -> list[str] | None:
    """Names of the devices of these lists; None while one of them is not known."""
    if not all(guest.all_settled(each) for each in lists):
        return None
    devices = [device for each in lists for device in guest.children(each)]
    if not all(device.is_settled("name") for device in devices):
        return None
    return [str(device.known("name")) for device in devices]


BOOT_RULES = (_boot_is_consistent,)
