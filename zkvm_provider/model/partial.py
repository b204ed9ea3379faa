"""Inputs of which some values are not known yet, as a preview gives them.

A tree is what travels on the wire, decoded: dicts with camelCase keys, lists, strings, floats or ints, booleans, None.
Unknown, empty and absent are three different things: unknown leaves are the marker `UNKNOWN`, absent ones are not
there. Paths have Pulumi's form: `disks[0].devno`, `metadata.owner`.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

from zkvm_provider.dataclass import dataclass


class _Unknown(Enum):
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown.UNKNOWN
"""Stands where a value will only be known during the update."""

Tree = dict[str, "Tree"] | list["Tree"] | str | float | int | bool | Literal[_Unknown.UNKNOWN] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """A decoded tree and the paths that were marked secret in it (a path covers everything below it)."""

    tree: dict[str, Tree]
    secrets: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """True when no leaf is unknown."""
        return not _has_unknown(self.tree)

    def without_unknown(self) -> dict[str, Tree]:
        """The tree with unknown entries left out (an unknown list element leaves an empty dict's place out)."""
        kept = _drop_unknown(self.tree)
        assert isinstance(kept, dict)  # noqa: S101 - a dict in gives a dict out
        return kept


def _has_unknown(tree: Tree) -> bool:
    if isinstance(tree, dict):
        return any(_has_unknown(value) for value in tree.values())
    if isinstance(tree, list):
        return any(_has_unknown(value) for value in tree)
    return tree is UNKNOWN


def _drop_unknown(tree: Tree) -> Tree:
    if isinstance(tree, dict):
        return {key: _drop_unknown(value) for key, value in tree.items() if value is not UNKNOWN}
    if isinstance(tree, list):
        return [_drop_unknown(value) for value in tree if value is not UNKNOWN]
    return tree
