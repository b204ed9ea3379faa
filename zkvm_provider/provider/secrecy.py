"""Which outputs are secret: those of secret inputs, those that contain a secret value, and fields declared secret."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from zkvm_provider.model.field import FieldSpec, fields_of
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.provider import paths
from zkvm_provider.provider.paths import Path
from zkvm_provider.provider.scrubber import MASK
from zkvm_provider.reconcile.plan import Change
from zkvm_provider.reconcile.shape import is_model
from zkvm_provider.units import parse_size

_SHORTEST_CONTAINED: Final = 4
"""A shorter value is found inside other texts by chance."""
_SMALLEST_SIZE: Final = 512
"""A smaller number equals an unrelated one by chance."""


def declared_paths(tree: dict[str, Tree], kind: Kind) -> frozenset[str]:
    """The paths of `tree` whose fields are declared secret."""
    return frozenset(paths.join(path) for path in _declared(tree, kind))


def secret_paths(tree: dict[str, Tree], kind: Kind | None, sources: Iterable[Partial]) -> frozenset[str]:
    """The paths of `tree` that have to be marked secret, given what was marked in `sources` (inputs, old state).

    A path through a list follows the entry's `name`, for lists have no order. A leaf that contains a secret value, or
    is a size in bytes of one, is secret wherever it lies.
    """
    sources = tuple(sources)
    found = set(_declared(tree, kind)) if kind is not None else set()
    for source in sources:
        for secret in source.secrets:
            moved = _same_place(source.tree, paths.split(secret), tree)
            if moved is not None:
                found.add(moved)
    texts, numbers = _values(sources)
    if texts or numbers:
        found.update(path for path, leaf in paths.leaves(tree) if _gives_away(leaf, texts, numbers))
    return frozenset(paths.join(path) for path in found)


def veiled(change: Change, sources: Iterable[Partial]) -> Change:
    """The change with its values masked where its path was marked secret."""
    for source in sources:
        for secret in source.secrets:
            hidden = paths.named(source.tree, paths.split(secret))
            if change.path == hidden or change.path.startswith((f"{hidden}.", f"{hidden}[")):
                return dataclasses.replace(
                    change, old=MASK if change.old else "", new=MASK if change.new else "", reason=""
                )
    return change


def _same_place(source: Tree, path: Path, target: Tree) -> Path | None:
    """Where `path` of `source` is in `target`; list entries are found again by name, else by index."""
    moved: list[str | int] = []
    for part in path:
        if isinstance(source, dict) and isinstance(target, dict) and isinstance(part, str):
            if part not in target:
                return None
            source, target = source.get(part), target[part]
            moved.append(part)
        elif isinstance(source, list) and isinstance(target, list) and isinstance(part, int):
            index = _index_of(source[part] if part < len(source) else None, target, part)
            if index is None:
                return None
            source, target = source[part], target[index]
            moved.append(index)
        else:
            return tuple(moved) if moved else None
    return tuple(moved)


def _index_of(entry: Tree, target: list[Tree], index: int) -> int | None:
    name = entry.get("name") if isinstance(entry, dict) else None
    if isinstance(name, str):
        return next((at for at, item in enumerate(target) if isinstance(item, dict) and item.get("name") == name), None)
    return index if index < len(target) else None


def _values(sources: Iterable[Partial]) -> tuple[frozenset[str], frozenset[int]]:
    """Every secret text worth looking for, and every number of bytes a secret stands for."""
    texts: set[str] = set()
    numbers: set[int] = set()
    for source in sources:
        for secret in source.secrets:
            for value in _leaves_at(source.tree, paths.split(secret)):
                if isinstance(value, str) and len(value) >= _SHORTEST_CONTAINED:
                    texts.add(value)
                numbers.update(_sizes(value))
    return frozenset(texts), frozenset(numbers)


def _leaves_at(tree: Tree, path: Path) -> Iterator[Tree]:
    try:
        below = paths.at(tree, path)
    except LookupError:
        return
    for _, value in paths.leaves(below):
        yield value


def _sizes(value: Tree) -> Iterator[int]:
    if value is UNKNOWN or isinstance(value, bool) or not isinstance(value, (str, int)):
        return
    if isinstance(value, int):
        yield value
    for unit in ("MiB", "GiB"):
        try:
            yield parse_size(value, default_unit=unit)
        except ValueError:
            return


def _gives_away(leaf: Tree, texts: frozenset[str], numbers: frozenset[int]) -> bool:
    if isinstance(leaf, str):
        return any(text in leaf for text in texts)
    return isinstance(leaf, int) and not isinstance(leaf, bool) and leaf >= _SMALLEST_SIZE and leaf in numbers


@functools.cache
def _fields(cls: type) -> tuple[FieldSpec, ...]:
    return tuple(fields_of(cls))


@functools.cache
def _has_secrets(cls: object) -> bool:
    """Whether a class, or one that it holds, declares a field secret: most do not, and need no look at their values."""
    if not isinstance(cls, type) or not is_model(cls):
        return False
    return any(
        field.meta.secret or _has_secrets(field.item_type if field.is_list else field.bare_type)
        for field in _fields(cls)
    )


def _declared(tree: dict[str, Tree], kind: Kind) -> Iterator[Path]:
    for cls in (kind.inputs, kind.outputs):
        yield from _declared_in(tree, cls, ())


def _declared_in(tree: Tree, cls: object, path: Path) -> Iterator[Path]:
    """Paths of fields whose declaration says `secret`."""
    if not isinstance(cls, type) or not _has_secrets(cls) or not isinstance(tree, Mapping):
        return
    for field in _fields(cls):
        if field.wire_name not in tree:
            continue
        here: Path = (*path, field.wire_name)
        value = tree[field.wire_name]
        if field.meta.secret:
            yield here
        elif field.is_list and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _declared_in(item, field.item_type, (*here, index))
        else:
            yield from _declared_in(value, field.bare_type, here)
