"""Property paths in Pulumi's form: `disks[0].devno`, `metadata["team.name"]`; taken apart and put together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from zkvm_provider.model.partial import Tree
from zkvm_provider.model.reading import join as join_key

Path = tuple[str | int, ...]

_PART = re.compile(r'\.?([^.\["]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')


def join(path: Iterable[str | int]) -> str:
    """`("disks", 0, "devno")` → `disks[0].devno`. Keys that are no plain words are quoted in brackets."""
    text = ""
    for part in path:
        text = f"{text}[{part}]" if isinstance(part, int) else join_key(text, part)
    return text


def split(text: str) -> Path:
    """The parts of what `join` made. Raises ValueError for a text that is no path."""
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            raise ValueError(f"not a property path: {text!r}")
        word, index, quoted = match.groups()
        if index is not None:
            parts.append(int(index))
        else:
            parts.append(word if word is not None else str(json.loads(quoted)))
        at = match.end()
    return tuple(parts)


def covers(secrets: Iterable[str], path: str) -> bool:
    """Whether `path` is one of `secrets`, or lies below one of them."""
    parts = split(path)
    return any(parts[: len(outer)] == outer for outer in map(split, secrets))


def leaves(tree: Tree, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
    """Every leaf of a tree with its path; an empty list or object is a leaf."""
    if isinstance(tree, dict) and tree:
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    elif isinstance(tree, list) and tree:
        for index, value in enumerate(tree):
            yield from leaves(value, (*path, index))
    else:
        yield path, tree


def at(tree: Tree, path: Path) -> Tree:
    """What lies at `path`. Raises LookupError where there is nothing."""
    found = tree
    for part in path:
        if isinstance(found, dict) and isinstance(part, str):  # noqa: SIM114 - joined, mypy cannot tell them apart
            found = found[part]
        elif isinstance(found, list) and isinstance(part, int):
            found = found[part]
        else:
            raise LookupError(join(path))
    return found


def named(tree: Tree, path: Path) -> str:
    """The path in the user's words, list entries by their name: `disks[data].cache`."""
    text = ""
    for depth, part in enumerate(path):
        if isinstance(part, int):
            entry = _entry(tree, path[: depth + 1])
            name = entry.get("name") if isinstance(entry, Mapping) else None
            text += f"[{name}]" if isinstance(name, str) else f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def _entry(tree: Tree, path: Path) -> Tree:
    try:
        return at(tree, path)
    except LookupError:
        return None
