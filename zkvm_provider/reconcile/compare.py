"""Diff: old and new inputs compared as trees, without a machine and without typed values.

Unknown values are differences of effect *update*, never *replace*: the engine asks exactly that of dependents whose
reference is about to be made anew. Works with swapped arguments, as a refresh calls it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, StrEnum
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import BusId, Devno, MacAddress
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.field import FieldSpec
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.reconcile.absent import initial_of
from zkvm_provider.reconcile.policy import replaces
from zkvm_provider.reconcile.shape import ASSIGNED, is_device_list, is_model, specs
from zkvm_provider.units import parse_size


class DifferenceKind(Enum):
    """Pulumi's `PropertyDiff.Kind`, without the replacement."""

    ADD = "add"
    DELETE = "delete"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One property that differs. `path` on the wire: `disks[1].cache`, counted in the new list, or in the old one for
    what was removed."""

    path: str
    kind: DifferenceKind
    replaces: bool = False

    @property
    def effect(self) -> str:
        """`update` or `replace`."""
        return "replace" if self.replaces else "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the comparison is: on the wire, and in the policy table."""

    wire: str = ""
    table: str = ""

    def field(self, spec: FieldSpec) -> _Place:
        dot = "." if self.wire else ""
        return _Place(wire=f"{self.wire}{dot}{spec.wire_name}", table=f"{self.table}{dot}{spec.name}")

    def item(self, index: int) -> _Place:
        return _Place(wire=f"{self.wire}[{index}]", table=f"{self.table}[]")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    kind: str
    inputs: Mapping[str, object]

    def difference(self, place: _Place, old: Tree, new: Tree) -> Difference:
        """The difference of a leaf or of a whole part."""
        is_known = old is not UNKNOWN and new is not UNKNOWN
        anew = is_known and replaces(self.kind, place.table, self.inputs)
        return Difference(path=place.wire, kind=_kind_of(old, new), replaces=anew)


def compare(
    kind: Kind, old: Partial | dict[str, Tree], new: Partial | dict[str, Tree], *, ignore: Iterable[str] = ()
) -> tuple[Difference, ...]:
    """Every input that differs, in the order of the fields. `ignore` holds Pulumi's `ignoreChanges` paths."""
    old_tree = old.tree if isinstance(old, Partial) else old
    new_tree = new.tree if isinstance(new, Partial) else new
    inputs = {spec.name: new_tree.get(spec.wire_name) for spec in specs(kind.inputs)}
    comparison = _Comparison(kind=kind.name, inputs=inputs)
    found = tuple(_models(comparison, kind.inputs, old_tree, new_tree, _Place()))
    ignored = tuple(ignore)
    return tuple(each for each in found if not _is_ignored(each.path, ignored)) if ignored else found


def _models(
    comparison: _Comparison, cls: type, old: dict[str, Tree], new: dict[str, Tree], place: _Place
) -> Iterator[Difference]:
    for spec in specs(cls):
        before, now = old.get(spec.wire_name), new.get(spec.wire_name)
        if before is now and before is not UNKNOWN:
            continue
        if before is None and now is None:
            continue
        if now is None and _may_vanish(spec, before, new):
            continue
        if before is None and spec.meta.default is not None and _equal(spec, now, spec.meta.default):
            continue
        yield from _field(comparison, spec, before, now, place.field(spec))


def _field(comparison: _Comparison, spec: FieldSpec, old: Tree, new: Tree, place: _Place) -> Iterator[Difference]:
    if old is None or new is None or old is UNKNOWN or new is UNKNOWN:
        yield comparison.difference(place, old, new)
    elif isinstance(old, dict) and isinstance(new, dict):
        if is_model(spec.bare_type):
            yield from _models(comparison, spec.bare_type, old, new, place)
        else:
            yield from _texts(old, new, place)
    elif isinstance(old, list) and isinstance(new, list):
        if is_device_list(spec):
            named = any(each.name == "name" for each in specs(spec.item_type))
            compared = _devices if named else _ordered
            yield from compared(comparison, spec.item_type, old, new, place)
        else:
            yield from _items(comparison, old, new, place)
    elif not _equal(spec, old, new):
        yield comparison.difference(place, old, new)


