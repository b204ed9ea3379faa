"""`<ip>` with `<dhcp>` and `<tftp>`, and `<route>`: what address the host has on the network and hands out."""

from __future__ import annotations

import string

from zkvm_provider.hypervisor.emulated.network.addresses import (
    check_range,
    network_of,
    parse_address,
    prefix_of,
    require_address,
)
from zkvm_provider.hypervisor.emulated.network.shape import Address, DhcpHost, DhcpRange, Ip, Lease, Route
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import (
    Node,
    attribute,
    canonical_mac,
    child,
    children,
    choice,
    filled,
    invalid_attribute,
    is_multicast,
    tristate,
    unsigned,
    whole_number,
)
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_LEASE_UNITS = ("seconds", "minutes", "hours")
_SHORTEST_LEASE = {"seconds": 120, "minutes": 2, "hours": 1}
"""dnsmasq grants no lease shorter than two minutes."""


def read_ip(node: Node, network: str) -> Ip:
    """One `<ip>`. Raises XML_ERROR, CONFIG_UNSUPPORTED for family, netmask and prefix, and range refusals."""
    text = filled(node, "address")
    if text is None:
        raise _bad(f"Missing required address attribute in network '{network}'")
    address = parse_address(text)
    if address is None:
        raise _bad(f"Invalid address '{text}' in network '{network}'")
    mask_text = filled(node, "netmask")
    netmask = None if mask_text is None else parse_address(mask_text)
    if mask_text is not None and netmask is None:
        raise _bad(f"Invalid netmask '{mask_text}' in network '{network}'")
    ip = Ip(
        family=filled(node, "family"),
        address=address,
        netmask=netmask,
        prefix=unsigned(node, "prefix") or 0,
        local_ptr=tristate(node, "localPtr"),
    )
    _check_family(ip, network)
    return _with_services(ip, node, network)


def write_ip(ip: Ip, out: XmlWriter) -> None:
    """Write one `<ip>`, always with an end tag of its own."""
    attributes = {
        "family": ip.family,
        "address": str(ip.address),
        "netmask": None if ip.netmask is None else str(ip.netmask),
        "prefix": ip.prefix or None,
        "localPtr": ip.local_ptr,
    }
    with out.element("ip", attributes):
        if ip.tftp_root is not None:
            out.empty("tftp", {"root": ip.tftp_root})
        if ip.has_dhcp:
            _write_dhcp(ip, out)


def read_route(node: Node, network: str, ips: tuple[Ip, ...]) -> Route:
    """One `<route>`, whose gateway must lie in one of the network's own ranges (CONFIG_UNSUPPORTED)."""
    route = Route(
        family=filled(node, "family"),
        address=_route_address(node, "address", network),
        gateway=_route_address(node, "gateway", network),
        netmask=_route_address(node, "netmask", network) if filled(node, "netmask") else None,
        prefix=unsigned(node, "prefix"),
        metric=_metric(node, network),
    )
    _check_route(route, network)
    if not any(_reaches(ip, route.gateway) for ip in ips):
        raise _unsupported(f"unreachable static route gateway '{route.gateway}' specified for network '{network}'")
    return route


def write_route(route: Route, out: XmlWriter) -> None:
    """Write one `<route>`."""
    attributes = {
        "family": route.family,
        "address": str(route.address),
        "netmask": None if route.netmask is None else str(route.netmask),
        "prefix": route.prefix,
        "gateway": str(route.gateway),
        "metric": route.metric,
    }
    out.empty("route", attributes)


