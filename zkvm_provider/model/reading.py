"""A wire tree read against a model class: every value parsed, every fault collected, nothing built yet.

The result is a tree of nodes that may hold unknown and faulty values side by side with good ones, so that rules across
fields can still be checked for everything that is there. Why this is not cattrs: docs/decisions/0002.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import field, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Final, get_args, get_origin

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault
from zkvm_provider.model.field import FieldSpec, Meta, fields_of, wire_name
from zkvm_provider.model.partial import UNKNOWN, Tree
from zkvm_provider.model.scalars import read_scalar, say

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")

OPTIONAL_GROUPS: Final = frozenset({"boot"})
"""`one_of` groups of which at most one field is given; every other group wants exactly one."""


class _Mark(Enum):
    FAULTY = "faulty"


FAULTY: Final = _Mark.FAULTY
"""Stands where a value was given that cannot be read; its fault is recorded."""


@dataclass(slots=True, kw_only=True)
class Node:
    """One object of the declaration: its model class, where it stands, and the values that were given.

    A value is a typed one, a `Node`, a list of these, a dict, `UNKNOWN` or `FAULTY`; a field that is absent is missing.
    """

    cls: type
    path: str
    values: dict[str, Any] = field(default_factory=dict)

    def known(self, name: str) -> Any:
        """The value of a field when it is given and good, otherwise None."""
        value = self.values.get(name)
        return None if value is UNKNOWN or value is FAULTY else value

    def is_settled(self, name: str) -> bool:
        """Whether the last word on the field is spoken: good, or absent."""
        value = self.values.get(name)
        return value is not UNKNOWN and value is not FAULTY

    def is_given(self, name: str) -> bool:
        """Whether something stands there, be it unknown or wrong."""
        return name in self.values

    def child(self, name: str) -> Node | None:
        """The object in a field, when it is one."""
        value = self.values.get(name)
        return value if isinstance(value, Node) else None

    def children(self, name: str) -> tuple[Node, ...]:
        """The objects of a list field; unknown and faulty elements are left out."""
        value = self.known(name)
        return tuple(item for item in value if isinstance(item, Node)) if isinstance(value, list) else ()

    def all_settled(self, name: str) -> bool:
        """Whether a list field and every element of it can be read."""
        value = self.values.get(name)
        return self.is_settled(name) and all(item is not UNKNOWN and item is not FAULTY for item in value or ())

    def at(self, name: str) -> str:
        """Property path of a field of this object."""
        return join(self.path, wire_name(name))


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads trees and remembers what is wrong with them. Values under a path of `secrets` are never repeated."""

    secrets: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)

    def node(self, cls: type, tree: dict[str, Tree], path: str) -> Node:
        """Read an object."""
        node = Node(cls=cls, path=path)
        specs = specs_of(cls)
        for spec in specs:
            if tree.get(spec.wire_name) is not None:
                node.values[spec.name] = self._value(
                    spec.bare_type, spec.meta, tree[spec.wire_name], join(path, spec.wire_name)
                )
            elif spec.required:
                self.fault(join(path, spec.wire_name), f"is missing; {_needed(spec)}")
        self._refuse_strangers(specs, tree, path)
        self._check_groups(node)
        return node

    def fault(self, path: str, reason: str) -> None:
        self.faults.append(Fault(path=path, reason=reason))

    def _value(self, wanted: Any, meta: Meta, tree: Tree, path: str) -> Any:
        if tree is UNKNOWN:
            return UNKNOWN
        shape, item = _shape_of(wanted)
        if shape is tuple:
            return self._list(item, meta, tree, path)
        if shape is dict:
            return self._dict(item, meta, tree, path)
        if shape is object:
            if not isinstance(tree, dict):
                return self._wrong_type(path, "an object", tree)
            return self.node(wanted, tree, path)
        try:
            return read_scalar(wanted, meta, tree, is_secret=covers(self.secrets, path))
        except ValueError as error:
            self.fault(path, str(error))
            return FAULTY

    def _list(self, item: Any, meta: Meta, tree: Tree, path: str) -> Any:
        if not isinstance(tree, list):
            return self._wrong_type(path, "a list", tree)
        return [self._element(item, meta, value, f"{path}[{at}]") for at, value in enumerate(tree)]

    def _dict(self, item: Any, meta: Meta, tree: Tree, path: str) -> Any:
        if not isinstance(tree, dict):
            return self._wrong_type(path, "an object", tree)
        return {key: self._element(item, meta, value, join(path, key)) for key, value in tree.items()}

    def _element(self, item: Any, meta: Meta, tree: Tree, path: str) -> Any:
        if tree is None:
            self.fault(path, "is empty (null); leave it out or give it a value")
            return FAULTY
        return self._value(item, meta, tree, path)

    def _wrong_type(self, path: str, wanted: str, tree: Tree) -> _Mark:
        self.fault(path, f"expected {wanted}, got {say(tree, is_secret=covers(self.secrets, path))}")
        return FAULTY

    def _refuse_strangers(self, specs: tuple[FieldSpec, ...], tree: dict[str, Tree], path: str) -> None:
        names = [spec.wire_name for spec in specs]
        for key in tree:
            if key in names:
                continue
            near = difflib.get_close_matches(wire_name(key), names, n=1, cutoff=0.6)
            hint = f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(names)}"
            self.fault(join(path, key), f"unknown property '{key}'{hint}")

    def _check_groups(self, node: Node) -> None:
        for group, members in _groups_of(node.cls).items():
            given = [spec.wire_name for spec in members if node.values.get(spec.name, UNKNOWN) is not UNKNOWN]
            may_come = any(node.values.get(spec.name) is UNKNOWN for spec in members)
            if len(given) > 1:
                limit = "at most one may be given" if group in OPTIONAL_GROUPS else "exactly one is wanted"
                self.fault(node.path, f"gives {_both(given)}; {limit}")
            elif not given and not may_come and group not in OPTIONAL_GROUPS:
                choices = ", ".join(f"`{spec.wire_name}`" for spec in members)
                self.fault(node.path, f"gives none of {choices}; exactly one is wanted")


