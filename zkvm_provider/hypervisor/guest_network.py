"""What libvirt tells of guests' networking beside their XML: packet filters, and addresses by source.

Part of `Hypervisor` (port.py).
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Protocol

DomainRef = Any
"""An `ObjectRef` of a domain; port.py, which says what that is, imports this file."""


class AddressSource(Enum):
    """Whom libvirt asks (virDomainInterfaceAddressesSource)."""

    LEASE = "lease"
    AGENT = "agent"


class GuestNetwork(Protocol):
    """Questions about the network of guests."""

    def network_filters(self) -> tuple[str, ...] | None:
        """Names of the host's packet filters (virConnectListAllNWFilters), sorted; None where it does not tell."""

    def addresses(self, ref: DomainRef, source: AddressSource) -> tuple[str, ...]:
        """Addresses of a running domain, sorted, without those of the guest to itself.

        Not running: `OPERATION_INVALID`; an agent that does not answer: `AGENT_UNRESPONSIVE`; a domain without the
        agent's channel: `ARGUMENT_UNSUPPORTED`.
        """
