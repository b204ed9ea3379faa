"""Every single change of a declaration, generated from the model: one field set to something else, or taken away."""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.provider.conformance.worlds import BASES, OUTCOMES, REQUIRED, TOGETHER, VALUES
from zkvm_provider.model.address import Devno, MacAddress
from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import UNKNOWN
from zkvm_provider.units import format_size, parse_size

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """The base of a kind with one change, made at `path`."""

    path: str
    inputs: dict[str, Any]


def changed(kind: Kind) -> Iterator[Variant]:
    """For every field, at every place it can stand: the base with another value there."""
    for place, spec, siblings in _places(kind.inputs, BASES[kind.name], ()):
        holder = _holder(BASES[kind.name], place)
        value = _other_value(kind, spec, _text(place), holder.get(spec.wire_name))
        if value is not None:
            yield Variant(_text(place), with_value(kind, place, spec, siblings, value))


def removed(kind: Kind) -> Iterator[Variant]:
    """For every optional field of the base, and every entry of a list of things: the base without it."""
    for place, spec, _ in _places(kind.inputs, BASES[kind.name], ()):
        inputs = copy.deepcopy(BASES[kind.name])
        holder = _holder(inputs, place)
        if spec.wire_name not in holder or spec.required or _text(place) in REQUIRED.get(kind.name, ()):
            continue
        del holder[spec.wire_name]
        yield Variant(_text(place), inputs)


def with_fewer_entries(kind: Kind) -> Iterator[Variant]:
    """For every list of named things: the base without its last entry."""
    for spec in fields_of(kind.inputs):
        if spec.is_list and dataclasses.is_dataclass(spec.item_type) and BASES[kind.name].get(spec.wire_name):
            inputs = copy.deepcopy(BASES[kind.name])
            inputs[spec.wire_name].pop()
            yield Variant(spec.wire_name, inputs)


def permuted(kind: Kind) -> Iterator[Variant]:
    """For every list of named things: the base with it backwards."""
    for spec in fields_of(kind.inputs):
        if spec.is_list and dataclasses.is_dataclass(spec.item_type) and len(BASES[kind.name][spec.wire_name]) > 1:
            inputs = copy.deepcopy(BASES[kind.name])
            inputs[spec.wire_name].reverse()
            yield Variant(spec.wire_name, inputs)


def unknown(kind: Kind) -> Iterator[Variant]:
    """For every field, at every place it can stand: the base with an unknown value there."""
    for place, spec, siblings in _places(kind.inputs, BASES[kind.name], ()):
        at = (kind.name, _text(place))
        if at not in TOGETHER or OUTCOMES.get(at) != "refused":  # what must change with it is refused by itself
            yield Variant(_text(place), with_value(kind, place, spec, siblings, UNKNOWN))


def with_value(
    kind: Kind, place: Place, spec: FieldSpec, siblings: tuple[FieldSpec, ...], value: Any
) -> dict[str, Any]:
    """The base with `value` at `place`, without the fields it excludes, and with those it needs."""
    inputs = copy.deepcopy(BASES[kind.name])
    inputs.update(copy.deepcopy(TOGETHER.get((kind.name, _text(place)), {})))
    holder = _holder(inputs, place)
    for sibling in siblings:
        if spec.meta.one_of and sibling.meta.one_of == spec.meta.one_of:
            holder.pop(sibling.wire_name, None)
    holder[spec.wire_name] = value
    return inputs


def _places(cls: Any, tree: dict[str, Any], above: Place) -> Iterator[tuple[Place, FieldSpec, tuple[FieldSpec, ...]]]:
    specs = tuple(fields_of(cls))
    for spec in specs:
        here: Place = (*above, spec.wire_name)
        value = tree.get(spec.wire_name)
        if spec.is_list and _is_object(spec.item_type):
            for index, item in enumerate(value or ()):
                yield from _places(spec.item_type, item, (*here, index))
        elif _is_object(spec.bare_type):
            if isinstance(value, dict):
                yield from _places(spec.bare_type, value, here)
            if spec.meta.one_of and value is None:
                yield here, spec, specs
        else:
            yield here, spec, specs


def _is_object(cls: Any) -> bool:
    return isinstance(cls, type) and dataclasses.is_dataclass(cls) and not hasattr(cls, "parse")


def _other_value(kind: Kind, spec: FieldSpec, path: str, current: Any) -> Any:
    """Another good value; None for a choice of one."""
    field = re.sub(r"\[\d+\]", "[]", path)
    for key in ((kind.name, path), (kind.name, field), ("*", field)):
        if key in VALUES:
            return VALUES[key]
    meta = spec.meta
    usual = next((value for value in (current, meta.default, meta.initial) if value is not None), None)
    if spec.bare_type is bool:
        return not usual
    if isinstance(spec.bare_type, type) and issubclass(spec.bare_type, StrEnum):
        return next((str(member.value) for member in spec.bare_type if member != usual), None)
    if meta.size_unit and current is not None:
        return format_size(2 * parse_size(current, default_unit=meta.size_unit))
    if spec.bare_type is int:
        return _next_number(meta.minimum or 0, meta.maximum, usual)
    if spec.bare_type is Devno:
        return "0x0fff"
    if spec.bare_type is MacAddress:
        return "52:54:00:00:00:99"
    if spec.bare_type == dict[str, str]:
        return {"team": "other", "note": "new"}
    if meta.example and meta.example != current:
        return meta.example
    raise LookupError(f"no other value follows for {kind.name}.{field}: give one in VALUES")


def _next_number(minimum: int, maximum: int | None, usual: Any) -> int:
    number = minimum if usual is None else int(usual) + 1
    return number if maximum is None or number <= maximum else int(usual) - 1


def _holder(tree: dict[str, Any], place: Place) -> dict[str, Any]:
    """The object that holds the last part of `place`."""
    found: Any = tree
    for part in place[:-1]:
        found = found[part]
    assert isinstance(found, dict)
    return found


def _text(place: Place) -> str:
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text
