"""Addresses of a network of which libvirt is the host: what they have to be, and the one form they are compared in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

from zkvm_provider.errors import Fault
from zkvm_provider.model.network import NatMode, NatNetwork
from zkvm_provider.model.reading import Node


def settled_nat(network: NatNetwork) -> NatNetwork:
    """The network with its gateway and mode, lists in an order of their own: theirs means nothing."""
    ranges = None if network.dhcp_ranges is None else tuple(sorted(network.dhcp_ranges))
    hosts = None if network.dhcp_hosts is None else tuple(sorted(network.dhcp_hosts, key=lambda host: host.name))
    names = None if network.dns_hosts is None else tuple(sorted(network.dns_hosts, key=lambda host: host.name))
    return replace(
        network,
        mode=network.mode or NatMode.NAT,
        gateway=network.gateway or str(IPv4Network(network.cidr)[1]),
        dhcp_ranges=ranges,
        dhcp_hosts=hosts,
        dns_hosts=names,
    )


def nat_addresses_fit(network: Node) -> Iterator[Fault]:
    """Every address lies in the network, and libvirt's records are told apart."""
    cidr = network.known("cidr")
    inside = None if cidr is None else _network(cidr)
    if cidr is not None and inside is None:
        yield Fault(path=network.at("cidr"), reason=f"{cidr} is no IPv4 network of /8 to /30; its host bits are zero")
    if inside is None:
        return
    gateway = network.known("gateway")
    if gateway is not None and not _lies_in(gateway, inside):
        yield Fault(path=network.at("gateway"), reason=f"{gateway} is no address of {cidr}")
    yield from _ranges_fit(network, inside)
    for field in ("dhcp_hosts", "dns_hosts"):
        taken: dict[object, str] = {}
        for host in network.children(field):
            ip = host.known("ip")
            if ip is not None and (_address(ip) is None or (field == "dhcp_hosts" and not _lies_in(ip, inside))):
                yield Fault(path=host.at("ip"), reason=f"{ip} is no address of {cidr}")
            for name in ("name", "mac", "ip"):
                value = host.known(name)
                if value is not None and (name, value) in taken:
                    yield Fault(path=host.at(name), reason=f"{value} is already that of {taken[name, value]}")
                taken.setdefault((name, value), host.path)


def _ranges_fit(network: Node, inside: IPv4Network) -> Iterator[Fault]:
    for at, text in enumerate(network.known("dhcp_ranges") or ()):
        if not isinstance(text, str):
            continue
        first, _, last = text.partition("-")
        path = f"{network.at('dhcp_ranges')}[{at}]"
        if not (_lies_in(first, inside) and _lies_in(last, inside)):
            yield Fault(path=path, reason=f"{text} does not lie in {inside}")
        elif IPv4Address(first) > IPv4Address(last):
            yield Fault(path=path, reason=f"{text} ends before it begins")


def _network(text: str) -> IPv4Network | None:
    try:
        found = IPv4Network(text)
    except ValueError:
        return None
    return found if 8 <= found.prefixlen <= 30 else None


def _address(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(text)
    except ValueError:
        return None


def _lies_in(text: str, network: IPv4Network) -> bool:
    address = _address(text)
    ends = (network.network_address, network.broadcast_address)
    return address is not None and address in network and address not in ends
