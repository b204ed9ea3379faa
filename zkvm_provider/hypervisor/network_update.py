"""What virNetworkUpdate can be told: one part of a network added, changed or removed, without stopping it.

The numbers are libvirt's (`libvirt-network.h`). libvirt 9.0.0 knows sections that it refuses to update (measured):
bridge, domain, ip, forward and forward-pf. Of the others, only DHCP hosts and portgroups can be *modified*; the rest
can be added and deleted only. The scope makes no difference.
"""

from __future__ import annotations

from enum import Enum

from zkvm_provider.dataclass import dataclass


class UpdateCommand(Enum):
    """virNetworkUpdateCommand."""

    MODIFY = 1
    DELETE = 2
    ADD_LAST = 3
    ADD_FIRST = 4


class NetworkSection(Enum):
    """virNetworkUpdateSection: the part of the network's XML that an update is about."""

    BRIDGE = 1
    DOMAIN = 2
    IP = 3
    DHCP_HOST = 4
    DHCP_RANGE = 5
    FORWARD = 6
    FORWARD_INTERFACE = 7
    FORWARD_PF = 8
    PORTGROUP = 9
    DNS_HOST = 10
    DNS_TXT = 11
    DNS_SRV = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkUpdate:
    """One update. `xml` is the element itself (`<portgroup …/>`); `index` counts the `<ip>`, -1 is that with DHCP."""

    section: NetworkSection
    command: UpdateCommand
    xml: str
    index: int = -1
