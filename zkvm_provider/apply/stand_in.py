"""Typed inputs of a preview in which some values are not known yet.

The planner takes fully known values only. For showing effects, an unknown reference or path gets a stand-in that says
so; an unknown optional value is left out, which means "no opinion". An unknown required value has no stand-in.
"""

from __future__ import annotations

from typing import Any

from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.model.structure import structure

KNOWN_LATER = "(known during the update)"


class NotForeseeable(Exception):
    """A required value is unknown: nothing can be planned, only compared."""


def foreseen(cls: type, inputs: Partial) -> Any:
    """The typed inputs with stand-ins. Raises NotForeseeable, also where a rule breaks only because of one.

    Raises InvalidInput for inputs that are known and wrong.
    """
    try:
        return structure(cls, with_stand_ins(cls, inputs.tree))
    except InvalidInput as wrong:
        if inputs.is_known:
            raise
        raise NotForeseeable(str(wrong)) from wrong


def with_stand_ins(cls: type, tree: dict[str, Tree]) -> dict[str, Tree]:
    """`tree` without unknown leaves. Raises NotForeseeable."""
    specs = {spec.wire_name: spec for spec in fields_of(cls)}
    kept: dict[str, Tree] = {}
    for key, value in tree.items():
        replaced = _value(specs[key], value) if key in specs else value
        if replaced is not UNKNOWN:
            kept[key] = replaced
    return kept


def is_stand_in(text: str | None) -> bool:
    """Whether a value only stands for one that is known later."""
    return text is not None and KNOWN_LATER in text


def _value(spec: FieldSpec, value: Tree) -> Tree:
    if value is UNKNOWN:
        if spec.bare_type is str and (spec.meta.reference or spec.meta.one_of):
            return f"/{KNOWN_LATER}" if spec.meta.pattern.startswith("/") else KNOWN_LATER
        if spec.required:
            raise NotForeseeable(spec.wire_name)
        return UNKNOWN
    if isinstance(value, list) and spec.is_list:
        return _items(spec.item_type, value)
    if isinstance(value, dict) and hasattr(spec.bare_type, "__dataclass_fields__"):
        return with_stand_ins(spec.bare_type, value)
    return value


def _items(item_type: Any, items: list[Tree]) -> list[Tree]:
    nested = hasattr(item_type, "__dataclass_fields__")
    known = [item for item in items if item is not UNKNOWN]
    return [with_stand_ins(item_type, item) if nested and isinstance(item, dict) else item for item in known]
