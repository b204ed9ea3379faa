"""Differences between two trees of properties, in the user's words: devices by name, never by position."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from zkvm_provider.dataclass import dataclass

_SHORT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One property; `old` and `new` are texts, empty for absent."""

    path: str
    old: str
    new: str

    def __str__(self) -> str:
        """`memory 1 GiB → 2 GiB`, `disks[data] added`, `power removed (was running)`."""
        if self.old and self.new:
            return f"{self.path} {self.old} → {self.new}"
        return f"{self.path} added: {self.new}" if self.new else f"{self.path} removed (was {self.old})"


def differences(old: Mapping[str, Any], new: Mapping[str, Any], *, path: str = "") -> tuple[Difference, ...]:
    """Every property that differs, sorted by path. Lists of named devices are compared by name."""
    found: list[Difference] = []
    for name in sorted({*old, *new}):
        here = f"{path}.{name}" if path else name
        found.extend(_compare(here, old.get(name), new.get(name)))
    return tuple(found)


def _compare(path: str, old: Any, new: Any) -> Iterator[Difference]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        yield from differences(old, new, path=path)
    elif _is_named(old) and _is_named(new):
        before, after = _by_name(old), _by_name(new)
        for name in dict.fromkeys([*before, *after]):
            yield from _compare(f"{path}[{name}]", before.get(name), after.get(name))
    else:
        yield Difference(path=path, old=_text(old), new=_text(new))


def _is_named(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and "name" in item for item in value)


def _by_name(items: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(item["name"]): item for item in items}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = value or '""'
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, dict):
        text = ", ".join(f"{key} {_text(each)}" for key, each in value.items())
    else:
        text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"
