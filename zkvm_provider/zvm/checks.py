"""What a person should know about the directory as such: CP takes much of it, KVM should not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.linking import DiskIndex, follow
from zkvm_provider.zvm.directory import Directory, Entry
from zkvm_provider.zvm.findings import Fate, Finding, Severity
from zkvm_provider.zvm.mapping import MapFile
from zkvm_provider.zvm.table import BY_NAME
from zkvm_provider.zvm.virtual_machine import VirtualMachine

_DEVICES_OF_A_NIC = 3


def checks(directory: Directory, disks: DiskIndex, mapping: MapFile) -> Iterator[Finding]:
    """Everything worth knowing, without an order."""
    yield from _names(directory)
    yield from _order(directory)
    yield from _overlaps(disks)
    yield from _links(disks)
    yield from _shares(directory)
    yield from _macs(directory)
    yield from _volumes(mapping)


def doubles(machine: VirtualMachine) -> list[str]:
    """Device numbers that two statements of one part of a guest define: `0200 on lines 9 and 12`."""
    found: list[str] = []
    for part in (machine.subconfig, machine.entry, machine.profile):
        first: dict[int, s.Statement] = {}
        for each in part.body if part else ():
            for vdev in _vdevs(each):
                other = first.setdefault(vdev, each)
                if other is not each and not _is_same_nic(other, each):
                    found.append(f"device number {vdev:04X} is defined on lines {other.line} and {each.line}")
                    break
    return list(dict.fromkeys(found))


def _vdevs(statement: s.Statement) -> range:
    """The device numbers a statement takes; an adapter takes three."""
    match statement:
        case s.Nic() if statement.name == "SPECIAL" or statement.kind:
            return range(statement.vdev, statement.vdev + (statement.devices or _DEVICES_OF_A_NIC))
        case s.Mdisk() | s.Link() | s.Dedicate() | s.Console() | s.Spool() | s.Special():
            return range(statement.vdev, statement.vdev + 1)
    return range(0)


def _is_same_nic(one: s.Statement, other: s.Statement) -> bool:
    """Several NICDEF of one number extend each other; SPECIAL does not mix with them."""
    return (
        isinstance(one, s.Nic)
        and isinstance(other, s.Nic)
        and one.vdev == other.vdev
        and "SPECIAL" not in (one.name, other.name)
    )


def _warn(line: int, message: str) -> Finding:
    return Finding(severity=Severity.WARNING, line=line, message=message)


def _names(directory: Directory) -> Iterator[Finding]:
    """Entries that are there twice, includes and builds that lead nowhere."""
    seen: dict[tuple[str, str], int] = {}
    for entry in directory.entries:
        kind = "guest" if entry.is_guest else entry.kind
        before = seen.setdefault((kind, entry.key), entry.head.line)
        if before != entry.head.line:
            yield _warn(entry.head.line, f"{entry.kind} {entry.key} is there already, on line {before}")
    for entry in directory.entries:
        for each in entry.body:
            if isinstance(each, s.Include) and ("PROFILE", each.profile) not in seen:
                yield _warn(each.line, f"{entry.key}: there is no PROFILE {each.profile}; its statements are missing")
            if isinstance(each, s.Build) and ("SUBCONFIG", each.subconfig) not in seen:
                yield _warn(each.line, f"{entry.key}: there is no SUBCONFIG {each.subconfig}")


def _order(directory: Directory) -> Iterator[Finding]:
    """INCLUDE comes first, general statements before devices. CP is strict, the converter is not."""
    for entry in directory.entries:
        device = 0
        for place, each in enumerate(_written(entry)):
            row = BY_NAME.get(each.name)
            if isinstance(each, s.Include) and place:
                yield _warn(each.line, f"{entry.key}: INCLUDE should follow {entry.kind} directly")
            if row is None or isinstance(each, s.Include | s.Command | s.Loaddev):
                continue
            if row.is_device:
                device = device or each.line
            elif device:
                yield _warn(each.line, f"{entry.key}: {each.name} should stand before the devices (line {device})")


def _written(entry: Entry) -> list[s.Statement]:
    return [each for each in entry.body if not isinstance(each, s.Comment | s.Blank)]


def _overlaps(disks: DiskIndex) -> Iterator[Finding]:
    """Extents of one volume that share cylinders. CP does not prevent them."""
    for volume, extents in disks.extents.items():
        reach, holder, owner = -1, extents[0][0], ""
        for disk, who in extents:
            last = disk.start + disk.size - 1 if disk.size is not None else 2**62
            is_full_pack = disk.start == 0
            if disk.start <= reach and not is_full_pack:
                yield _warn(
                    disk.line,
                    f"{who} {disk.vdev:04X} overlaps {owner} {holder.vdev:04X} (line {holder.line}) on volume {volume};"
                    " on KVM each gets a place of its own, with its own bytes",
                )
            if last > reach and not is_full_pack:
                reach, holder, owner = last, disk, who


def _links(disks: DiskIndex) -> Iterator[Finding]:
    """Links to users and disks that are not there, and circles."""
    for (who, _), each in disks.disks.items():
        if isinstance(each, s.Link):
            found = follow(disks, each)
            if found.fate is Fate.FAULTY and found.disk is None:
                yield _warn(each.line, f"{who}: LINK {each.owner} {each.owner_vdev:04X}: {found.note}")


def _shares(directory: Directory) -> Iterator[Finding]:
    """Absolute shares above the whole machine."""
    shares = [each for entry in directory.entries for each in entry.body if isinstance(each, s.Share) and each.absolute]
    total = sum(each.absolute or 0 for each in shares)
    if total > 100:
        yield _warn(shares[-1].line, f"the absolute shares of all guests add up to {total:g} per cent")


def _macs(directory: Directory) -> Iterator[Finding]:
    """MACIDs that two adapters have."""
    seen: dict[str, tuple[str, int]] = {}
    for entry in directory.entries:
        for each in entry.body:
            if isinstance(each, s.Nic) and each.mac_id:
                who, line = seen.setdefault(each.mac_id, (f"{entry.key} {each.vdev:04X}", each.line))
                if line != each.line:
                    yield _warn(each.line, f"MACID {each.mac_id} is that of {who} already (line {line})")


def _volumes(mapping: MapFile) -> Iterator[Finding]:
    """DASDs that the map gives away twice."""
    places: dict[str, list[str]] = defaultdict(list)
    for volume, place in mapping.volumes.items():
        if place.dasd is not None:
            places[place.dasd].append(volume)
    for bus_id, volumes in places.items():
        if len(volumes) > 1:
            yield _warn(0, f"the map puts volumes {', '.join(volumes)} onto one DASD {bus_id}")
