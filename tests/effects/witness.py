"""What really happened to a guest, by what its host shows of it before and after: neither plan nor table is asked."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final

from lxml import etree

from tests.effects.stage import Sight
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import Rule


class Outcome(Enum):
    """What can happen to a guest or to a part of it."""

    NOTHING = "nothing"
    WAITS = "only the persistent configuration changed"
    AT_ONCE = "the running guest changed"
    ANOTHER = "it is another guest"
    RESTARTED = "it was stopped or started"


SHOWN_IN: Final[dict[str, tuple[str, ...]]] = {
    "maxVcpus": ("vcpu",),
    "memory": ("memory",),
    "cpu": ("cpu",),
    "cpuTune": ("cputune",),
    "iothreads": ("iothreads", "iothreadids"),
    "hugepages": ("memoryBacking",),
    "keyWrapping": ("keywrap",),
    "disks": ("devices/disk",),
    "interfaces": ("devices/interface",),
    "filesystems": ("devices/filesystem",),
    "watchdog": ("devices/watchdog",),
    "rng": ("devices/rng",),
    "vsock": ("devices/vsock",),
    "mdevs": ("devices/hostdev",),
}
"""Elements of a domain that show a property, where a change of it shows there and nowhere else."""

ALSO_SHOWN: Final[dict[str, frozenset[str]]] = {
    "disks": frozenset({"luns", "boot", "controllers"}),
    "interfaces": frozenset({"boot"}),
    "mdevs": frozenset({"luns"}),
}
"""Other properties that show in the same elements: who changes both sees one change."""

_WAITING: Final = frozenset({Outcome.WAITS, Outcome.NOTHING})
_ALLOWED: Final[dict[Effect, frozenset[Outcome]]] = {
    Effect.LIVE: frozenset({Outcome.AT_ONCE}),
    Effect.NEXT_BOOT: frozenset({Outcome.WAITS}),
    Effect.CONFIG: _WAITING,
    Effect.REPORTED: frozenset({Outcome.NOTHING}),
    Effect.REFUSED: frozenset({Outcome.NOTHING}),
}


def outcome(before: Sight, after: Sight, shown_in: Iterable[str] = ("*",)) -> Outcome:
    """By the elements that match; of the guest as a whole, by all of them."""
    if _text(before, "uuid") != _text(after, "uuid"):
        return Outcome.ANOTHER
    if before.number != after.number:
        return Outcome.RESTARTED
    paths = (*shown_in,)
    if _parts(before.live, paths) != _parts(after.live, paths):
        return Outcome.AT_ONCE
    return Outcome.WAITS if _parts(before.inactive, paths) != _parts(after.inactive, paths) else Outcome.NOTHING


def contradicts(seen: Outcome, rule: Rule) -> list[str]:
    """What the host shows against what the table promises; an exception of the table may have made it wait."""
    allowed = _ALLOWED[rule.effect]
    if rule.effect is Effect.LIVE and (rule.exception or "each of its fields" in rule.reason):
        allowed |= _WAITING
    return [] if seen in allowed else [f"the table says {rule.effect.value}, but the host shows: {seen.value}"]


def strayed(before: Sight, after: Sight) -> list[str]:
    """Devices that are there before and after, under the same name, but with another address or MAC."""
    was, now = _addresses(before.inactive), _addresses(after.inactive)
    return [f"{name} was at {was[name]}, is at {now[name]}" for name in was if name in now and was[name] != now[name]]


def _text(sight: Sight, path: str) -> str:
    return etree.fromstring(sight.inactive).findtext(path) or ""


def _parts(xml: str, paths: tuple[str, ...]) -> list[str]:
    if not xml:
        return []
    root = etree.fromstring(xml)
    found = [each for path in paths for each in root.iterfind(path) if each.tag not in {"metadata", "currentMemory"}]
    return [etree.tostring(each, method="c14n").decode() for each in found]


def _addresses(xml: str) -> dict[str, str]:
    """By alias, which zkvm makes of the name in the program."""
    found = {}
    for device in etree.fromstring(xml).iterfind("devices/*"):
        alias, places = device.find("alias"), [*device.iterfind("address"), *device.iterfind("mac")]
        if alias is not None and places:
            found[str(alias.get("name"))] = " ".join(f"{place.tag} {sorted(place.items())}" for place in places)
    return found