def _check_family(ip: Ip, network: str) -> None:
    words = f"'{ip.address}' in network '{network}'"
    if ip.family in {None, "ipv4"}:
        if ip.address.version != 4:
            raise _unsupported(f"{ip.family or 'no'} family specified for non-IPv4 address {words}")
        if ip.netmask is not None:
            if ip.netmask.version != 4:
                raise _unsupported(f"Invalid netmask '{ip.netmask}' for address {words} (both must be IPv4)")
            if ip.prefix:
                raise _unsupported(f"Network '{network}' IP address cannot have both a prefix and a netmask")
        elif ip.prefix > 32:
            raise _unsupported(f"Invalid IPv4 prefix '{ip.prefix}' in network '{network}'")
    elif ip.family == "ipv6":
        if ip.address.version != 6:
            raise _unsupported(f"Family 'ipv6' specified for non-IPv6 address {words}")
        if ip.netmask is not None:
            raise _unsupported(f"netmask not allowed for IPv6 address {words}")
        if ip.prefix > 128:
            raise _unsupported(f"Invalid IPv6 prefix '{ip.prefix}' in network '{network}'")
    else:
        raise _bad(f"Unrecognized family '{ip.family}' in network '{network}'")


def _with_services(ip: Ip, node: Node, network: str) -> Ip:
    dhcp, tftp = child(node, "dhcp"), child(node, "tftp")
    ranges = () if dhcp is None else tuple(read_dhcp_range(entry, ip, network) for entry in children(dhcp, "range"))
    hosts = () if dhcp is None else tuple(read_dhcp_host(entry, ip, network) for entry in children(dhcp, "host"))
    bootp = None if dhcp is None or ip.address.version != 4 else child(dhcp, "bootp")
    boot_file = attribute(bootp, "file")
    if bootp is not None and boot_file is None:
        reason = "Missing required attribute 'file' in element 'bootp'"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, reason)
    server = attribute(bootp, "server")
    if tftp is not None and ip.address.version != 4:
        raise _unsupported(f"Unsupported <tftp> element in an IPv6 element in network '{network}'")
    return Ip(
        family=ip.family,
        address=ip.address,
        netmask=ip.netmask,
        prefix=ip.prefix,
        local_ptr=ip.local_ptr,
        tftp_root=filled(tftp, "root"),
        ranges=ranges,
        hosts=hosts,
        boot_file=boot_file,
        boot_server=None if server is None else require_address(server),
    )


def read_dhcp_range(node: Node, ip: Ip, network: str) -> DhcpRange:
    """A `<range>` of the `<dhcp>` in `ip`. Raises XML_ERROR and range refusals."""
    found: list[Address] = []
    for name in ("start", "end"):
        value = attribute(node, name)
        if value is None:
            raise _bad(f"Missing '{name}' attribute in dhcp range for network '{network}'")
        found.append(require_address(value))
    check_range(found[0], found[1], ip)
    return DhcpRange(start=found[0], end=found[1], lease=_lease(node))


def read_dhcp_host(node: Node, ip: Ip, network: str, *, partial: bool = False) -> DhcpHost:
    """A `<host>` of the `<dhcp>` in `ip`; with `partial` it only tells which one is meant."""
    mac, client_id = _host_mac(node, ip, network), attribute(node, "id")
    if client_id is not None:
        odd = client_id.lstrip(string.hexdigits + ":")
        if odd:
            raise _bad(f"Invalid character '{odd[0]}' in id '{client_id}' of network '{network}'")
    name = attribute(node, "name")
    if name is not None and not (name[:1].isascii() and name[:1].isalnum()):
        raise _bad(f"Cannot use host name '{name}' in network '{network}'")
    text = attribute(node, "ip")
    address = None if text is None else parse_address(text)
    if text is not None and address is None:
        raise _bad(f"Invalid IP address in static host definition for network '{network}'")
    if partial:
        if not (mac or name or text):
            words = "At least one of name, mac, or ip attribute must be specified for static host definition"
            raise _bad(f"{words} in network '{network}'")
        return DhcpHost(mac=mac, client_id=client_id, name=name, address=address, lease=None)
    if ip.address.version == 6 and not (client_id or name):
        raise _bad(f"Static host definition in IPv6 network '{network}' must have id or name attribute")
    if ip.address.version == 4 and mac is None and name is None:
        raise _bad(f"Static host definition in IPv4 network '{network}' must have mac or name attribute")
    if address is None:
        raise _bad(f"Missing IP address in static host definition for network '{network}'")
    return DhcpHost(mac=mac, client_id=client_id, name=name, address=address, lease=_lease(node))


