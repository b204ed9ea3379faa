"""Property values of the wire as trees with unknown leaves and secret paths, and back. Unknowns stop here.

Decoding: a secret is its value, and its path is noted; an output value likewise; a reference to a resource is its
id; an integral number is an int; objects are sorted by key, for the wire keeps no order. Assets and archives have no
meaning for zkvm and are refused with their path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from google.protobuf import struct_pb2

from zkvm_provider.errors import Bug, Fault, InvalidInput
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.provider import paths, wire
from zkvm_provider.provider.paths import Path

_LARGEST_EXACT = 2**53
"""Beyond it a double no longer holds every integer (IEEE 754)."""


_MARKS = tuple(mark.encode() for mark in (wire.SIGNATURE_KEY, *sorted(wire.UNKNOWN_TEXTS)))


def decode(struct: Any) -> Partial:
    """The tree of a protobuf Struct. Raises InvalidInput with every fault (asset, archive, …) and its path."""
    decoder = _Decoder()
    tree = {key: decoder.value(value, (key,)) for key, value in sorted(struct.fields.items())}
    if decoder.faults:
        raise InvalidInput(decoder.faults)
    return Partial(tree=tree, secrets=frozenset(paths.join(path) for path in decoder.secrets))


def is_plain(struct: Any) -> bool:
    """Whether nothing in a Struct is marked (secret, reference, asset, …) and nothing is unknown."""
    text = struct.SerializeToString()
    return not any(mark in text for mark in _MARKS)


def encode(tree: Mapping[str, Tree], secrets: Iterable[str] = ()) -> Any:
    """A protobuf Struct of the tree; what lies at a path of `secrets` is marked secret, UNKNOWN as unknown.

    Paths that the tree does not have are skipped. Raises Bug for a value no wire can carry.
    """
    struct = struct_pb2.Struct()
    put(struct, tree, secrets)
    return struct


def encode_beside(struct: Any, partial: Partial, tree: Mapping[str, Tree], secrets: Iterable[str] = ()) -> Any:
    """The same, of a tree many of whose values are those that `partial` has, which was decoded from `struct`.

    Those at its top are copied, where nothing is marked or unknown in either.
    """
    secrets = frozenset(secrets)
    if secrets or partial.secrets or not is_plain(struct):
        return encode(tree, secrets)
    copy = struct_pb2.Struct()
    copy.CopyFrom(struct)
    given = partial.tree
    for key in given.keys() - tree.keys():
        del copy.fields[key]
    put(copy, {key: value for key, value in tree.items() if key not in given or given[key] is not value})
    return copy


def put(struct: Any, tree: Mapping[str, Tree], secrets: Iterable[str] = ()) -> None:
    """The same into a Struct that is there; what it has under those keys is replaced."""
    marked = frozenset(paths.split(path) for path in secrets)
    fields = struct.fields
    for key, value in tree.items():
        if key in fields:
            del fields[key]
        _put(fields[key], value, (key,), marked)


class _Decoder:
    """One pass over one Struct; collects what was marked secret and what cannot be accepted."""

    def __init__(self) -> None:
        self.secrets: list[Path] = []
        self.faults: list[Fault] = []

    def value(self, value: Any, path: Path) -> Tree:
        match value.WhichOneof("kind"):
            case "string_value":
                text: str = value.string_value
                return UNKNOWN if text in wire.UNKNOWN_TEXTS else text
            case "number_value":
                number: float = value.number_value
                return int(number) if number.is_integer() and abs(number) <= _LARGEST_EXACT else number
            case "bool_value":
                return bool(value.bool_value)
            case "list_value":
                return [self.value(item, (*path, index)) for index, item in enumerate(value.list_value.values)]
            case "struct_value":
                return self._struct(value.struct_value.fields, path)
            case _:
                return None

    def _struct(self, fields: Any, path: Path) -> Tree:
        if wire.SIGNATURE_KEY not in fields:
            return {key: self.value(value, (*path, key)) for key, value in sorted(fields.items())}
        signature = fields[wire.SIGNATURE_KEY].string_value
        if signature == wire.SECRET:
            self.secrets.append(path)
            return self._inner(fields, path)
        if signature == wire.OUTPUT_VALUE:
            if "secret" in fields and fields["secret"].bool_value:
                self.secrets.append(path)
            return self._inner(fields, path)
        if signature == wire.RESOURCE_REFERENCE:
            return self._reference(fields, path)
        return self._refuse(signature, path)

    def _inner(self, fields: Any, path: Path) -> Tree:
        return self.value(fields["value"], path) if "value" in fields else UNKNOWN

    def _reference(self, fields: Any, path: Path) -> Tree:
        if "id" not in fields:
            self.faults.append(Fault(path=paths.join(path), reason="a component has no id; give one of its resources"))
            return None
        return self.value(fields["id"], path) or UNKNOWN

    def _refuse(self, signature: str, path: Path) -> Tree:
        what = {wire.ASSET: "an asset", wire.ARCHIVE: "an archive"}.get(signature, "a value of an unknown kind")
        reason = f"{what} is not accepted here; give the text, or the path of a file"
        self.faults.append(Fault(path=paths.join(path), reason=reason))
        return None


def _put(into: Any, value: Tree, path: Path, marked: frozenset[Path]) -> None:
    """Write `value` into a protobuf Value, wrapped where its path is marked."""
    if path in marked:
        into.struct_value.fields[wire.SIGNATURE_KEY].string_value = wire.SECRET
        _put(into.struct_value.fields["value"], value, path, frozenset())
    elif isinstance(value, str):
        into.string_value = value
    elif value is None:
        into.null_value = struct_pb2.NULL_VALUE
    elif value is UNKNOWN:
        into.string_value = wire.UNKNOWN_TEXT
    elif isinstance(value, bool):
        into.bool_value = value
    elif isinstance(value, (int, float)):
        into.number_value = _number(value, path)
    elif isinstance(value, dict):
        into.struct_value.SetInParent()
        fields = into.struct_value.fields
        for key, item in value.items():
            _put(fields[key], item, (*path, key), marked)
    elif isinstance(value, list):
        into.list_value.SetInParent()
        values = into.list_value.values
        for index, item in enumerate(value):
            _put(values.add(), item, (*path, index), marked)
    else:
        raise Bug(f"{paths.join(path)} holds a {type(value).__name__}, which the wire cannot carry")


def _number(value: float, path: Path) -> float:
    if isinstance(value, int) and abs(value) > _LARGEST_EXACT:
        raise Bug(f"{paths.join(path)} is {value}, more than a number of the wire holds exactly")
    return float(value)
