"""Disks, interfaces and host devices of a running guest: what is unplugged, plugged, changed in place, or waits.

A disk that is in the guest already is never pulled to change how it is driven (cache, serial, device number): that
waits for the next start. Other data under the same name mean unplugging and plugging with the same device number, but
not for the disk the guest boots from. Interfaces are plugged anew for everything but the link state, limits, filter and
another Linux bridge, and for these too where the network chooses among uplinks. LUNs and mediated devices are as disks
are. What sits on SCSI brings the controller that the running guest may lack; a disk that changes its bus is unplugged
and plugged, and told in one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import Devno
from zkvm_provider.model.definition import VIRTIO_SCSI, GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.reconcile.booted import boot_disk, held_disk
from zkvm_provider.reconcile.bus_changes import bus_change
from zkvm_provider.reconcile.controllers import judge_controllers, lacks_controller
from zkvm_provider.reconcile.deltas import Delta, deltas
from zkvm_provider.reconcile.drives import on_scsi, place_of
from zkvm_provider.reconcile.host_steps import AttachController
from zkvm_provider.reconcile.live import Verdict, judge
from zkvm_provider.reconcile.plan import AttachDevice, DetachDevice, Effect, Step, UpdateDevice
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import LISTS, Pluggable, devnos_of, plugged
from zkvm_provider.reconcile.words import say

Device = TypeVar("Device", Disk, Interface, Lun, Mdev)

_DATA = {
    "disks": ("disks[].volume", "disks[].block", "disks[].file", "disks[].iscsi", "disks[].cdrom", "disks[].bus"),
    "luns": ("luns[].lun", "luns[].block", "luns[].iscsi", "luns[].attach_as"),
    "mdevs": ("mdevs[].device", "mdevs[].model"),
}
"""Fields that make another device of it; the first of each list judges what happens along."""

_UPDATED = frozenset({"interfaces[].link", "interfaces[].bridge"})
_RESHAPED = ("interfaces[].bandwidth", "interfaces[].filter_ref")
"""What libvirt changes on an interface that is plugged in (measured, 9.0.0: captures 409, 425)."""

_UPLINK = "unplugged and plugged: libvirt does not change it in place where the network chooses among uplinks"
_UNPLUGGED_NOW = tuple(f"{field}[" for field in LISTS.values())
"""What gives its number back at once; all else that goes keeps it until the next start."""

_BOOTED = "the running guest boots from this disk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """What a running guest has and is to have."""

    uuid: str
    final: GuestDefinition
    live: GuestDefinition
    configured: Guest
    """The persistent configuration as it was before."""
    choosing_networks: frozenset[str] = frozenset()
    """Networks that would choose another uplink for an interface that changes, which libvirt refuses."""


def judge_devices(devices: Devices) -> Iterator[Verdict]:
    """A verdict for every difference of devices that can be plugged."""
    yield from _disks(devices)
    yield from _interfaces(devices)
    yield from judge_controllers(devices.final, devices.live)
    yield from _host_devices(devices, "luns", devices.live.guest.luns or (), devices.final.guest.luns or ())
    yield from _host_devices(devices, "mdevs", devices.live.guest.mdevs or (), devices.final.guest.mdevs or ())


def _disks(devices: Devices) -> Iterator[Verdict]:
    has = {disk.name: disk for disk in devices.live.guest.disks or ()}
    wanted = {disk.name: disk for disk in devices.final.guest.disks or ()}
    boots_from = boot_disk(devices.live)
    for name, disk in has.items():
        if name not in wanted:
            yield _unplug(devices.uuid, "disks", disk, unless=_BOOTED if name == held_disk(devices.live) else "")
    for name, disk in wanted.items():
        if name not in has:
            yield _plug(devices, "disks", disk)
            continue
        found = tuple(_device_deltas("disks", has[name], disk))
        if moved := bus_change(has[name], disk):
            yield from _replug(devices, has[name], disk, (moved,), unless=_BOOTED if name == boots_from else "")
        elif has[name].is_cdrom and disk.is_cdrom:
            yield from _other_medium(devices, has[name], disk, found)
        elif name == boots_from and _is_other("disks", found):
            yield from (judge(delta, unless=_BOOTED) for delta in found)
        else:
            yield from _change(devices, "disks", has[name], disk, found)


def _other_medium(devices: Devices, has: Disk, wanted: Disk, found: tuple[Delta, ...]) -> Iterator[Verdict]:
    """A drive keeps all else while its medium changes: libvirt refuses both at once (measured, 9.0.0)."""
    change = UpdateDevice(uuid=devices.uuid, device=replace(has, cdrom=wanted.cdrom))
    for delta in found:
        yield judge(delta, (change,) if delta.table == "disks[].cdrom" else ())


def _host_devices(
    devices: Devices, field: str, has: tuple[Device, ...], wanted: tuple[Device, ...]
) -> Iterator[Verdict]:
    before, after = {each.name: each for each in has}, {each.name: each for each in wanted}
    for name, device in before.items():
        if name not in after:
            yield _unplug(devices.uuid, field, device, unless=_BOOTED if name == held_disk(devices.live) else "")
    for name, device in after.items():
        if name not in before:
            yield _plug(devices, field, device)
            continue
        found = tuple(_device_deltas(field, before[name], device))
        if name == held_disk(devices.live) and _is_other(field, found):
            yield from (judge(delta, unless=_BOOTED) for delta in found)
        else:
            yield from _change(devices, field, before[name], device, found)


def _is_other(field: str, found: tuple[Delta, ...]) -> bool:
    """Whether a part of it differs that makes it another device."""
    return any(delta.table.startswith(_DATA[field]) for delta in found)


def _change(
    devices: Devices, field: str, has: Pluggable, wanted: Pluggable, found: tuple[Delta, ...]
) -> Iterator[Verdict]:
    if _is_other(field, found):
        yield from _replug(devices, has, wanted, found)
    else:
        yield from (judge(delta) for delta in found)


def _source(device: Pluggable) -> tuple[object, ...]:
    match device:
        case Disk():
            return _data_of(device)
        case Lun():
            return (device.lun, device.block, device.iscsi)
        case Mdev():
            return (device.device,)
        case Interface():
            return (device.name,)


def _data_of(disk: Disk) -> tuple[object, ...]:
    """Where a disk's data lie; an empty tray shares nothing with another."""
    if disk.cdrom is not None:
        return (disk.cdrom, "read only", disk.name)
    return (disk.volume, disk.block, disk.file, disk.iscsi)


