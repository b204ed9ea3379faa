"""What all guests of a PROFILE have in common, and take from it, as functions of one file."""

from __future__ import annotations

from dataclasses import field

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm.directory import Directory
from zkvm_provider.zvm.plan import Device, GuestPlan, ProgramPlan, Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """Arguments and devices that stand in the profile's function and not in its guests."""

    key: str
    line: int
    scalars: dict[str, Said] = field(default_factory=dict)
    devices: dict[str, tuple[Device, ...]] = field(default_factory=dict)


def commons(program: ProgramPlan, directory: Directory) -> dict[str, Common]:
    """By profile: what comes from the lines of the profile alone."""
    found: dict[str, Common] = {}
    for entry in directory.entries:
        guests = [guest for guest in program.guests if guest.profile == entry.key]
        if entry.kind != "PROFILE" or not guests or entry.key in found:
            continue
        lines = {each.line for each in entry.body}
        found[entry.key] = Common(
            key=entry.key, line=entry.head.line, scalars=_scalars(guests, lines), devices=_devices(guests, lines)
        )
    return found


def _scalars(guests: list[GuestPlan], lines: set[int]) -> dict[str, Said]:
    """Values that some guests take from the profile, all the same one; the others say their own."""
    names = dict.fromkeys(name for guest in guests for name in guest.scalars)
    found: dict[str, Said] = {}
    for name in names:
        every = [guest.scalars.get(name) for guest in guests]
        taken = [said for said in every if said is not None and said.lines and set(said.lines) <= lines]
        if taken and None not in every and all(said == taken[0] for said in taken):
            found[name] = taken[0]
    return found


def _devices(guests: list[GuestPlan], lines: set[int]) -> dict[str, tuple[Device, ...]]:
    found: dict[str, tuple[Device, ...]] = {}
    for family, devices in guests[0].devices.items():
        common = [
            each
            for each in devices
            if set(each.lines) <= lines and all(each in guest.devices.get(family, []) for guest in guests)
        ]
        if common:
            found[family] = tuple(common)
    return found
