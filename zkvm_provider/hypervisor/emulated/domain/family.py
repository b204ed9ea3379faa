"""What a family of devices (or a section of the domain) contributes to each stage.

A new family is one file with one `Family` in it and one line in `families.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.domain.guest import Guest
from zkvm_provider.hypervisor.emulated.domain.shape import Node, Shape
from zkvm_provider.hypervisor.emulated.domain.world import World
from zkvm_provider.hypervisor.emulated.profile import Profile


class Bus(Enum):
    """Which kind of address a device takes when it has none."""

    NONE = "none"
    CCW = "ccw"
    PCI = "pci"
    DRIVE = "drive"
    VIRTIO_SERIAL = "virtio-serial"


@dataclass(slots=True, kw_only=True)
class Boot:
    """One start (or hotplug) under way: the live guest, the world, and the ids handed out so far."""

    guest: Guest
    world: World
    domain_id: int
    profile: Profile
    hotplug: bool = False


def _nothing_read(_node: Node) -> None:
    return None


def _nothing(_guest: Guest, _node: Node) -> None:
    return None


def _nothing_live(_boot: Boot, _node: Node) -> None:
    return None


def _no_bus(_node: Node) -> Bus:
    return Bus.NONE


def _no_alias(_guest: Guest, _node: Node) -> str:
    return ""


def _no_model(_node: Node) -> str:
    return ""


def _never(_one: Node, _other: Node) -> bool:
    return False


def _update_refused(_old: Node, _new: Node, _live: bool) -> Node | None:
    return None


def _missing(node: Node) -> str:
    return f"matching {node.tag} device not found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family's part of every stage; what is not given does nothing.

    `read(node)` refuses or completes right after reading, `default` fills in, `check` judges the whole,
    `bus` names the address kind, `alias` is the name a start gives, `prepare` and `start` are the two halves of a
    start (all devices are prepared before any is started), `matches(have, wanted)` finds a device to detach or
    update, `missing` words its absence, `update(old, new, live)` gives the changed device or None (refused),
    `plug` and `unplug` refuse a hotplug, `cu_model` is the control unit model of the CCW device.
    """

    tag: str
    shape: Shape
    read: Callable[[Node], None] = _nothing_read
    default: Callable[[Guest, Node], None] = _nothing
    check: Callable[[Guest, Node], None] = _nothing
    bus: Callable[[Node], Bus] = _no_bus
    alias: Callable[[Guest, Node], str] = _no_alias
    prepare: Callable[[Boot, Node], None] = _nothing_live
    start: Callable[[Boot, Node], None] = _nothing_live
    matches: Callable[[Node, Node], bool] = _never
    missing: Callable[[Node], str] = _missing
    update: Callable[[Node, Node, bool], Node | None] = _update_refused
    plug: Callable[[Boot, Node], None] | None = None
    unplug: bool = False
    cu_model: Callable[[Node], str] = _no_model


def numbered(prefix: str) -> Callable[[Guest, Node], str]:
    """Aliases `prefixN`, with N one above the highest in use (qemu_alias.c)."""

    def alias(guest: Guest, _node: Node) -> str:
        names = [found.get("name") or "" for found in guest.devices.iter("alias")]
        ours = [name.removeprefix(prefix) for name in names if name.startswith(prefix)]
        return f"{prefix}{max((int(number) for number in ours if number.isdigit()), default=-1) + 1}"

    return alias
