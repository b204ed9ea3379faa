"""Laws of structuring: what is written out is read back, and nothing the wire can carry breaks the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.address import BusId, Devno, MacAddress
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.field import FieldSpec, Meta, fields_of
from zkvm_provider.model.kinds import KINDS, Kind, kind_of
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.model.structure import read, structure, unstructure

_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12)
_ADDRESSES: dict[Any, st.SearchStrategy[Any]] = {
    Devno: st.integers(0, 0xFFFF).map(Devno),
    CpuSet: st.sets(st.integers(0, 300), min_size=1).map(lambda found: CpuSet(tuple(sorted(found)))),
    BusId: st.builds(BusId, st.integers(0, 15), st.integers(0, 3), st.integers(0, 0xFFFF)),
}


@cache
def values(wanted: Any, meta: Meta) -> st.SearchStrategy[Any]:
    """Values of a field's type within its limits."""
    if wanted is int:
        low = meta.minimum if meta.minimum is not None else 0
        return st.integers(low, meta.maximum if meta.maximum is not None else low + 2**40)
    if wanted is bool:
        return st.booleans()
    if wanted is MacAddress:
        octets = st.lists(st.integers(0, 255), min_size=3, max_size=3)
        return octets.map(lambda tail: MacAddress("52:54:00:" + ":".join(f"{octet:02x}" for octet in tail)))
    if wanted in _ADDRESSES:
        return _ADDRESSES[wanted]
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return st.sampled_from(wanted)
    if get_origin(wanted) is tuple:
        return st.lists(values(get_args(wanted)[0], meta), min_size=1, max_size=3).map(tuple)
    if get_origin(wanted) is dict:
        return st.dictionaries(_TEXT, values(get_args(wanted)[1], meta), max_size=3)
    if is_dataclass(wanted) and isinstance(wanted, type):
        return instances(wanted)
    if meta.pattern:
        return st.from_regex(meta.pattern, fullmatch=True, alphabet=st.characters(max_codepoint=126, min_codepoint=32))
    return _TEXT


@st.composite
def instances(draw: Callable[[st.SearchStrategy[Any]], Any], cls: type) -> Any:
    """Values of a model class: each field good by itself, one of each group, some fields absent."""
    specs = tuple(fields_of(cls))
    groups = {spec.meta.one_of for spec in specs if spec.meta.one_of}
    chosen = {draw(st.sampled_from([spec.name for spec in specs if spec.meta.one_of == group])) for group in groups}
    given: dict[str, Any] = {}
    for spec in specs:
        is_wanted = spec.name in chosen if spec.meta.one_of else spec.required or draw(st.booleans())
        if is_wanted:
            given[spec.name] = draw(values(spec.bare_type, spec.meta))
    return cls(**given)


@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(data=st.data())
def test_inputs_written_out_are_read_back(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(instances(kind.inputs))
    tree = unstructure(value)
    result = read(kind.inputs, Partial(tree=tree))
    if not result.faults:
        assert structure(kind.inputs, tree) == value
    else:
        # Each field is good by itself, so only rules across fields may speak, and they have words of their own.
        assert not [fault for fault in result.faults if fault.reason.startswith(("expected", "must be", "unknown"))]


@settings(max_examples=25, deadline=None)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@given(data=st.data())
def test_outputs_written_out_are_read_back(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(instances(kind.outputs))
    assert structure(kind.outputs, _as_wire(unstructure(value))) == value


_TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=6) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_tree_breaks_the_reader(data: st.DataObject) -> None:
    cls = kind_of("Guest").inputs
    tree = data.draw(_trees_of(cls))
    faults = read(cls, Partial(tree=tree)).faults
    assert all(fault.reason for fault in faults)
    if not faults and Partial(tree=tree).is_known:
        assert structure(cls, unstructure(structure(cls, tree))) == structure(cls, tree)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_learning_more_never_takes_a_fault_away(data: st.DataObject) -> None:
    """What is wrong beside an unknown value is wrong whatever the value becomes."""
    cls = kind_of("Guest").inputs
    known = {key: value for key, value in data.draw(_trees_of(cls)).items() if Partial(tree={key: value}).is_known}
    hidden = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()
    veiled: dict[str, Tree] = {key: UNKNOWN if key in hidden else value for key, value in known.items()}
    null = {key for key, value in known.items() if value is None}
    if hidden & null:
        return
    before = {fault.path for fault in read(cls, Partial(tree=veiled)).faults}
    try:
        structure(cls, known)
        after: set[str] = set()
    except InvalidInput as error:
        after = {fault.path for fault in error.faults}
    assert before <= after


@cache
def _trees_of(cls: type) -> st.SearchStrategy[dict[str, Any]]:
    """Trees that have the names of a class, with anything or something good below them."""

    def field(spec: FieldSpec) -> st.SearchStrategy[Any]:
        good = values(spec.bare_type, spec.meta).map(lambda value: unstructure_one(spec, value))
        return good | _TREES

    return st.fixed_dictionaries({}, optional={spec.wire_name: field(spec) for spec in fields_of(cls)})


def unstructure_one(spec: FieldSpec, value: Any) -> Tree:
    """A single good value as the wire has it."""
    if isinstance(value, tuple):
        return [unstructure_one(spec, item) for item in value]
    if is_dataclass(value) and not hasattr(value, "parse"):
        return unstructure(value)
    return value if isinstance(value, (bool, int, dict)) else str(value)


def _as_wire(tree: Any) -> Any:
    """Numbers as the wire brings them."""
    if isinstance(tree, dict):
        return {key: _as_wire(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_as_wire(value) for value in tree]
    return float(tree) if isinstance(tree, int) and not isinstance(tree, bool) else tree
