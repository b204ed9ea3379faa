"""Disks and interfaces of a running guest: what is unplugged, plugged, changed in place, or waits.

A disk that is in the guest already is never pulled to change how it is driven (cache, serial, device number): that
waits for the next start. Other data under the same name mean unplugging and plugging with the same device number, but
not for the disk the guest boots from. Interfaces are plugged anew for everything but the link state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.interface import Interface
from zkvm_provider.reconcile.booted import boot_disk, held_disk
from zkvm_provider.reconcile.deltas import Delta, deltas
from zkvm_provider.reconcile.live import Verdict, judge
from zkvm_provider.reconcile.plan import AttachDevice, DetachDevice, UpdateDevice
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import plugged
from zkvm_provider.reconcile.words import say

Device = TypeVar("Device", Disk, Interface)

_DATA = frozenset({"disks[].volume", "disks[].block", "disks[].file"})


_BOOTED = "the running guest boots from this disk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """What a running guest has and is to have."""

    uuid: str
    final: GuestDefinition
    live: GuestDefinition


def judge_devices(devices: Devices) -> Iterator[Verdict]:
    """A verdict for every difference of disks and interfaces."""
    yield from _disks(devices)
    yield from _interfaces(devices)


def _disks(devices: Devices) -> Iterator[Verdict]:
    has = {disk.name: disk for disk in devices.live.guest.disks or ()}
    wanted = {disk.name: disk for disk in devices.final.guest.disks or ()}
    boots_from = boot_disk(devices.live.guest)
    for name, disk in has.items():
        if name not in wanted:
            yield _unplug(devices.uuid, "disks", disk, unless=_BOOTED if name == held_disk(devices.live.guest) else "")
    for name, disk in wanted.items():
        if name not in has:
            yield _plug(devices, "disks", disk)
            continue
        found = tuple(_device_deltas("disks", has[name], disk))
        is_other = any(delta.table in _DATA for delta in found)
        if not is_other:
            yield from (judge(delta) for delta in found)
        elif name == boots_from:
            yield from (judge(delta, unless=_BOOTED) for delta in found)
        else:
            yield from _replug(devices, has[name], disk, found)


def _source(disk: Disk) -> tuple[str | None, ...]:
    return (disk.volume, disk.block, disk.file)


def _interfaces(devices: Devices) -> Iterator[Verdict]:
    has = {each.name: each for each in devices.live.guest.interfaces or ()}
    wanted = {each.name: each for each in devices.final.guest.interfaces or ()}
    for name, interface in has.items():
        if name not in wanted:
            yield _unplug(devices.uuid, "interfaces", interface)
    for name, interface in wanted.items():
        if name not in has:
            yield _plug(devices, "interfaces", interface)
            continue
        found = tuple(_device_deltas("interfaces", has[name], interface))
        if [delta.table for delta in found] == ["interfaces[].link"]:
            yield judge(found[0], (UpdateDevice(uuid=devices.uuid, device=interface),))
        else:
            yield from _replug(devices, has[name], interface, found)


def _device_deltas(field: str, has: Device, wanted: Device) -> Iterator[Delta]:
    return deltas(has, wanted, path=f"{field}[{wanted.name}].", table=f"{field}[].")


def _unplug(uuid: str, field: str, device: Disk | Interface, *, unless: str = "") -> Verdict:
    path = f"{field}[{device.name}]"
    delta = Delta(path=path, table=field, turn=Turn.REMOVE, old=say(device), new="")
    return judge(delta, (DetachDevice(uuid=uuid, device=device),), unless=unless)


def _plug(devices: Devices, field: str, device: Disk | Interface) -> Verdict:
    path = f"{field}[{device.name}]"
    delta = Delta(path=path, table=field, turn=Turn.ADD, old="", new=say(device))
    unless = _what_is_in_the_way(devices, device)
    return judge(delta, (AttachDevice(uuid=devices.uuid, device=device),), unless=unless)


def _replug(
    devices: Devices, has: Disk | Interface, wanted: Disk | Interface, found: tuple[Delta, ...]
) -> Iterator[Verdict]:
    """One unplug and one plug, counted with the first difference; the others happen along."""
    unless = _what_is_in_the_way(devices, wanted)
    steps = (DetachDevice(uuid=devices.uuid, device=has), AttachDevice(uuid=devices.uuid, device=wanted))
    for index, delta in enumerate(found):
        verdict = judge(_replugged(delta), steps, unless=unless)
        yield verdict if index == 0 else Verdict(change=verdict.change)


def _replugged(delta: Delta) -> Delta:
    """A difference that happens along with a plug is judged as one of the disk's data."""
    if not delta.table.startswith("disks[]."):
        return delta
    return Delta(path=delta.path, table="disks[].volume", turn=Turn.SET, old=delta.old, new=delta.new)


def _what_is_in_the_way(devices: Devices, device: Disk | Interface) -> str:
    """Why a device cannot be plugged now: its number or target is held until the next start."""
    stay = {each.name for each in plugged(devices.final.guest)} - {device.name}
    live = devices.live
    stay.add(held_disk(live.guest))
    for disk in live.guest.disks or ():
        if disk.name in stay and isinstance(device, Disk) and _source(disk) == _source(device):
            return f"its data are in use as disks[{disk.name}] until the next start"
        if disk.name in stay and isinstance(device, Disk) and disk.target == device.target:
            return f"{device.target} is held by disks[{disk.name}] until the next start"
    holders = {each.devno: each.name for each in live.automatic}
    for each in plugged(live.guest):
        if each.name in stay and each.devno is not None:
            holders[each.devno] = f"{'disks' if isinstance(each, Disk) else 'interfaces'}[{each.name}]"
    holder = holders.get(device.devno) if device.devno is not None else None
    return f"{device.devno} is held by {holder} until the next start" if holder else ""
