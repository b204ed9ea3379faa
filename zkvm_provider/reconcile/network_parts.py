"""Parts of a network that libvirt changes while the network runs, and what turns one list of them into another.

Measured on libvirt 9.0.0 (`tests/fidelity/sequences/400` to `407`): portgroups are added, modified and deleted;
uplinks, DHCP ranges, DHCP hosts and DNS hosts are added and deleted. libvirt finds the DHCP host to modify by *any* of
name, MAC address and address, so that it may meet another one: such an entry is deleted and added instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.dhcp_range import DhcpRange
from zkvm_provider.model.network import AnyNetwork, DhcpHost, DnsHost, MacvtapNetwork, NatNetwork, OvsNetwork, Portgroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplink:
    """An interface of the host that a macvtap network hands out."""

    dev: str


Part = Portgroup | Uplink | DhcpRange | DhcpHost | DnsHost


class PartTurn(Enum):
    """What happens to a part."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChange:
    """One part that comes, changes or goes. `key` tells it from others of its kind: `portgroups[blue]`."""

    key: str
    turn: PartTurn
    part: Part


def part_changes(wanted: AnyNetwork, has: AnyNetwork) -> tuple[PartChange, ...]:
    """From the parts of `has` to those of `wanted`, in an order that libvirt takes: what goes, first; one default."""
    new, old = dict(parts_of(wanted)), dict(parts_of(has))
    other = {key for key in new if key in old and not _is_modified(new[key]) and new[key] != old[key]}
    gone = [
        PartChange(key=key, turn=PartTurn.REMOVE, part=part)
        for key, part in old.items()
        if key not in new or key in other
    ]
    changed = [
        PartChange(key=key, turn=PartTurn.CHANGE, part=part)
        for key, part in new.items()
        if key in old and key not in other and _plain(part) != _plain(old[key])
    ]
    added = [
        PartChange(key=key, turn=PartTurn.ADD, part=part) for key, part in new.items() if key not in old or key in other
    ]
    changed.sort(key=lambda each: isinstance(each.part, Portgroup) and bool(each.part.is_default))
    return (*gone, *changed, *added)


def _is_modified(part: Part) -> bool:
    return isinstance(part, Portgroup)


def parts_of(network: AnyNetwork) -> Iterator[tuple[str, Part]]:
    """Every part by its key."""
    if isinstance(network, OvsNetwork):
        yield from ((f"portgroups[{group.name}]", group) for group in network.portgroups or ())
    if isinstance(network, MacvtapNetwork):
        yield from ((f"devices[{dev}]", Uplink(dev=dev)) for dev in network.devices)
    if isinstance(network, NatNetwork):
        yield from ((f"dhcp_ranges[{text}]", DhcpRange(text=text)) for text in network.dhcp_ranges or ())
        yield from ((f"dhcp_hosts[{host.name}]", host) for host in network.dhcp_hosts or ())
        yield from ((f"dns_hosts[{host.name}]", host) for host in network.dns_hosts or ())


def _plain(part: Part) -> Part:
    """A portgroup as it is compared: the order of a trunk's VLANs means nothing."""
    if isinstance(part, Portgroup):
        return replace(part, is_default=bool(part.is_default), trunk=tuple(sorted(part.trunk)) if part.trunk else None)
    return part