def _interfaces(devices: Devices) -> Iterator[Verdict]:
    has = {each.name: each for each in own_settings(devices)}
    wanted = {each.name: each for each in devices.final.guest.interfaces or ()}
    for name, interface in has.items():
        if name not in wanted:
            yield _unplug(devices.uuid, "interfaces", interface)
    for name, interface in wanted.items():
        if name not in has:
            yield _plug(devices, "interfaces", interface)
            continue
        found = tuple(_device_deltas("interfaces", has[name], interface))
        if not (found and all(_is_updated(delta) for delta in found)):
            yield from _replug(devices, has[name], interface, found)
        elif interface.network in devices.choosing_networks:
            yield from _on_another_uplink(devices, has[name], interface, found)
        else:
            steps = (UpdateDevice(uuid=devices.uuid, device=interface),)
            yield judge(found[0], steps)
            yield from (Verdict(change=judge(delta, steps).change) for delta in found[1:])


def _on_another_uplink(
    devices: Devices, has: Interface, wanted: Interface, found: tuple[Delta, ...]
) -> Iterator[Verdict]:
    """What is changed in place elsewhere is plugged anew, with the same MAC address and device number."""
    for verdict in _replug(devices, has, wanted, found):
        is_live = verdict.change.effect is Effect.LIVE
        yield replace(verdict, change=replace(verdict.change, reason=_UPLINK)) if is_live else verdict


def _is_updated(delta: Delta) -> bool:
    return (delta.table in _UPDATED and delta.turn is Turn.SET) or delta.table.startswith(_RESHAPED)


def own_settings(devices: Devices) -> Iterator[Interface]:
    """The running interfaces without what libvirt merged into them from their network (`<vlan>`, `<mtu>`,
    `<bandwidth>`).

    The live XML does not tell whose a VLAN is: what neither the configuration nor the declaration has is the network's.
    """
    kept = {each.name: each for each in devices.final.guest.interfaces or ()}
    before = {each.name: each for each in devices.configured.interfaces or ()}
    for each in devices.live.guest.interfaces or ():
        known = [found[each.name] for found in (kept, before) if each.name in found]
        if each.network is not None and known:
            vlan = each.vlan if any(one.vlan for one in known) else None
            mtu = each.mtu if any(one.mtu for one in known) else None
            bandwidth = each.bandwidth if any(one.bandwidth for one in known) else None
            yield replace(each, vlan=vlan, mtu=mtu, bandwidth=bandwidth)
        else:
            yield each


def _device_deltas(field: str, has: Device, wanted: Device) -> Iterator[Delta]:
    return deltas(has, wanted, path=f"{field}[{wanted.name}].", table=f"{field}[].")


def _unplug(uuid: str, field: str, device: Pluggable, *, unless: str = "") -> Verdict:
    path = f"{field}[{device.name}]"
    delta = Delta(path=path, table=field, turn=Turn.REMOVE, old=say(device), new="")
    return judge(delta, (DetachDevice(uuid=uuid, device=device),), unless=unless)


