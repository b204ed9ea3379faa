"""One change of a declaration, to be made in both directions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.effects.places import Tree, changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """At `place` stands `one` and then `other`, and the other way round; None is absent.

    The rest is `stem`, a declaration of the kind. `also` are places that have to change with it.
    """

    kind: str
    stem: Tree
    place: str
    one: Any
    other: Any
    also: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[Tree, Tree]:
        """The two declarations."""
        ways = {self.place: (self.one, self.other), **self.also}
        return self._with({place: one for place, (one, _) in ways.items()}), self._with(
            {place: other for place, (_, other) in ways.items()}
        )

    def _with(self, values: Mapping[str, Any]) -> Tree:
        tree = self.stem
        for place, value in values.items():
            tree = changed(tree, place, value)
        return tree