def _host_mac(node: Node, ip: Ip, network: str) -> str | None:
    text = attribute(node, "mac")
    if text is None:
        return None
    if ip.address.version == 6:
        raise _bad(f"Invalid to specify MAC address '{text}' in network '{network}' IPv6 static host definition")
    mac = canonical_mac(text)
    if mac is None:
        raise _bad(f"Cannot parse MAC address '{text}' in network '{network}'")
    if is_multicast(mac):
        raise _bad(f"expected unicast mac address, found multicast '{text}' in network '{network}'")
    return text


def _lease(node: Node) -> Lease | None:
    lease = child(node, "lease")
    text = attribute(lease, "expiry")
    if lease is None or text is None:
        return None
    expiry = whole_number(text)
    if expiry is None or expiry < 0:
        raise invalid_attribute(lease, "expiry", text)
    unit = choice(lease, "unit", _LEASE_UNITS) or "minutes"
    if 0 < expiry < _SHORTEST_LEASE[unit]:
        raise _unsupported("The minimum lease time should be greater than 2 minutes")
    return Lease(expiry=expiry, unit=unit)


def _write_dhcp(ip: Ip, out: XmlWriter) -> None:
    with out.element("dhcp"):
        for entry in ip.ranges:
            _write_leased("range", {"start": str(entry.start), "end": str(entry.end)}, entry.lease, out)
        for host in ip.hosts:
            words = {"mac": host.mac, "id": host.client_id, "name": host.name, "ip": str(host.address)}
            _write_leased("host", words, host.lease, out)
        if ip.boot_file is not None:
            server = None if ip.boot_server is None else str(ip.boot_server)
            out.empty("bootp", {"file": ip.boot_file, "server": server})


def _write_leased(tag: str, attributes: dict[str, str | None], lease: Lease | None, out: XmlWriter) -> None:
    if lease is None:
        out.empty(tag, attributes)
        return
    with out.element(tag, attributes):
        out.empty("lease", {"expiry": lease.expiry, "unit": lease.unit if lease.expiry else None})


def _route_address(node: Node, name: str, network: str) -> Address:
    text = filled(node, name)
    if text is None:
        raise _bad(f"Missing required {name} attribute in route definition of network '{network}'")
    found = parse_address(text)
    if found is None:
        raise _bad(f"Bad network {name} '{text}' in route definition of network '{network}'")
    return found


def _metric(node: Node, network: str) -> int | None:
    text = filled(node, "metric")
    if text is None:
        return None
    number = whole_number(text)
    if number is None or number <= 0:
        raise _bad(f"Invalid metric value '{text}' in route definition of network '{network}'")
    return number


def _check_route(route: Route, network: str) -> None:
    version = 6 if route.family == "ipv6" else 4
    if route.family not in {None, "ipv4", "ipv6"}:
        raise _bad(f"Unrecognized family '{route.family}' in network '{network}'")
    for address in (route.address, route.gateway):
        if address.version != version:
            family = route.family or "ipv4"
            raise _bad(f"{family} family specified for address '{address}' in route definition of '{network}'")
    if route.netmask is not None and route.prefix is not None:
        raise _bad(f"Route definition '{network}' cannot have both a prefix and a netmask")
    if route.prefix is not None and route.prefix > (32 if version == 4 else 128):
        raise _bad(f"Invalid prefix {route.prefix} specified in route definition of network '{network}'")


def _reaches(ip: Ip, gateway: Address) -> bool:
    prefix = prefix_of(ip)
    same_family = ip.address.version == gateway.version
    return same_family and prefix >= 0 and network_of(ip.address, prefix) == network_of(gateway, prefix)


def _bad(reason: str) -> Exception:
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.NETWORK, reason)


def _unsupported(reason: str) -> Exception:
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.NETWORK, reason)
