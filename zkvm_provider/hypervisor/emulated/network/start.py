"""Whether the host lets a network start (`networkStartNetwork`, 9.0.0)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_interface

from zkvm_provider.hypervisor.emulated.network.addresses import network_of, prefix_of
from zkvm_provider.hypervisor.emulated.network.read import read_network
from zkvm_provider.hypervisor.emulated.network.shape import Address, Network
from zkvm_provider.hypervisor.emulated.network.world import NetworkWorld
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_Range = tuple[Address, int]

_LONGEST_NAME = 15
"""Linux: IFNAMSIZ without the closing zero."""


def check_start(network: Network, world: NetworkWorld) -> None:
    """Raise where the host refuses: a range or bridge in use, no virtual function, no traffic shaping.

    A missing NIC or bridge is no obstacle: libvirt finds out when a guest starts.
    """
    if network.forward.physical_function:
        words = f"No usable Vf's present on SRIOV PF {network.forward.physical_function}"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NETWORK, words)
    if network.forward.has_own_bridge:
        _check_ranges(network, world)
        _check_bridge(network, world)
    _check_shaping(network, world)


def _check_ranges(network: Network, world: NetworkWorld) -> None:
    """libvirt compares with the IPv4 routes of the host: the same destination and the same mask."""
    wanted = {found for found in _ranges(network) if found[0].version == 4}
    for interface, taken in _routes(world, besides=network.name):
        if taken in wanted:
            words = f"Network is already in use by interface {interface}"
            raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, words)


def _routes(world: NetworkWorld, *, besides: str) -> Iterator[tuple[str, _Range]]:
    for interface in world.interfaces():
        for text in interface.addresses:
            found = ip_interface(text)
            yield interface.name, (found.network.network_address, found.network.prefixlen)
    for entry in world.networks():
        if entry.is_active and entry.name != besides:
            other = read_network(entry.live_xml, validate=False)
            if other.forward.has_own_bridge:
                yield from ((other.bridge or "", taken) for taken in _ranges(other))


def _ranges(network: Network) -> Iterator[_Range]:
    for ip in network.ips:
        prefix = prefix_of(ip)
        if prefix >= 0:
            yield network_of(ip.address, prefix)
    for route in network.routes:
        yield network_of(route.address, route.prefix if route.prefix is not None else route.address.max_prefixlen)


def _check_bridge(network: Network, world: NetworkWorld) -> None:
    if len(network.bridge or "") > _LONGEST_NAME:
        words = f"error creating bridge interface {network.bridge}: Numerical result out of range"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, words)
    if any(interface.name == network.bridge for interface in world.interfaces()):
        words = f"Unable to create bridge {network.bridge}: File exists"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, words)


def _check_shaping(network: Network, world: NetworkWorld) -> None:
    """libvirt hangs a fair queue (sfq) behind the limit for what guests receive."""
    limited = network.bandwidth is not None and network.bandwidth.inbound is not None
    if limited and not world.has_traffic_shaping():
        command = f"tc qdisc add dev {network.bridge} parent 1:2 handle 2: sfq perturb 10"
        reason = "Error: Specified qdisc kind is unknown.\n"
        words = f"Child process ({command}) unexpected exit status 2: {reason}"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.NONE, words)


def with_nat_ports(network: Network) -> Network:
    """A started NAT without ports uses all that need no privilege (networkAddMasqueradingFirewallRules)."""
    forward = network.forward
    is_used = forward.nat_ipv6 == "yes" or any(ip.address.version == 4 for ip in network.ips)
    if forward.mode != "nat" or forward.port_start or forward.port_end or not is_used:
        return network
    return replace(network, forward=replace(forward, port_start=1024, port_end=65535))
