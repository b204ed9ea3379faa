"""A declaration laid over what is there: the user's word where there is one, otherwise the machine's."""

from __future__ import annotations

from functools import cache
from typing import Any

from zkvm_provider.dataclass import replace
from zkvm_provider.model.field import FieldSpec
from zkvm_provider.model.vlan import Vlan
from zkvm_provider.reconcile.absent import initial_of
from zkvm_provider.reconcile.shape import is_device_list, is_model, specs


def merge(wanted: Any, base: Any | None, cleared: frozenset[str], path: str = "") -> Any:
    """A value of the class of `wanted` with every field said by it, by `base`, or by where a new object starts.

    Of a `one_of` group only what the user says stays. Devices come in the order of `wanted`.
    """
    cls: Any = type(wanted)
    said = {spec.meta.one_of for spec in _in_groups(cls) if getattr(wanted, spec.name) is not None}
    values: dict[str, Any] = {}
    for spec, has_parts, initial in _ways(cls) if base is not None else _beginnings(cls):
        name = spec.name
        want = getattr(wanted, name)
        if want is not None and not has_parts:
            continue
        have = getattr(base, name) if base is not None else None
        if want is not None:
            values[name] = _merge_parts(spec, want, have, cleared, f"{path}{name}")
            continue
        start = initial if have is None else have
        if start is not None and f"{path}{name}" not in cleared and spec.meta.one_of not in said:
            values[name] = start
    return replace(wanted, **values)


@cache
def _in_groups(cls: Any) -> tuple[FieldSpec, ...]:
    return tuple(spec for spec in specs(cls) if spec.meta.one_of)


@cache
def _ways(cls: Any) -> tuple[tuple[FieldSpec, bool, Any], ...]:
    """Each field with whether its value is merged part by part, and with what a new object has there.

    Of VLANs a trunk takes the place of an access VLAN: they are one value, not fields of their own.
    """
    parts = {
        spec: is_device_list(spec) or (is_model(spec.bare_type) and spec.bare_type is not Vlan) for spec in specs(cls)
    }
    return tuple((spec, has_parts, initial_of(spec)) for spec, has_parts in parts.items())


@cache
def _beginnings(cls: Any) -> tuple[tuple[FieldSpec, bool, Any], ...]:
    """Those that matter where nothing is there yet."""
    return tuple(way for way in _ways(cls) if way[1] or way[2] is not None)


def _merge_parts(spec: FieldSpec, want: Any, have: Any, cleared: frozenset[str], path: str) -> Any:
    if is_model(spec.bare_type):
        return merge(want, have, cleared, f"{path}.")
    known = {item.name: item for item in have or ()}
    return tuple(merge(item, known.get(item.name), cleared, f"{path}[{item.name}].") for item in want)
