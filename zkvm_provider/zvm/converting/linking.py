"""Whose disk a LINK means in the end: links lead to links, and some go in a circle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field, replace

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.directory import Directory, Entry
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.judge import CMS_DISKS, judge
from zkvm_provider.zvm.mapping import MapFile
from zkvm_provider.zvm.virtual_machine import virtual_machines

READ_MODES = frozenset({"R", "RR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskIndex:
    """Every minidisk and link of a directory by owner and device number, and the minidisks of each volume in order.

    `strangers` are owners that run something else than Linux: what is on their disks is of no use to Linux.
    """

    owners: frozenset[str]
    strangers: frozenset[str]
    disks: dict[tuple[str, int], s.Mdisk | s.Link]
    extents: dict[str, list[tuple[s.Mdisk, str]]] = field(default_factory=dict)
    shared: frozenset[tuple[str, int]] = frozenset()
    """Minidisks that several guests have and one of them writes to, by owner and device number."""


def index_disks(directory: Directory, mapping: MapFile) -> DiskIndex:
    """Go through the directory once. Disks of a subconfiguration belong to the identity that builds it."""
    owners = {build.subconfig: entry.key for entry in directory.entries for build in _builds(entry)}
    disks: dict[tuple[str, int], s.Mdisk | s.Link] = {}
    extents: dict[str, list[tuple[s.Mdisk, str]]] = defaultdict(list)
    for entry in directory.entries:
        owner = owners.get(entry.key, entry.key) if entry.kind == "SUBCONFIG" else entry.key
        for each in entry.body:
            if isinstance(each, s.Mdisk | s.Link):
                disks.setdefault((owner, each.vdev), each)
            if isinstance(each, s.Mdisk) and each.form == "extent":
                extents[each.volume].append((each, owner))
    for found in extents.values():
        found.sort(key=lambda pair: (pair[0].start, pair[0].line))
    known = frozenset(entry.key for entry in directory.entries if entry.is_guest)
    strangers = frozenset(
        machine.userid
        for machine in virtual_machines(directory)
        if machine.head.log_on != "NOLOG" and not judge(machine, mapping.guest(machine.userid)).may_own_linux
    )
    index = DiskIndex(owners=known, strangers=strangers, disks=disks, extents=dict(extents))
    return replace(index, shared=_shared(index, directory))


def _shared(index: DiskIndex, directory: Directory) -> frozenset[tuple[str, int]]:
    """QEMU locks an image: beside a writer nobody has it, unless all of them share it."""
    modes: dict[tuple[str, int], list[str]] = defaultdict(list)
    for machine in virtual_machines(directory):
        if machine.userid in index.strangers or machine.head.log_on == "NOLOG":
            continue  # it never runs on KVM
        for disk in machine.every(s.Mdisk):
            modes[machine.userid, disk.vdev].append(disk.mode)
        for link in machine.every(s.Link):
            found = follow(index, link)
            if found.disk is not None:
                modes[found.owner, found.disk.vdev].append(link.mode)
    return frozenset(key for key, each in modes.items() if len(each) > 1 and not READ_MODES.issuperset(each))


def _builds(entry: Entry) -> list[s.Build]:
    return [each for each in entry.body if isinstance(each, s.Build)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The minidisk at the end of a LINK and its owner; or None, what became of the link, and why."""

    disk: s.Mdisk | None = None
    owner: str = ""
    fate: Fate = Fate.NONE
    note: str = ""


def follow(index: DiskIndex, link: s.Link) -> Followed:
    """Follow a link to the minidisk it means."""
    seen: set[tuple[str, int]] = set()
    owner, vdev = link.owner, link.owner_vdev
    while (owner, vdev) not in seen:
        seen.add((owner, vdev))
        if vdev in CMS_DISKS:
            return Followed(fate=Fate.SKIPPED, note=f"{owner} {vdev:03X} is a disk of CMS, which Linux does not need")
        if owner in index.strangers:
            return Followed(fate=Fate.SKIPPED, note=f"a disk of {owner}, which does not run Linux")
        if owner not in index.owners:
            return Followed(fate=Fate.FAULTY, note=f"user {owner} is not in this directory")
        found = index.disks.get((owner, vdev))
        if found is None:
            return Followed(fate=Fate.FAULTY, note=f"{owner} has no disk {vdev:04X}")
        if isinstance(found, s.Mdisk):
            return Followed(disk=found, owner=owner)
        owner, vdev = found.owner, found.owner_vdev
    return Followed(fate=Fate.FAULTY, note=f"the link leads in a circle, back to {owner} {vdev:04X}")
