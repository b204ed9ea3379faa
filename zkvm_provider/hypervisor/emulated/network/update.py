"""virNetworkUpdate on one definition (`virNetworkDefUpdateSection`, 9.0.0): which parts change, and which match."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from zkvm_provider.hypervisor.emulated.network.addresses import prefix_of
from zkvm_provider.hypervisor.emulated.network.dns import read_dns_host, read_dns_text, read_service
from zkvm_provider.hypervisor.emulated.network.ip import read_dhcp_host, read_dhcp_range
from zkvm_provider.hypervisor.emulated.network.read import read_network, read_port_group
from zkvm_provider.hypervisor.emulated.network.shape import DhcpHost, Dns, DnsHost, Ip, Network, Service
from zkvm_provider.hypervisor.emulated.network.write import write_network
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node, attribute, canonical_mac, parse_document
from zkvm_provider.hypervisor.network_update import NetworkSection, NetworkUpdate, UpdateCommand
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

Entry = TypeVar("Entry")

_ADD = (UpdateCommand.ADD_FIRST, UpdateCommand.ADD_LAST)
_NEVER = {
    NetworkSection.BRIDGE: "bridge",
    NetworkSection.DOMAIN: "domain",
    NetworkSection.IP: "ip",
    NetworkSection.FORWARD: "forward",
    NetworkSection.FORWARD_PF: "forward pf",
}
_ONLY_ADDED_OR_DELETED = {
    NetworkSection.DHCP_RANGE: "dhcp ranges",
    NetworkSection.FORWARD_INTERFACE: "forward interface entries",
    NetworkSection.DNS_HOST: "DNS HOST records",
    NetworkSection.DNS_TXT: "DNS TXT records",
    NetworkSection.DNS_SRV: "DNS SRV records",
}
_DNS = frozenset({NetworkSection.DNS_HOST, NetworkSection.DNS_TXT, NetworkSection.DNS_SRV})
"""Sections whose command is judged before their element is looked at."""
_ELEMENTS = {
    NetworkSection.DHCP_HOST: "host",
    NetworkSection.DHCP_RANGE: "range",
    NetworkSection.FORWARD_INTERFACE: "interface",
    NetworkSection.PORTGROUP: "portgroup",
    NetworkSection.DNS_HOST: "host",
    NetworkSection.DNS_TXT: "txt",
    NetworkSection.DNS_SRV: "srv",
}


def update_network(xml: str, update: NetworkUpdate) -> str:
    """The definition `xml` after `update`. Nobody asks whether guests use what goes, not even an uplink.

    libvirt means to refuse to take away an uplink in use, but it works on a copy that has lost the count of users
    (measured, 9.0.0: capture 404).

    Raises `BackendError`: a section that cannot be updated, an entry that is there already or is not there, and
    whatever reading the result as a network refuses (`networkValidate` is not asked).
    """
    network = read_network(xml, validate=False)
    if update.section in _NEVER:
        raise _unsupported(f"can't update '{_NEVER[update.section]}' section of network '{network.name}'")
    node = _element(update)
    if update.section in _DNS:
        _refuse_modify(update)
    if node.tag != _ELEMENTS[update.section]:
        words = f"unexpected element <{node.tag}>, expecting <{_ELEMENTS[update.section]}>"
        raise _refused(ErrorCode.XML_ERROR, f"{words}, while updating network '{network.name}'")
    if update.section is NetworkSection.DHCP_RANGE:
        _ip_at(network, update.index)
    _refuse_modify(update)
    changed = _SECTIONS[update.section](network, node, update)
    return write_network(read_network(write_network(changed), validate=False))


def _element(update: NetworkUpdate) -> Node:
    """The one element that was given, whatever it is."""
    found = re.match(r"\s*<([^\s/>]+)", update.xml)
    tag, what = found[1] if found else "", "network_update_xml"
    return parse_document(update.xml, root=tag, what=what, domain=ErrorDomain.NETWORK)


def _refuse_modify(update: NetworkUpdate) -> None:
    if update.command is UpdateCommand.MODIFY and update.section in _ONLY_ADDED_OR_DELETED:
        what = _ONLY_ADDED_OR_DELETED[update.section]
        raise _unsupported(f"{what} cannot be modified, only added or deleted")


def _placed(entries: tuple[Entry, ...], entry: Entry, command: UpdateCommand) -> tuple[Entry, ...]:
    return (entry, *entries) if command is UpdateCommand.ADD_FIRST else (*entries, entry)


def _without(entries: tuple[Entry, ...], at: int) -> tuple[Entry, ...]:
    return entries[:at] + entries[at + 1 :]


def _first(entries: tuple[Entry, ...], is_meant: Callable[[Entry], bool]) -> int | None:
    return next((at for at, each in enumerate(entries) if is_meant(each)), None)


# The <ip> that is meant


def _ip_at(network: Network, index: int) -> int:
    """The position of the `<ip>`: the one at `index`, else the one with DHCP, else the first IPv4, else the first."""
    if index >= 0:
        if index >= len(network.ips):
            words = f"couldn't update dhcp host entry - no <ip> element found at index {index}"
            raise _invalid(f"{words} in network '{network.name}'")
        return index
    for is_meant in (_has_dhcp, _is_v4, _is_any):
        at = _first(network.ips, is_meant)
        if at is not None:
            return at
    raise _invalid(f"couldn't update dhcp host entry - no <ip> element found in network '{network.name}'")


def _has_dhcp(ip: Ip) -> bool:
    return ip.has_dhcp


def _is_v4(ip: Ip) -> bool:
    return ip.address.version == 4


def _is_any(ip: Ip) -> bool:
    return prefix_of(ip) is not None


def _with_ip(network: Network, at: int, ip: Ip) -> Network:
    return replace(network, ips=(*network.ips[:at], ip, *network.ips[at + 1 :]))


def _one_dhcp(network: Network, ip: Ip) -> None:
    family = "IPv4" if _is_v4(ip) else "IPv6"
    others = (each for each in network.ips if each is not ip and each.address.version == ip.address.version)
    if any(each.has_dhcp for each in others):
        raise _invalid(f"dhcp is supported only for a single {family} address on each network")


# Sections


def _dhcp_host(network: Network, node: Node, update: NetworkUpdate) -> Network:
    at = _ip_at(network, update.index)
    ip, deletes = network.ips[at], update.command is UpdateCommand.DELETE
    host = read_dhcp_host(node, ip, network.name, partial=deletes)
    if host.address is not None and host.address.version != ip.address.version and not deletes:
        words = "the address family of a host entry IP must match the address family of the dhcp element's parent"
        raise _invalid(words)
    told = f"mac='{host.mac or 'unknown'}'", f"name='{host.name or '(null)'}'", f"ip='{host.address or 'unknown'}'"
    if update.command in _ADD:
        _one_dhcp(network, ip)
        if _first(ip.hosts, lambda each: _shares(host, each)) is not None:
            words = f"there is an existing dhcp host entry in network '{network.name}' that matches"
            raise _invalid(f'{words} "<host {" ".join(told)}/>"')
        return _with_ip(network, at, replace(ip, hosts=_placed(ip.hosts, host, update.command)))
    found = _first(ip.hosts, lambda each: _agrees(host, each) if deletes else _shares(host, each))
    if found is None and deletes:
        raise _invalid(f"couldn't locate a matching dhcp host entry in network '{network.name}'")
    if found is None:
        words = " ".join(f'"{each}"' for each in told)
        raise _invalid(f"couldn't locate an existing dhcp host entry with {words} in network '{network.name}'")
    if deletes:
        return _with_ip(network, at, replace(ip, hosts=_without(ip.hosts, found)))
    return _with_ip(network, at, replace(ip, hosts=(*ip.hosts[:found], host, *ip.hosts[found + 1 :])))


def _same_mac(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and canonical_mac(one) == canonical_mac(other)


def _shares(host: DhcpHost, other: DhcpHost) -> bool:
    """Whether any of MAC address, name and address is the same."""
    same_name = host.name is not None and host.name == other.name
    return _same_mac(host.mac, other.mac) or same_name or (host.address is not None and host.address == other.address)


def _agrees(host: DhcpHost, other: DhcpHost) -> bool:
    """Whether all that `host` says is true of the other."""
    mac_fits = host.mac is None or other.mac is None or _same_mac(host.mac, other.mac)
    return mac_fits and host.name in {None, other.name} and host.address in {None, other.address}


def _dhcp_range(network: Network, node: Node, update: NetworkUpdate) -> Network:
    at = _ip_at(network, update.index)
    ip = network.ips[at]
    given = read_dhcp_range(node, ip, network.name)
    found = _first(ip.ranges, lambda each: (each.start, each.end) == (given.start, given.end))
    if update.command is UpdateCommand.DELETE:
        if found is None:
            raise _invalid(f"couldn't locate a matching dhcp range entry in network '{network.name}'")
        return _with_ip(network, at, replace(ip, ranges=_without(ip.ranges, found)))
    _one_dhcp(network, ip)
    if found is not None:
        words = f"there is an existing dhcp range entry in network '{network.name}' that matches"
        raise _invalid(f"{words} \"<range start='{given.start}' end='{given.end}'/>\"")
    return _with_ip(network, at, replace(ip, ranges=_placed(ip.ranges, given, update.command)))


def _uplink(network: Network, node: Node, update: NetworkUpdate) -> Network:
    device, devices = attribute(node, "dev"), network.forward.devices
    if device is None:
        raise _refused(ErrorCode.XML_ERROR, "missing dev attribute in <interface> element")
    if update.command in _ADD:
        if device in devices:
            words = f"there is an existing interface entry in network '{network.name}' that matches"
            raise _invalid(f"{words} \"<interface dev='{device}'>\"")
        devices = _placed(devices, device, update.command)
    elif device not in devices:
        words = f"couldn't find an interface entry in network '{network.name}' matching"
        raise _invalid(f"{words} <interface dev='{device}'>")
    else:
        devices = _without(devices, devices.index(device))
    return replace(network, forward=replace(network.forward, devices=devices))


def _portgroup(network: Network, node: Node, update: NetworkUpdate) -> Network:
    group, groups = read_port_group(node), network.port_groups
    found = _first(groups, lambda each: each.name == group.name)
    adds = update.command in _ADD
    if found is None and not adds:
        words = f"couldn't find a portgroup entry in network '{network.name}' matching"
        raise _invalid(f"{words} <portgroup name='{group.name}'>")
    if found is not None and adds:
        words = f"there is an existing portgroup entry in network '{network.name}' that matches"
        raise _invalid(f"{words} \"<portgroup name='{group.name}'>\"")
    if found is not None and update.command is UpdateCommand.DELETE:
        return replace(network, port_groups=_without(groups, found))
    if group.is_default and any(each.is_default for at, each in enumerate(groups) if at != found):
        words = f"a different portgroup entry in network '{network.name}' is already set as the default."
        raise _invalid(f"{words} Only one default is allowed.")
    if found is None:
        return replace(network, port_groups=_placed(groups, group, update.command))
    return replace(network, port_groups=(*groups[:found], group, *groups[found + 1 :]))


def _with_dns(network: Network, **parts: tuple[object, ...]) -> Network:
    dns: Dns = replace(network.dns, **parts)  # type: ignore[arg-type]  # each part with entries of its own kind
    return replace(network, dns=dns)


def _dns_host(network: Network, node: Node, update: NetworkUpdate) -> Network:
    adds, hosts = update.command in _ADD, network.dns.hosts
    host = read_dns_host(node, network.name, partial=not adds)

    def is_meant(other: DnsHost) -> bool:
        same_name = not adds and bool(set(host.names) & set(other.names))
        return same_name or (host.address is not None and host.address == other.address)

    found = [at for at, each in enumerate(hosts) if is_meant(each)]
    if adds and found:
        words = "there is already at least one DNS HOST record with a matching field"
        raise _invalid(f"{words} in network {network.name}")
    if adds:
        return _with_dns(network, hosts=_placed(hosts, host, update.command))
    return _with_dns(network, hosts=_without(hosts, _only(found, "DNS HOST", "", network.name)))


def _service(network: Network, node: Node, update: NetworkUpdate) -> Network:
    adds, services = update.command in _ADD, network.dns.services
    given = read_service(node, network.name, partial=not adds)

    def is_meant(other: Service) -> bool:
        names = ("domain", "service", "protocol", "target")
        return all(getattr(given, name) in {None, "", getattr(other, name)} for name in names)

    found = [at for at, each in enumerate(services) if is_meant(each)]
    if adds and found:
        words = "there is already at least one DNS SRV record matching all specified fields"
        raise _invalid(f"{words} in network {network.name}")
    if adds:
        return _with_dns(network, services=_placed(services, given, update.command))
    return _with_dns(
        network, services=_without(services, _only(found, "DNS SRV", " matching all specified fields", network.name))
    )


def _only(found: list[int], what: str, words: str, network: str) -> int:
    """The one record that was meant."""
    if not found:
        raise _invalid(f"couldn't locate a matching {what} record in network {network}")
    if len(found) > 1:
        several = f"multiple matching {what} records" if not words else f"multiple {what} records{words}"
        raise _invalid(f"{several} were found in network {network}")
    return found[0]


def _text(network: Network, node: Node, update: NetworkUpdate) -> Network:
    adds, texts = update.command in _ADD, network.dns.texts
    given = read_dns_text(node, network.name, partial=not adds)
    found = _first(texts, lambda each: each[0] == given[0])
    if adds and found is not None:
        raise _invalid(f"there is already a DNS TXT record with name '{given[0]}' in network {network.name}")
    if adds:
        return _with_dns(network, texts=_placed(texts, given, update.command))
    if found is None:
        raise _invalid(f"couldn't locate a matching DNS TXT record in network {network.name}")
    return _with_dns(network, texts=_without(texts, found))


_SECTIONS = {
    NetworkSection.DHCP_HOST: _dhcp_host,
    NetworkSection.DHCP_RANGE: _dhcp_range,
    NetworkSection.FORWARD_INTERFACE: _uplink,
    NetworkSection.PORTGROUP: _portgroup,
    NetworkSection.DNS_HOST: _dns_host,
    NetworkSection.DNS_TXT: _text,
    NetworkSection.DNS_SRV: _service,
}


def _unsupported(reason: str) -> Exception:
    return _refused(ErrorCode.OPERATION_UNSUPPORTED, reason)


def _invalid(reason: str) -> Exception:
    return _refused(ErrorCode.OPERATION_INVALID, reason)


def _refused(code: ErrorCode, reason: str) -> Exception:
    return refusal(code, ErrorDomain.NETWORK, reason)
