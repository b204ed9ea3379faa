"""What the generators ask the model: which classes there are, which fields always have a value, what each says."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from enum import Enum, StrEnum
from typing import Any, get_args, get_origin

from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.field import FieldSpec, fields_of, wire_name
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, Function, Kind
from zkvm_provider.model.reading import OPTIONAL_GROUPS
from zkvm_provider.units import format_size

_NAME_IN_TEXT = re.compile(r"`([a-z]+(?:_[a-z0-9]+)+)`")


def is_object(wanted: Any) -> bool:
    """Whether a type is an object of the model, and not a number of the Z world that travels as text."""
    return isinstance(wanted, type) and dataclasses.is_dataclass(wanted) and not hasattr(wanted, "parse")


def is_choice(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, StrEnum)


def item_of(wanted: Any) -> Any:
    """The type inside a list or an object with free keys; the type itself otherwise."""
    if get_origin(wanted) is tuple:
        return get_args(wanted)[0]
    if get_origin(wanted) is dict:
        return get_args(wanted)[1]
    return wanted


def nested_types(*roots: type) -> tuple[type, ...]:
    """Every object and choice that the fields of `roots` lead to, by name; the roots themselves are left out."""
    found: dict[str, type] = {}
    waiting = list(roots)
    while waiting:
        for spec in fields_of(waiting.pop()):
            item = item_of(spec.bare_type)
            if (is_object(item) or is_choice(item)) and item.__name__ not in found:
                found[item.__name__] = item
                waiting += [item] if is_object(item) else []
    return tuple(found[name] for name in sorted(found))


def input_roots() -> tuple[type, ...]:
    """Model classes whose nested objects a user writes."""
    return (*(kind.inputs for kind in KINDS), Configuration)


def output_roots() -> tuple[type, ...]:
    """Model classes whose nested objects a user reads."""
    answers = [function.answers for function in FUNCTIONS if isinstance(function.answers, type)]
    return (*(cls for kind in KINDS for cls in (kind.inputs, kind.outputs)), *answers)


def properties_of(kind: Kind) -> tuple[FieldSpec, ...]:
    """Fields of a resource in state: its inputs, then what zkvm tells about it."""
    inputs = tuple(fields_of(kind.inputs))
    names = {spec.name for spec in inputs}
    return (*inputs, *(spec for spec in fields_of(kind.outputs) if spec.name not in names))


def is_always_there(kind: Kind, spec: FieldSpec) -> bool:
    """Whether a property has a value in every state: required, filled in by Check, or told by zkvm."""
    if spec.required or spec.meta.default is not None or spec.name in {"name", "host", "uri"}:
        return True
    told = {item.name: item for item in dataclasses.fields(kind.outputs)}
    return spec.name in told and told[spec.name].default is not None


def always_there(cls: type) -> Iterator[FieldSpec]:
    """Fields of an object that has no kind of its own and always have a value."""
    defaults = {item.name: item.default for item in dataclasses.fields(cls)}
    return (spec for spec in fields_of(cls) if spec.required or defaults[spec.name] is not None)


def function_answer(function: Function) -> tuple[tuple[FieldSpec, ...], frozenset[str]]:
    """Fields of a function's answer without `id`, and the names of those that always have a value."""
    if isinstance(function.answers, Kind):
        kind = function.answers
        specs = properties_of(kind)
        told = {item.name for item in dataclasses.fields(kind.outputs) if item.default is not None}
        sure = {spec.name for spec in specs if spec.required or spec.name in told | {"name", "host", "uri"}}
        return specs, frozenset(sure)
    return tuple(fields_of(function.answers)), frozenset(spec.name for spec in always_there(function.answers))


def sentences(spec: FieldSpec, siblings: tuple[FieldSpec, ...], *, as_wire: bool = False) -> str:
    """All that is said of a field, as one paragraph. `as_wire` spells other fields' names in camelCase."""
    meta = spec.meta
    parts = [meta.doc]
    if meta.one_of:
        members = [f"`{sibling.name}`" for sibling in siblings if sibling.meta.one_of == meta.one_of]
        wanted = "At most one" if meta.one_of in OPTIONAL_GROUPS else "Exactly one"
        parts.append(f"{wanted} of {', '.join(members)} is given.")
    if item_of(spec.bare_type) is not spec.bare_type and not is_object(item_of(spec.bare_type)):
        parts += [f"Each: {meta.pattern_says}."] if meta.pattern_says else []
    elif meta.pattern_says:
        parts.append(f"Form: {meta.pattern_says}.")
    parts += [limits] if (limits := _limits(spec)) else []
    if meta.default is not None:
        parts.append(f"Default: `{_plain(meta.default)}`.")
    if meta.initial is not None:
        parts.append(f"A new one starts with `{_plain(meta.initial)}`.")
    if meta.example:
        parts.append(f"Example: `{meta.example}`.")
    text = " ".join(parts)
    return _NAME_IN_TEXT.sub(lambda match: f"`{wire_name(match.group(1))}`", text) if as_wire else text


def first_line(cls: type) -> str:
    """The sentence a class says of itself."""
    return (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")


def _limits(spec: FieldSpec) -> str:
    meta = spec.meta
    low, high = meta.minimum, meta.maximum
    unit = f" {meta.unit}" if meta.unit else ""
    if meta.size_unit:
        return f"At least {format_size(low)}." if low is not None else ""
    if low is not None and high is not None:
        return f"Between {low} and {high}{unit}."
    if low is not None:
        return f"At least {low}{unit}."
    if high is not None:
        return f"At most {high}{unit}."
    if meta.max_length is not None:
        return f"At most {meta.max_length} bytes."
    return f"In {meta.unit}." if meta.unit else ""


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return value.value if isinstance(value, Enum) else value
