"""From wire trees to values of the model and back.

`structure` refuses with every fault at once; `unstructure` gives the tree that `structure` reads to the same value.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from enum import Enum
from typing import Any, TypeVar

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Bug, Fault, InvalidInput
from zkvm_provider.model import found_good
from zkvm_provider.model.field import FieldSpec
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.model.reading import FAULTY, Node, Reader, specs_of
from zkvm_provider.model.rules import broken_rules
from zkvm_provider.units import format_size

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A tree read as far as it is known: its values, and everything wrong with it."""

    node: Node
    faults: tuple[Fault, ...]


def read(cls: type, partial: Partial) -> Read:
    """Read a tree that may hold unknown values. Faults come in the order of fields, then of rules."""
    reader = Reader(secrets=partial.secrets)
    node = reader.node(cls, partial.tree, "")
    return Read(node=node, faults=(*reader.faults, *broken_rules(node, partial.secrets)))


def structure(cls: type[T], tree: dict[str, Tree], *, secrets: frozenset[str] = frozenset()) -> T:
    """The value of model class `cls` that a fully known tree means.

    Numbers may be floats (the wire knows no integers), `null` is absent. Raises InvalidInput with every fault, and Bug
    when something in the tree is unknown: such trees are for `read`.
    """
    node = found_good.take(cls, tree)
    if node is None:
        result = read(cls, Partial(tree=tree, secrets=secrets))
        if result.faults:
            raise InvalidInput(result.faults)
        node = result.node
    built: T = _build(node)
    return built


def remembered(cls: type[T], tree: dict[str, Tree]) -> T:
    """The value that a fully known tree of the state means, by whatever version and under whatever rules it was kept.

    What somebody changed on the host may break a rule, and what an older version wrote may have other properties: such
    a state is still to be read, updated and deleted. Properties that cannot be read are left out, and no rule is
    applied. Raises InvalidInput when a required one cannot be read.
    """
    reader = Reader()
    value = _kept(reader.node(cls, tree, ""))
    if value is FAULTY:
        raise InvalidInput(reader.faults)
    built: T = _build(value)
    return built


def unstructure(instance: Any) -> dict[str, Tree]:
    """The wire tree of a value of the model: sizes of inputs as text (`1 GiB`), choices and addresses as text.

    Absent fields are left out, empty lists and objects are kept.
    """
    tree: dict[str, Tree] = {}
    cls: type = type(instance)
    for spec in specs_of(cls):
        value = getattr(instance, spec.name)
        if value is not None:
            tree[spec.wire_name] = unstructured(spec, value)
    return tree


def unstructured(spec: FieldSpec, value: Any) -> Tree:
    """One field's part of `unstructure`; its value is there."""
    return format_size(value) if spec.meta.size_unit else _flatten(value)


def _build(node: Node) -> Any:
    return node.cls(**{name: _built(value) for name, value in node.values.items()})


def _built(value: Any) -> Any:
    if value is UNKNOWN or value is FAULTY:
        raise Bug(f"a value was structured that is {value!r}")
    if isinstance(value, Node):
        return _build(value)
    if isinstance(value, list):
        return tuple(_built(item) for item in value)
    if isinstance(value, dict):
        return {key: _built(item) for key, item in value.items()}
    return value


def _kept(value: Any) -> Any:
    """Without what cannot be read; FAULTY when nothing is left, or something required is not."""
    if isinstance(value, Node):
        values = {name: _kept(each) for name, each in value.values.items()}
        readable = {name: each for name, each in values.items() if each is not FAULTY}
        lacks = any(spec.required and spec.name not in readable for spec in specs_of(value.cls))
        return FAULTY if lacks else Node(cls=value.cls, path=value.path, values=readable)
    if isinstance(value, list):
        return [each for each in map(_kept, value) if each is not FAULTY]
    if isinstance(value, dict):
        kept = {key: _kept(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each is not FAULTY}
    return value


_PLAIN = frozenset({str, int, float, bool})


def _flatten(value: Any) -> Tree:
    if type(value) in _PLAIN:
        plain: Tree = value
        return plain
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, tuple):
        return [_flatten(item) for item in value]
    if isinstance(value, dict):
        return {key: _flatten(item) for key, item in value.items()}
    if is_dataclass(value):
        return str(value) if hasattr(value, "parse") else unstructure(value)
    raise Bug(f"the model holds a value the wire cannot carry: {value!r}")
