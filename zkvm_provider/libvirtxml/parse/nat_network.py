"""A network of which libvirt is the host, as a value: its first IPv4 address with DHCP, and its DNS.

A DHCP host without name or MAC address, and a DNS host of several names, are not the model's: they are carried.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import attribute, text_of
from zkvm_provider.model.address import MacAddress
from zkvm_provider.model.network import DhcpHost, DnsHost, NatMode, NatNetwork


def read_nat(root: Element) -> NatNetwork | None:
    """The network, or None for one that has no address, or is another kind."""
    forward, ip = root.find("forward"), own_address(root)
    mode = "isolated" if forward is None else forward.get("mode") or "nat"
    if ip is None or mode not in set(NatMode):
        return None
    address = ip.get("address") or ""
    interface = IPv4Interface(f"{address}/{ip.get('prefix') or ip.get('netmask') or _natural_prefix(address)}")
    ranges = (f"{each.get('start')}-{each.get('end')}" for each in ip.iterfind("dhcp/range"))
    dhcp = (dhcp_host(each) for each in ip.iterfind("dhcp/host"))
    dns = (dns_host(each) for each in root.iterfind("dns/host"))
    return NatNetwork(
        name=text_of(root, "name"),
        mode=NatMode(mode),
        cidr=str(interface.network),
        gateway=str(interface.ip),
        dhcp_ranges=tuple(sorted(ranges)),
        dhcp_hosts=tuple(sorted((host for host in dhcp if host), key=lambda host: host.name)),
        domain=attribute(root, "domain", "name") or None,
        forwarders=tuple(each.get("addr") or "" for each in root.iterfind("dns/forwarder") if is_own_forwarder(each)),
        dns_hosts=tuple(sorted((host for host in dns if host), key=lambda host: host.name)),
        mtu=int(attribute(root, "mtu", "size") or 0) or None,
    )


def own_address(root: Element) -> Element | None:
    """The first `<ip>` of IPv4."""
    return next((ip for ip in root.iterfind("ip") if ip.get("family") in {None, "ipv4"}), None)


def _natural_prefix(address: str) -> int:
    """What libvirt takes where neither prefix nor netmask is written: that of the address' class
    (virSocketAddrGetIPPrefix)."""
    first = IPv4Address(address).packed[0]
    return 8 if first < 128 else 16 if first < 192 else 24


def dhcp_host(element: Element) -> DhcpHost | None:
    """A `<host>` of `<dhcp>`, None when it is not the model's."""
    name, mac, ip = element.get("name"), element.get("mac"), element.get("ip")
    if not (name and mac and ip) or len(element):
        return None
    return DhcpHost(name=name, mac=MacAddress.parse(mac), ip=ip)


def dns_host(element: Element) -> DnsHost | None:
    """A `<host>` of `<dns>`, None when it is not the model's."""
    names = [each.text or "" for each in element.iterfind("hostname")]
    return DnsHost(name=names[0], ip=element.get("ip") or "") if len(names) == 1 else None


def is_own_forwarder(element: Element) -> bool:
    """A server that is asked for everything."""
    return element.get("domain") is None and element.get("addr") is not None
