"""What must have a value by the time it is rendered."""

from __future__ import annotations

from typing import TypeVar

from zkvm_provider.errors import Bug

_T = TypeVar("_T")


def settled(value: _T | None, thing: str, field: str) -> _T:
    """The value of a field that may not be absent here. Raises Bug when it is."""
    if value is None:
        raise Bug(f"{thing} reached the renderer before its {field} was settled")
    return value
