"""A declaration laid over what is there: the user's word where there is one, otherwise the machine's."""

from __future__ import annotations

from typing import Any

from zkvm_provider.model.field import FieldSpec
from zkvm_provider.model.vlan import Vlan
from zkvm_provider.reconcile.absent import initial_of
from zkvm_provider.reconcile.shape import is_device_list, is_model, specs


def merge(wanted: Any, base: Any | None, cleared: frozenset[str], path: str = "") -> Any:
    """A value of the class of `wanted` with every field said by it, by `base`, or by where a new object starts.

    Of a `one_of` group only what the user says stays. Devices come in the order of `wanted`.
    """
    cls = type(wanted)
    said = {spec.meta.one_of for spec in specs(cls) if spec.meta.one_of and getattr(wanted, spec.name) is not None}
    values: dict[str, Any] = {}
    for spec in specs(cls):
        want = getattr(wanted, spec.name)
        have = getattr(base, spec.name) if base is not None else None
        here = f"{path}{spec.name}"
        if want is None and (here in cleared or spec.meta.one_of in said):
            values[spec.name] = None
        elif want is None:
            values[spec.name] = initial_of(spec) if have is None else have
        else:
            values[spec.name] = _merge_field(spec, want, have, cleared, here)
    return cls(**values)


def _merge_field(spec: FieldSpec, want: Any, have: Any, cleared: frozenset[str], path: str) -> Any:
    if spec.bare_type is Vlan:
        return want  # a trunk takes the place of an access VLAN: one value, not fields of their own
    if is_model(spec.bare_type):
        return merge(want, have, cleared, f"{path}.")
    if is_device_list(spec):
        known = {item.name: item for item in have or ()}
        return tuple(merge(item, known.get(item.name), cleared, f"{path}[{item.name}].") for item in want)
    return want