def _plug(devices: Devices, field: str, device: Pluggable) -> Verdict:
    path = f"{field}[{device.name}]"
    delta = Delta(path=path, table=field, turn=Turn.ADD, old="", new=say(device))
    unless = _what_is_in_the_way(devices, device)
    return judge(delta, _attach(devices, device), unless=unless)


def _attach(devices: Devices, device: Pluggable) -> tuple[Step, ...]:
    """The plug, before it the controller of LUNs when this is the first that the running guest gets."""
    plug = AttachDevice(uuid=devices.uuid, device=device)
    has = {each.name for each in devices.live.automatic}
    missing = [each for each in devices.final.automatic if each.name == VIRTIO_SCSI and each.name not in has]
    if not missing or device.name != _first_on_controller(devices):
        return (plug,)
    return (AttachController(uuid=devices.uuid, name=VIRTIO_SCSI, devno=missing[0].devno), plug)


def _first_on_controller(devices: Devices) -> str:
    """The first LUN or disk on SCSI that the running guest gets; steps keep the order of the verdicts: disks, LUNs."""
    live = _on_controller(devices.live.guest)
    return next((name for name in _on_controller(devices.final.guest) if name not in live), "")


def _on_controller(guest: Guest) -> list[str]:
    return [*(disk.name for disk in on_scsi(guest.disks)), *(lun.name for lun in guest.luns or ())]


def _replug(
    devices: Devices, has: Pluggable, wanted: Pluggable, found: tuple[Delta, ...], *, unless: str = ""
) -> Iterator[Verdict]:
    """One unplug and one plug, counted with the first difference; the others happen along."""
    unless = unless or _what_is_in_the_way(devices, wanted)
    steps = (DetachDevice(uuid=devices.uuid, device=has), *_attach(devices, wanted))
    for index, delta in enumerate(found):
        verdict = judge(_replugged(delta), steps, unless=unless)
        yield verdict if index == 0 else Verdict(change=verdict.change)


def _replugged(delta: Delta) -> Delta:
    """A difference that happens along with a plug is judged as one of the device's data."""
    data = _DATA.get(delta.top)
    if data is None or delta.table.startswith(data):
        return delta
    return Delta(path=delta.path, table=data[0], turn=Turn.SET, old=delta.old, new=delta.new)


def _what_is_in_the_way(devices: Devices, device: Pluggable, asked: frozenset[str] = frozenset()) -> str:
    """Why a device cannot be plugged now: its number, unit, target or data are held until the next start.

    `asked` are devices whose own answer is sought: all unplugs come before all plugs, so they may change places.
    """
    asked |= {device.name}
    if isinstance(device, (Lun, Disk)) and _place(device) is not None:
        lacking = lacks_controller(device, devices.final, devices.live)
        if lacking:
            return lacking
    stay = {each.name for each in plugged(devices.final.guest)} - {device.name}
    live = devices.live
    stay.add(held_disk(live))
    for other in plugged(live.guest):
        if other.name not in stay:
            continue
        holder = f"{LISTS[type(other)]}[{other.name}]"
        if _place(device) is not None and _place(other) == _place(device):
            return f"unit {getattr(device, 'unit', 0)} is held by {holder} until the next start"
        target = other.target if isinstance(other, (Disk, Lun)) else None
        if target is not None and isinstance(device, (Disk, Lun)) and target == device.target:
            return f"{target} is held by {holder} until the next start"
        if type(other) is not type(device):
            continue
        shares = not isinstance(other, Interface) and _source(other) == _source(device)
        if shares and not _lets_go(devices, other, asked):
            return f"its data are in use as {holder} until the next start"
    return "" if isinstance(device, Lun) else _number_in_the_way(devices, device.devno, stay)


def _place(device: Pluggable) -> tuple[int, int | None] | None:
    """Controller and unit of what sits on SCSI."""
    if isinstance(device, Lun):
        return (device.controller or 0, device.unit)
    return place_of(device) if isinstance(device, Disk) and device.is_on_scsi else None


def _lets_go(devices: Devices, other: Pluggable, asked: frozenset[str]) -> bool:
    """Whether a device of the running guest gives up its data now, because it gets other data."""
    wanted = next((each for each in plugged(devices.final.guest) if each.name == other.name), None)
    if wanted is None or _source(wanted) == _source(other):
        return False
    if other.name == (boot_disk if isinstance(other, Disk) else held_disk)(devices.live):
        return False
    return other.name in asked or not _what_is_in_the_way(devices, wanted, asked)


def _number_in_the_way(devices: Devices, devno: Devno | None, stay: set[str]) -> str:
    live = devices.live
    holders = {each.devno: each.name for each in live.automatic}
    holders |= {
        number: holder
        for number, holder in devnos_of(live.guest).items()
        if not holder.startswith(_UNPLUGGED_NOW) or holder.partition("[")[2].removesuffix("]") in stay
    }
    found = holders.get(devno) if devno is not None else None
    return f"{devno} is held by {found} until the next start" if found else ""
