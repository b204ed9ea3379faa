"""What libvirt tells of guests' networking beside their XML: packet filters.

Part of `Hypervisor` (port.py).
"""

from __future__ import annotations

from typing import Protocol


class GuestNetwork(Protocol):
    """Questions about the network of guests."""

    def network_filters(self) -> tuple[str, ...] | None:
        """Names of the host's packet filters (virConnectListAllNWFilters), sorted; None where it does not tell."""
