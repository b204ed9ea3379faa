"""For the rows of the policy table: two declarations, A and B, whose one difference is the row's change.

They come from the conformance kit's variants and from `edits.py`, read in both directions: what one adds, the way back
removes. A pair holds no more of the declaration than the change needs.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.effects.edit import Edit
from tests.effects.edits import EDITS, PARTS_NEEDED, STEMS
from tests.effects.places import Tree, at, changed, parts
from tests.provider.conformance import variants
from tests.provider.conformance.worlds import BASES, OTHER_MACHINE, REQUIRED, SAME_MACHINE
from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.structure import structure
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import is_device_list, is_model, turn_of

Resolve = Callable[[Tree], Any]


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


def pairs_of_edits(kind: Kind, edits: Iterable[Edit], resolve: Resolve) -> tuple[Pair, ...]:
    """The first pair for every change that the edits show, read in both directions."""
    found: dict[tuple[str, Turn], Pair] = {}
    for edit in edits:
        one, other = edit.sides
        for before, after in ((one, other), (other, one)):
            for path, turn in _changes(kind, edit.place, resolve(before), resolve(after)):
                pair = Pair(kind=kind.name, path=path, turn=turn, before=before, after=after, place=edit.place)
                found.setdefault((path, turn), pair)
    return (*found.values(),)


def pairs_of(kind: Kind, resolve: Resolve) -> dict[tuple[str, Turn], Pair]:
    """The first pair for every change, by field and turn. `resolve` fills in references."""
    found: dict[tuple[str, Turn], Pair] = {}
    for place, before, after in _couples(kind):
        one, other = _without_the_rest(kind, before, after), _without_the_rest(kind, after, before)
        for path, turn in _changes(kind, place, resolve(one), resolve(other)):
            pair = Pair(kind=kind.name, path=path, turn=turn, before=one, after=other, place=place)
            found.setdefault((path, turn), pair)
    for pair in list(found.values()):
        if pair.turn is Turn.ADD and not {(pair.path, Turn.SET), (pair.path, Turn.RAISE)} & {*found}:
            _add_others(kind, pair, resolve, found)
    return found


def _without_the_rest(kind: Kind, one: Tree, other: Tree) -> Tree:
    """One side without the properties that are the same in both and that the change does not need."""
    if kind.name not in STEMS:
        return one
    differing = {name for name in (*one, *other) if one.get(name) != other.get(name)}
    needed = {more for name in differing for more in PARTS_NEEDED.get(name, ())}
    return {name: value for name, value in one.items() if name in STEMS[kind.name] | differing | needed}


def _add_others(kind: Kind, added: Pair, resolve: Resolve, found: dict[tuple[str, Turn], Pair]) -> None:
    """For a field the base does not give: from the value that was added to another one, and back."""
    value = _other(at(added.after, added.place))
    if value is None:
        return
    inputs = changed(added.after, added.place, value)
    for before, after in ((added.after, inputs), (inputs, added.after)):
        with suppress(InvalidInput):  # another number is none here: an edit gives it
            for path, turn in _changes(kind, added.place, resolve(before), resolve(after)):
                pair = Pair(kind=kind.name, path=path, turn=turn, before=before, after=after, place=added.place)
                found.setdefault((path, turn), pair)


def _other(value: Any) -> Any:
    """Another flag or number."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else None


def _couples(kind: Kind) -> Iterator[tuple[str, Tree, Tree]]:
    """Place, inputs before and after. A field that is taken away had another value than a new object starts with."""
    base = BASES[kind.name]
    for edit in EDITS:
        if edit.kind == kind.name:
            one, other = edit.sides
            yield edit.place, one, other
            yield edit.place, other, one
    if "host" in {spec.wire_name for spec in fields_of(kind.inputs)}:
        yield "host", {**base, "host": SAME_MACHINE}, {**base, "host": OTHER_MACHINE}
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
        if (
            given
            and not spec.required
            and (is_model(spec.bare_type) or is_device_list(spec))
            and _may_go(kind, spec.wire_name)
        ):
            inputs = copy.deepcopy(BASES[kind.name])
            del inputs[spec.wire_name]
            yield variants.Variant(spec.wire_name, inputs)


def _may_go(kind: Kind, name: str) -> bool:
    """Whether nothing else of the base needs it as a whole."""
    return name not in REQUIRED.get(kind.name, ())


def _changes(kind: Kind, place: str, before: Tree, after: Tree) -> Iterator[tuple[str, Turn]]:
    """The changes at a place, of the field itself and, where it comes or goes, of the part it lies in."""
    was: Any = structure(kind.inputs, before)
    now: Any = structure(kind.inputs, after)
    path = ""
    for part in parts(place):
        if isinstance(part, int):
            was, now = _item(was, part), _item(now, part)
            path += "[]"
        else:
            name = _field(was if was is not None else now, part)
            was, now = (getattr(each, name) if each is not None else None for each in (was, now))
            path += f".{name}" if path else name
        if (was is None) is not (now is None):
            break
    path = path.removesuffix("[]")
    first: Any = type((*was, *now)[0]) if isinstance(was, tuple) and isinstance(now, tuple) else None
    if is_model(first):
        yield path, Turn.ADD if len(now) > len(was) else Turn.REMOVE
    elif was != now:
        yield path, turn_of(was, now)


def _item(values: Any, place: int) -> Any:
    return values[place] if values is not None and len(values) > place else None


def _field(value: Any, wire_name: str) -> str:
    cls: type = type(value)
    return next(spec.name for spec in fields_of(cls) if spec.wire_name == wire_name)
