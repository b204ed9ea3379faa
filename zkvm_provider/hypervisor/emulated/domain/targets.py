"""Disk target names (`vda`, `sdaa`): the bus they stand for and the number they count (virDiskNameToIndex)."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.domain.shape import Node

_PREFIXES = {"hd": "ide", "fd": "fdc", "vd": "virtio", "sd": "scsi", "xvd": "xen", "ubd": "uml"}
_NAME = re.compile(r"(fd|hd|vd|sd|xvd|ubd)([a-z]+)([0-9]*)")


def target_index(name: str) -> int | None:
    """0 for `vda`, 25 for `vdz`, 26 for `vdaa`; None when it is no disk name. A partition number is skipped."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    index = 0
    for letter in match.group(2):
        index = index * 26 + ord(letter) - ord("a") + 1
    return index - 1


def bus_of_target(name: str) -> str:
    """The bus the name's prefix stands for (`sd` is SCSI), or empty."""
    match = re.match(r"(fd|hd|vd|sd|xvd|ubd)", name)
    return _PREFIXES[match.group(1)] if match else ""


def sort_key(disk: Node) -> tuple[int, int]:
    """libvirt keeps disks grouped by bus and, in a bus, by target number."""
    target = disk.find("target")
    name = "" if target is None else (target.get("dev") or "")
    return (0, target_index(name) or 0)


def insert_sorted(disks: list[Node], new: Node) -> list[Node]:
    """`disks` with `new` where virDomainDiskInsert puts it.

    It goes after the last disk of its bus with a lower index, before the first with a higher one, and to the end
    when no disk shares its bus.
    """
    bus, index = _bus(new), sort_key(new)[1]
    place = len(disks)
    found = None
    for position in range(len(disks) - 1, -1, -1):
        other = disks[position]
        if _bus(other) != bus:
            continue
        if sort_key(other)[1] < index:
            found = position + 1
            break
        place = position
    if found is None:
        found = place
    return [*disks[:found], new, *disks[found:]]


def _bus(disk: Node) -> str:
    target = disk.find("target")
    return "" if target is None else (target.get("bus") or "")
