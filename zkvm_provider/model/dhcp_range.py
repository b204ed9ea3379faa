"""A range of addresses that guests are given."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DhcpRange:
    """As the declaration writes it: `FIRST-LAST`."""

    text: str
