"""Which kind a request is about."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from zkvm_provider.errors import Unsupported
from zkvm_provider.model.urn import Urn

if TYPE_CHECKING:
    from zkvm_provider.model.kinds import Kind


def kind_of(urn: str, type_field: str) -> Kind | None:
    """The kind a request is about, from its field `type` or else from its URN; None for a type zkvm does not have."""
    return _by_token().get((type_field or Urn.parse(urn).type).rsplit("$", 1)[-1])


@cache
def _by_token() -> dict[str, Kind]:
    from zkvm_provider.model.kinds import KINDS

    return {kind.token: kind for kind in KINDS}


def known_kind(urn: str, type_field: str) -> Kind:
    """Like `kind_of`, for calls that cannot do without. Raises Unsupported for a type zkvm does not have."""
    kind = kind_of(urn, type_field)
    if kind is None:
        token = type_field or Urn.parse(urn).type
        raise Unsupported(f"the resource type {token}", needs=f"one of {', '.join(_by_token())}")
    return kind
