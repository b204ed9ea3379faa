"""YAML into frozen dataclasses, strictly: every fault is named with its line and its path.

The classes say what is allowed by their annotations: `str`, `int`, `bool`, a tuple of something, a `dict` of something
by text, another dataclass, any of these `| None`, and `Annotated` with a `Pattern` (the text must match) or a `Size`
(text with a unit, in bytes).
"""

from __future__ import annotations

import dataclasses
import re
import types
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.units import parse_size

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Kind = TypeVar("_Kind")
_WRONG = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """The text must match `regex` as a whole; `like` is an example for the message."""

    regex: str
    like: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A size with a unit (`8 GiB`); a bare number counts in `default_unit`."""

    default_unit: str = "B"


def parse(kind: type[_Kind], text: str, *, source: str) -> _Kind:
    """The value `text` describes. Raises `InvalidInput` with all faults; `source` names the file in them."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as failure:
        line = failure.problem_mark.line + 1 if failure.problem_mark else 0
        raise InvalidInput.at(f"{source}:{line}", f"this is not YAML: {failure.problem}") from failure
    except yaml.YAMLError as failure:
        raise InvalidInput.at(source, f"this is not YAML: {failure}") from failure
    if node is None:
        raise InvalidInput.at(source, "the file is empty")
    reader = _Reader(source)
    value = reader.value(kind, node, "")
    if reader.faults:
        raise InvalidInput(reader.faults)
    assert isinstance(value, kind)  # noqa: S101 -- says it to the type checker
    return value


class _Reader:
    """Walks nodes and annotations side by side and collects faults."""

    def __init__(self, source: str) -> None:
        self.faults: list[Fault] = []
        self._source = source

    def value(self, kind: Any, node: yaml.Node, path: str) -> Any:
        if get_origin(kind) in (types.UnionType, Union):
            kind = next(each for each in get_args(kind) if each is not type(None))
        if dataclasses.is_dataclass(kind):
            return self._record(kind, node, path)
        if get_origin(kind) is dict:
            return self._mapping(get_args(kind)[1], node, path)
        if get_origin(kind) is tuple:
            return self._items(get_args(kind)[0], node, path)
        if not isinstance(node, yaml.ScalarNode):
            return self._fault(node, path, "expected one value, found a list or a mapping")
        return self._scalar(kind, node, path)

    def _fault(self, node: yaml.Node, path: str, reason: str) -> Any:
        where = f"{self._source}:{node.start_mark.line + 1}"
        self.faults.append(Fault(path=f"{where} {path}" if path else where, reason=reason))
        return _WRONG

    def _record(self, kind: Any, node: yaml.Node, path: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self._fault(node, path, "expected a mapping")
        hints = get_type_hints(kind, include_extras=True)
        given: dict[str, Any] = {}
        for key, child in node.value:
            name = str(key.value)
            here = f"{path}.{name}" if path else name
            if name not in hints:
                self._fault(key, here, f"unknown key; known are {', '.join(hints)}")
            elif name in given:
                self._fault(key, here, "given twice")
            else:
                given[name] = self.value(hints[name], child, here)
        missing = [field.name for field in dataclasses.fields(kind) if _is_required(field) and field.name not in given]
        for name in missing:
            self._fault(node, path, f"{name} is missing")
        if missing or any(value is _WRONG for value in given.values()):
            return _WRONG
        return kind(**given)

    def _mapping(self, kind: Any, node: yaml.Node, path: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            return self._fault(node, path, "expected a mapping")
        given: dict[str, Any] = {}
        for key, child in node.value:
            name = str(key.value)
            here = f"{path}.{name}" if path else name
            if name in given:
                self._fault(key, here, "given twice")
            else:
                given[name] = self.value(kind, child, here)
        return _WRONG if any(value is _WRONG for value in given.values()) else given

    def _items(self, kind: Any, node: yaml.Node, path: str) -> Any:
        if not isinstance(node, yaml.SequenceNode):
            return self._fault(node, path, "expected a list")
        items = [self.value(kind, child, f"{path}[{number}]") for number, child in enumerate(node.value)]
        return _WRONG if any(item is _WRONG for item in items) else tuple(items)

    def _scalar(self, kind: Any, node: yaml.ScalarNode, path: str) -> Any:
        text = str(node.value)
        if node.tag == "tag:yaml.org,2002:null":
            return self._fault(node, path, "a value is missing")
        rules: tuple[Any, ...] = ()
        if get_origin(kind) is Annotated:
            kind, *rest = get_args(kind)
            rules = tuple(rest)
        for rule in rules:
            match rule:
                case Pattern() if not re.fullmatch(rule.regex, text):
                    return self._fault(node, path, f"expected something like {rule.like}, got {text!r}")
                case Size():
                    return self._size(rule, node, path)
        if kind is bool:
            choices = {"true": True, "false": False}
            return (
                choices[text] if text in choices else self._fault(node, path, f"expected true or false, got {text!r}")
            )
        if kind is int:
            return (
                int(text) if re.fullmatch(r"\d+", text) else self._fault(node, path, f"expected a number, got {text!r}")
            )
        return text

    def _size(self, rule: Size, node: yaml.ScalarNode, path: str) -> Any:
        try:
            return parse_size(str(node.value), default_unit=rule.default_unit)
        except ValueError as failure:
            return self._fault(node, path, str(failure))


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
