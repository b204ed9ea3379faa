"""What a missing field means.

Never given: no opinion, the machine's value stays. Given before and now gone: back to what a new object starts with; a
list of devices becomes empty; a value zkvm assigns (device numbers, MAC addresses, targets, names) stays as it is.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from zkvm_provider.dataclass import dataclass, replace
from zkvm_provider.model.field import FieldSpec
from zkvm_provider.model.guest import Guest
from zkvm_provider.reconcile.shape import ASSIGNED, is_device_list, is_map, is_model, specs

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Generic[T]):
    """A declaration in which None means "no opinion", but for the paths in `cleared`: those are to have no value.

    Paths have the users' form: `boot`, `disks[data].io`.
    """

    value: T
    cleared: frozenset[str]

    def has_opinion(self, name: str) -> bool:
        """Whether the user says, or said, something about a field of the top."""
        return getattr(self.value, name) is not None or name in self.cleared


def settle(desired: T, previous: T | None) -> Settled[T]:
    """The declaration with every field that was given before and is gone now put back to its beginning.

    `current_memory` goes back to `memory`, `max_vcpus` to `vcpus`.
    """
    cleared: set[str] = set()
    value = desired if previous is None else _settle(desired, previous, "", cleared)
    if isinstance(value, Guest):
        value = _settle_guest(value, cleared)
    return Settled(value=value, cleared=frozenset(cleared))


def initial_of(spec: FieldSpec) -> Any:
    """What a field starts with, or None when it starts with nothing."""
    return spec.meta.initial if spec.meta.initial is not None else spec.meta.default


def _settle(desired: Any, previous: Any, path: str, cleared: set[str]) -> Any:
    changed: dict[str, Any] = {}
    for spec in specs(type(desired)):
        now, before = getattr(desired, spec.name), getattr(previous, spec.name)
        here = f"{path}{spec.name}"
        if before is None or now == before:
            continue
        if now is None:
            changed[spec.name] = _back(spec, here, cleared)
        elif is_model(spec.bare_type):
            changed[spec.name] = _settle(now, before, f"{here}.", cleared)
        elif is_device_list(spec):
            known = {item.name: item for item in before}
            changed[spec.name] = tuple(
                _settle(item, known[item.name], f"{here}[{item.name}].", cleared) if item.name in known else item
                for item in now
            )
    return replace(desired, **changed) if changed else desired


def _back(spec: FieldSpec, path: str, cleared: set[str]) -> Any:
    if spec.name in ASSIGNED:
        return None
    if spec.is_list:
        return ()
    if is_map(spec):
        return {}
    start = initial_of(spec)
    if start is None:
        cleared.add(path)
    return start


def _settle_guest(guest: Guest, cleared: set[str]) -> Any:
    """`current_memory` and `max_vcpus` follow another field; the latter only when that one is said."""
    if "current_memory" in cleared:
        cleared.discard("current_memory")
        guest = replace(guest, current_memory=guest.memory)
    if "max_vcpus" in cleared and guest.vcpus is not None:
        cleared.discard("max_vcpus")
        guest = replace(guest, max_vcpus=guest.vcpus)
    return guest
