"""What the planner knows of the models' shape: their fields, and which of them zkvm assigns itself."""

from __future__ import annotations

import dataclasses
from enum import Enum
from functools import cache
from typing import Any, get_origin

from zkvm_provider.model.address import BusId, Devno, MacAddress
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.filesystem import Filesystem
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.reconcile.rule import Turn

ASSIGNED = frozenset({"name", "machine", "devno", "mac", "target", "unit"})
"""Fields that get a value when the user gives none. Given before and now gone: the object keeps what it has."""

_VALUES = (Devno, BusId, MacAddress, CpuSet)


def specs(cls: Any) -> tuple[FieldSpec, ...]:
    """The fields of a model class, in order."""
    return _specs(cls)


@cache
def _specs(cls: Any) -> tuple[FieldSpec, ...]:
    return tuple(fields_of(cls))


@cache
def is_model(cls: Any) -> bool:
    """A class with fields of its own, unlike a number, a text or an address."""
    return isinstance(cls, type) and dataclasses.is_dataclass(cls) and cls not in _VALUES


def is_device_list(spec: FieldSpec) -> bool:
    """A list of named things, matched by name."""
    return spec.is_list and is_model(spec.item_type)


def is_map(spec: FieldSpec) -> bool:
    """A map of the user's own keys."""
    return get_origin(spec.bare_type) is dict


def is_number(spec: FieldSpec) -> bool:
    """Counts something, so that it can be raised and lowered."""
    return spec.bare_type is int


def turns_of(spec: FieldSpec) -> tuple[Turn, ...]:
    """Every way the field can change."""
    ends = () if spec.required else (Turn.ADD, Turn.REMOVE)
    if is_model(spec.bare_type) or is_device_list(spec):
        return ends
    return (*ends, Turn.RAISE, Turn.LOWER) if is_number(spec) else (*ends, Turn.SET)


def turn_of(old: object, new: object) -> Turn:
    """How a field changed from `old` to `new`; None is absent. The two differ."""
    if old is None:
        return Turn.ADD
    if new is None:
        return Turn.REMOVE
    if isinstance(old, int) and isinstance(new, int) and not isinstance(old, (bool, Enum)):
        return Turn.RAISE if new > old else Turn.LOWER
    return Turn.SET


Pluggable = Disk | Interface | Lun | Mdev
"""What a running guest can take and give back."""

LISTS: dict[type, str] = {Disk: "disks", Interface: "interfaces", Lun: "luns", Mdev: "mdevs"}
"""The guest's field that holds each kind of pluggable device."""


def plugged(guest: Guest) -> tuple[Pluggable, ...]:
    """The devices a running guest can take and give back."""
    return (*(guest.disks or ()), *(guest.interfaces or ()), *(guest.luns or ()), *(guest.mdevs or ()))


Numbered = Disk | Interface | Filesystem | Mdev | ScsiController


def numbered(guest: Guest) -> tuple[Numbered, ...]:
    """The devices of a guest that have a device number."""
    mdevs = tuple(mdev for mdev in guest.mdevs or () if mdev.has_devno)
    return (
        *(guest.disks or ()),
        *(guest.interfaces or ()),
        *mdevs,
        *(guest.filesystems or ()),
        *(guest.controllers or ()),
    )


def devnos_of(guest: Guest) -> dict[Devno, str]:
    """The device numbers of a guest, each with its holder (`disks[data]`)."""
    lists = {**LISTS, Filesystem: "filesystems", ScsiController: "controllers"}
    return {each.devno: f"{lists[type(each)]}[{each.name}]" for each in numbered(guest) if each.devno is not None}
