"""For the rows of the policy table: two declarations, A and B, whose one difference is the row's change.

They come from the conformance kit's variants, read in both directions: what a variant adds, the way back removes.
"""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.provider.conformance import variants
from tests.provider.conformance.worlds import BASES, REQUIRED
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.structure import structure
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import is_device_list, is_model, turn_of

Tree = dict[str, Any]
_PARTS = re.compile(r"[A-Za-z0-9]+|\[\d+\]")

OTHERS: dict[str, Any] = {
    "boot.order": ["data", "lan"],
    "boot.loadparm": "3",
    "boot.loadparms": {"data": "3"},
    "disks[].target": "vdy",
    "interfaces[].devno": "0x0ffe",
    "luns[].controller": 0,
}
"""A second value for fields that the base does not give."""

Resolve = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Inputs before and after; `path` as the policy table writes it."""

    kind: str
    path: str
    turn: Turn
    before: Tree
    after: Tree
    place: str
    """Where it is on the wire: `disks[0].cache`."""


def pairs_of(kind: Kind, resolve: Resolve) -> dict[tuple[str, Turn], Pair]:
    """The first pair for every change that the variants give, by field and turn. `resolve` fills in references."""
    found: dict[tuple[str, Turn], Pair] = {}
    for wire_path, before, after in _couples(kind):
        for path, turn in _changes(kind, wire_path, resolve(before), resolve(after)):
            pair = Pair(kind=kind.name, path=path, turn=turn, before=before, after=after, place=wire_path)
            found.setdefault((path, turn), pair)
    for pair in list(found.values()):
        if pair.turn is Turn.ADD and not {(pair.path, Turn.SET), (pair.path, Turn.RAISE)} & {*found}:
            _add_others(kind, pair, resolve, found)
    return found


def _add_others(kind: Kind, added: Pair, resolve: Resolve, found: dict[tuple[str, Turn], Pair]) -> None:
    """For a field the base does not give: from the value that was added to another one, and back."""
    parts: list[Any] = [int(part[1:-1]) if part[0] == "[" else part for part in _PARTS.findall(added.place)]
    holder: Any = added.after
    for part in parts[:-1]:
        holder = holder[part]
    value = OTHERS.get(added.path, _other(holder.get(parts[-1]) if isinstance(holder, dict) else None))
    if value is None:
        return
    inputs = copy.deepcopy(added.after)
    holder = inputs
    for part in parts[:-1]:
        holder = holder[part]
    holder[parts[-1]] = value
    for before, after in ((added.after, inputs), (inputs, added.after)):
        for path, turn in _changes(kind, added.place, resolve(before), resolve(after)):
            pair = Pair(kind=kind.name, path=path, turn=turn, before=before, after=after, place=added.place)
            found.setdefault((path, turn), pair)


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else None


def _couples(kind: Kind) -> Iterator[tuple[str, Tree, Tree]]:
    """Place, inputs before and after. A field that is taken away had another value than a new object starts with."""
    base = BASES[kind.name]
    without = {variant.path: variant.inputs for variant in variants.removed(kind)}
    for variant in variants.changed(kind):
        if variant.path in without:
            yield variant.path, variant.inputs, without[variant.path]
            yield variant.path, without[variant.path], variant.inputs
    for variant in _variants(kind):
        yield variant.path, base, variant.inputs
        yield variant.path, variant.inputs, base


def _variants(kind: Kind) -> Iterator[variants.Variant]:
    yield from variants.with_fewer_entries(kind)
    yield from variants.changed(kind)
    yield from variants.removed(kind)
    for spec in fields_of(kind.inputs):
        given = BASES[kind.name].get(spec.wire_name)
        if given and (is_model(spec.bare_type) or is_device_list(spec)) and _may_go(kind, spec.wire_name):
            inputs = copy.deepcopy(BASES[kind.name])
            del inputs[spec.wire_name]
            yield variants.Variant(spec.wire_name, inputs)


def _may_go(kind: Kind, name: str) -> bool:
    """Whether nothing else of the base needs it as a whole."""
    return name not in REQUIRED.get(kind.name, ())


def _changes(kind: Kind, wire_path: str, before: Tree, after: Tree) -> Iterator[tuple[str, Turn]]:
    """The changes at a place, of the field itself and, where it comes or goes, of the part it lies in."""
    was: Any = structure(kind.inputs, before)
    now: Any = structure(kind.inputs, after)
    path = ""
    for part in _PARTS.findall(wire_path):
        if part.startswith("["):
            at = int(part[1:-1])
            was, now = _item(was, at), _item(now, at)
            path += "[]"
        else:
            name = _field(was if was is not None else now, part)
            was, now = (getattr(each, name) if each is not None else None for each in (was, now))
            path += f".{name}" if path else name
        if (was is None) is not (now is None):
            break
    if isinstance(was, tuple) and isinstance(now, tuple) and dataclasses.is_dataclass((*was, *now)[0]):
        yield path, Turn.ADD if len(now) > len(was) else Turn.REMOVE
    elif was != now:
        yield path, turn_of(was, now)


def _item(values: Any, at: int) -> Any:
    return values[at] if values is not None and len(values) > at else None


def _field(value: Any, wire_name: str) -> str:
    cls: type = type(value)
    return next(spec.name for spec in fields_of(cls) if spec.wire_name == wire_name)
