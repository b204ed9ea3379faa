"""What the host and its other guests say of a guest's disks: read-only devices, images that are written by two."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.references import find_volume
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.apply.users import others_on_data
from zkvm_provider.errors import Fault
from zkvm_provider.hypervisor.port import Dasd
from zkvm_provider.model.disk import Disk, DiskFormat
from zkvm_provider.model.guest import Guest

_BY_PATH = "/dev/disk/by-path/ccw-"


def disk_faults(desk: Desk, guest: Guest) -> Iterator[Fault]:
    """Disks that QEMU would not open as they are declared. Volumes are named as `POOL/NAME`."""
    disks = list(enumerate(guest.disks or ()))
    for at, disk in disks:
        if disk.shareable and disk.volume and disk.format is DiskFormat.QCOW2 and _is_there(desk, disk.volume):
            reason = f"volume {disk.volume} is qcow2, which one guest alone can write; share a raw volume"
            yield Fault(path=f"disks[{at}].volume", reason=f"{reason} (`format`: raw of the Qcow2Disk)")
        if fault := _read_only_fault(desk, f"disks[{at}].block", disk):
            yield fault
        for other in (each for _, each in disks[:at] if _clash(each, disk)):
            field = "volume" if disk.volume else "block" if disk.block else "file"
            reason = f"is what disks[{other.name}] lies on; QEMU opens it twice only where both are `shareable`"
            yield Fault(path=f"disks[{at}].{field}", reason=f"{_data(disk)} {reason}")


def sharing_notes(desk: Desk, uuid: str, guest: Guest) -> list[str]:
    """Warnings of shared disks that another guest has without sharing: QEMU lets only one of the two run."""
    shared = [disk for disk in guest.disks or () if disk.shareable and not is_stand_in(_data(disk))]
    if not shared or not desk.fresh:
        return []
    return [
        f"disks[{disk.name}]: {_data(disk)} is disk {label} of guest {other} too, which does not share it: only one of "
        "them can run; set `shareable` there as well"
        for disk in shared
        for other, label in others_on_data(desk, uuid, volume=disk.volume or "", path=_path(desk, disk))
    ]


def _is_there(desk: Desk, volume: str) -> bool:
    found, _ = find_volume(desk, volume)
    return found is not None and found.parsed is not None


def _read_only_fault(desk: Desk, path: str, disk: Disk) -> Fault | None:
    if disk.block is None or disk.read_only or not disk.block.startswith((_BY_PATH, "/dev/dasd")):
        return None
    dasd = next((each for each in desk.view.dasds() if each.read_only and _is_on(disk.block, each)), None)
    if dasd is None:
        return None
    reason = f"DASD {dasd.bus_id} is read-only on {desk.place}, and QEMU does not open it to write; set `readOnly`"
    return Fault(path=path, reason=f"{reason}, or make it writable there: chccwdev -a readonly=0 {dasd.bus_id}")


def _is_on(path: str, dasd: Dasd) -> bool:
    """Whether a path names the volume or a partition of it."""
    by_path, device = f"{_BY_PATH}{dasd.bus_id}", f"/dev/{dasd.device.removeprefix('/dev/')}"
    is_partition = path.startswith(device) and path.removeprefix(device).isdigit()
    return path in {by_path, device} or path.startswith(f"{by_path}-part") or (bool(dasd.device) and is_partition)


def _clash(one: Disk, other: Disk) -> bool:
    same = _data(one) == _data(other) and not is_stand_in(_data(one))
    only_read = bool(one.read_only) and bool(other.read_only)
    return same and not only_read and not (one.shareable and other.shareable)


def _data(disk: Disk) -> str:
    """What it lies on, in words; of a unit of iSCSI and of a medium nothing is locked."""
    if disk.volume:
        return f"volume {disk.volume}"
    return disk.block or disk.file or f"disk {disk.name}"


def _path(desk: Desk, disk: Disk) -> str:
    found = find_volume(desk, disk.volume)[0] if disk.volume else None
    parsed = found.parsed if found is not None else None
    return (parsed.path if parsed is not None else "") or disk.block or disk.file or ""
