"""A place in a declaration (`disks[0].cache`): what is there, and the declaration with something else there."""

from __future__ import annotations

import copy
import itertools
import re
from typing import Any

Tree = dict[str, Any]
_PART = re.compile(r"[A-Za-z0-9]+|\[\d+\]")


def parts(place: str) -> list[str | int]:
    """`disks[0].cache` as `disks`, 0, `cache`."""
    return [int(part[1:-1]) if part[0] == "[" else part for part in _PART.findall(place)]


def at(tree: Tree, place: str) -> Any:
    """What is there; None where nothing is."""
    found: Any = tree
    for part in parts(place):
        if isinstance(part, int):
            found = found[part] if isinstance(found, list) and len(found) > part else None
        else:
            found = found.get(part) if isinstance(found, dict) else None
    return found


def changed(tree: Tree, place: str, value: Any) -> Tree:
    """A copy with that value there, None for without it. A new entry of a list is its next one."""
    made: Any = copy.deepcopy(tree)
    whole, holder = parts(place), made
    last: Any = whole[-1]
    for part, below in itertools.pairwise(whole):
        if isinstance(part, str):
            holder = holder.setdefault(part, [] if isinstance(below, int) else {})
        else:
            holder = holder[part]
    if value is None:
        holder.pop(last, None) if isinstance(holder, dict) else holder.pop(last)
    elif isinstance(last, int) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
    return dict(made)
