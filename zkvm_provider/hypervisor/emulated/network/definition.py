"""What defining a network yields."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkDefinition:
    """A network's identity and canonical inactive XML."""

    name: str
    uuid: str
    xml: str