@cache
def specs_of(cls: type) -> tuple[FieldSpec, ...]:
    """`fields_of`, looked at once per class: Check is called for every resource, twice in every update."""
    return tuple(fields_of(cls))


@cache
def _shape_of(wanted: Any) -> tuple[type | None, Any]:
    """`tuple` or `dict` with the type of what they hold, `object` for a class with fields, None for a single value."""
    origin, held = get_origin(wanted), get_args(wanted)
    if origin is tuple:
        return tuple, held[0]
    if origin is dict:
        return dict, held[1]
    has_fields = is_dataclass(wanted) and isinstance(wanted, type) and not hasattr(wanted, "parse")
    return object if has_fields else None, None


@cache
def _groups_of(cls: type) -> dict[str, list[FieldSpec]]:
    """The fields of every `one_of` group of a class."""
    groups: dict[str, list[FieldSpec]] = {}
    for spec in specs_of(cls):
        if spec.meta.one_of:
            groups.setdefault(spec.meta.one_of, []).append(spec)
    return groups


def join(path: str, key: str) -> str:
    """`boot` and `kernel` give `boot.kernel`; a key that is no plain word is quoted: `hosts["lpar1.example.com"]`."""
    if _PLAIN_KEY.fullmatch(key) is None:
        return f"{path}[{json.dumps(key)}]"
    return f"{path}.{key}" if path else key


def covers(paths: frozenset[str], path: str) -> bool:
    """Whether one of `paths` is `path` or an object that holds it."""
    return bool(paths) and (path in paths or any(above in paths for above in _above(path)))


def _above(path: str) -> Iterator[str]:
    for at, sign in enumerate(path):
        if sign in ".[" and at:
            yield path[:at]


def _needed(spec: FieldSpec) -> str:
    example = f", for instance {spec.meta.example!r}" if spec.meta.example else ""
    return f"{spec.meta.doc.split('. ')[0].rstrip('.')}{example}"


def _both(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return f"both {quoted[0]} and {quoted[1]}" if len(quoted) == 2 else ", ".join(quoted)


def unique(devices: Iterable[Node], name: str) -> Iterator[Fault]:
    """A fault for every device whose value of a field another one has already."""
    holders: dict[Any, str] = {}
    for device in devices:
        value = device.known(name)
        if value is None:
            continue
        if value in holders:
            yield Fault(path=device.at(name), reason=f"{value} is already taken by {holders[value]}")
        else:
            holders[value] = f"{device.path} ({device.known('name')})" if device.known("name") else device.path
