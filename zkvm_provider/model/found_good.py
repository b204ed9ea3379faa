"""Inputs that Check found good, for the operation on them that comes next: it need not read them again.

Each is taken once. What is not taken, as in a preview, makes way for others.
"""

from __future__ import annotations

import json
import threading
from typing import Final

from zkvm_provider.model.partial import Tree
from zkvm_provider.model.reading import Node

_MOST: Final = 1024
"""As many resources as a program can be ahead of the engine's operations; each has some kilobytes."""
_found: dict[tuple[type, str], Node] = {}
_lock: Final = threading.Lock()


def keep(tree: dict[str, Tree], node: Node) -> None:
    """Remember what a tree without any fault was read as, unless something in it is unknown."""
    text = _text_of(tree)
    if text is None:
        return
    with _lock:
        _found[node.cls, text] = node
        if len(_found) > _MOST:
            del _found[next(iter(_found))]


def take(cls: type, tree: dict[str, Tree]) -> Node | None:
    """What that tree was read as; None when nobody remembers."""
    text = _text_of(tree) if _found else None
    with _lock:
        return _found.pop((cls, text), None) if text is not None else None


def _text_of(tree: dict[str, Tree]) -> str | None:
    """One text for equal trees, whatever the order of their keys; None for a tree with something unknown in it."""
    try:
        return json.dumps(tree, sort_keys=True)
    except TypeError:
        return None