def _devices(
    comparison: _Comparison, cls: type, old: list[Tree], new: list[Tree], place: _Place
) -> Iterator[Difference]:
    """Lists of named things: matched by name, so that another order is no difference."""
    known = {_name(item): item for item in old if isinstance(item, dict) and isinstance(_name(item), str)}
    kept: set[Tree] = set()
    for index, item in enumerate(new):
        here = place.item(index)
        if not isinstance(item, dict) or not isinstance(_name(item), str):
            yield Difference(path=here.wire, kind=DifferenceKind.UPDATE)
        elif _name(item) in known:
            kept.add(_name(item))
            yield from _models(comparison, cls, known[_name(item)], item, here)
        else:
            yield Difference(path=here.wire, kind=DifferenceKind.ADD)
    for index, item in enumerate(old):
        name = _name(item) if isinstance(item, dict) else None
        if name not in kept:
            yield Difference(path=place.item(index).wire, kind=DifferenceKind.DELETE)


def _ordered(
    comparison: _Comparison, cls: type, old: list[Tree], new: list[Tree], place: _Place
) -> Iterator[Difference]:
    """Lists of things without names, such as lines of a file: order counts."""
    for index in range(max(len(old), len(new))):
        here = place.item(index)
        before = old[index] if index < len(old) else None
        now = new[index] if index < len(new) else None
        if isinstance(before, dict) and isinstance(now, dict):
            yield from _models(comparison, cls, before, now, here)
        elif before != now or now is UNKNOWN:
            yield Difference(path=here.wire, kind=_kind_of(before, now))


def _items(comparison: _Comparison, old: list[Tree], new: list[Tree], place: _Place) -> Iterator[Difference]:
    """Lists of plain values: order counts. Whether the whole is made anew is the list's rule."""
    anew = comparison.difference(place, old, new).replaces
    for index in range(max(len(old), len(new))):
        before = old[index] if index < len(old) else None
        now = new[index] if index < len(new) else None
        if before != now or now is UNKNOWN:
            kind = _kind_of(before, now)
            yield Difference(path=place.item(index).wire, kind=kind, replaces=anew and now is not UNKNOWN)


def _texts(old: dict[str, Tree], new: dict[str, Tree], place: _Place) -> Iterator[Difference]:
    """A map of the user's own keys."""
    for key in (*new, *(key for key in old if key not in new)):
        before, now = old.get(key), new.get(key)
        if before != now or now is UNKNOWN:
            path = f"{place.wire}.{key}" if key.isidentifier() else f'{place.wire}["{key}"]'
            yield Difference(path=path, kind=_kind_of(before, now))


def _may_vanish(spec: FieldSpec, old: Tree, new: dict[str, Tree]) -> bool:
    """Whether removing the field changes nothing: it is assigned, or was what it goes back to."""
    if spec.name in ASSIGNED or old in ([], {}):
        return True
    follows = {"current_memory": "memory", "max_vcpus": "vcpus"}.get(spec.name)
    if follows is not None:
        back: object = new.get(follows, 1 if follows == "vcpus" else None)
    else:
        back = initial_of(spec)
    return back is not None and back is not UNKNOWN and old is not UNKNOWN and _equal(spec, old, back)


def _equal(spec: FieldSpec, old: object, new: object) -> bool:
    if spec.name == "machine" and isinstance(old, str) and isinstance(new, str):
        return old == new or old.startswith(f"{new}-")
    before, now = _plain(spec, old), _plain(spec, new)
    return before == now and isinstance(before, bool) == isinstance(now, bool)


def _plain(spec: FieldSpec, value: object) -> object:
    """A value in the one spelling that is compared; unreadable ones as they are."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        if spec.meta.size_unit and isinstance(value, (str, int)):
            return parse_size(value, default_unit=spec.meta.size_unit)
        if isinstance(value, str):
            return _plain_text(spec.bare_type, value)
    except ValueError:
        return value
    return value


def _plain_text(bare_type: Any, text: str) -> object:
    if bare_type in {Devno, BusId, MacAddress, CpuSet}:
        return bare_type.parse(text)
    if isinstance(bare_type, type) and issubclass(bare_type, StrEnum):
        return text.casefold()
    return str(text)


def _name(item: dict[str, Tree]) -> Tree:
    return item.get("name")


def _kind_of(old: Tree, new: Tree) -> DifferenceKind:
    if old is None:
        return DifferenceKind.ADD
    return DifferenceKind.DELETE if new is None else DifferenceKind.UPDATE


def _is_ignored(path: str, ignored: tuple[str, ...]) -> bool:
    return any(_covers(_parts(each), _parts(path)) for each in ignored)


def _covers(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    if len(pattern) > len(path):
        return False
    return all(want in {"*", have} for want, have in zip(pattern, path, strict=False))


def _parts(path: str) -> tuple[str, ...]:
    """`disks[0].cache` as `disks`, `0`, `cache`."""
    return tuple(part.strip('"') for part in path.replace("]", "").replace("[", ".").split(".") if part)
