"""A network's redefinition that drops nothing zkvm does not own: bandwidth, bridge options, routes, other addresses.

The result is the rendered XML plus the rest of the observed one. Law: merge(r, merge(r, x)) is merge(r, x).
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.nat_network import dhcp_host, dns_host, is_own_forwarder, own_address
from zkvm_provider.libvirtxml.xmltext import children, clone, read, read_answer, write

_OWNED = frozenset({"name", "uuid", "vlan", "virtualport", "portgroup", "mtu"})
"""Children of `<network>` that are zkvm's alone, where the kind has them."""
_OWNED_ATTRIBUTES = {
    "bridge": ("name",),
    "domain": ("name",),
    "forward": ("mode", "dev"),
    "network": ("connections",),
}


def merge_network(rendered: str, observed: str) -> str:
    """The XML to define: `rendered` with everything of `observed` that zkvm does not own."""
    result, before = read_answer(rendered, "network"), read_answer(observed, "network")
    for name, value in before.items():
        if name not in result.attrib and name not in _OWNED_ATTRIBUTES["network"]:
            result.set(name, value)
    groups = {group.get("name"): group for group in before.iterfind("portgroup")}
    for group in result.findall("portgroup"):
        if group.get("name") in groups:
            _keep_rest_of_portgroup(group, groups[group.get("name")])
    for element in children(before):
        if element.tag in _OWNED:
            continue
        if element.tag in {"ip", "dns"}:
            _keep_rest_of_records(result, element, before)
            continue
        twin = result.find(element.tag)
        if twin is None:
            is_own_bridge = element.tag == "bridge" and own_address(result) is not None
            if element.tag not in {"bridge", "forward", "domain"} or is_own_bridge:
                result.append(clone(element))
        elif element.tag in _OWNED_ATTRIBUTES:
            _keep_rest_of(twin, element, is_own=own_address(result) is not None)
    return write(result)


def _keep_rest_of_records(result: Element, element: Element, before: Element) -> None:
    """Other addresses whole; of the own one, and of DNS, the records that are not the model's."""
    if own_address(result) is None or (element.tag == "ip" and element is not own_address(before)):
        result.append(clone(element))
        return
    rest = clone(element)
    for name in ("address", "netmask", "prefix", "family"):
        if name in rest.attrib:
            del rest.attrib[name]
    _keep_leases(result, element)
    for dhcp in rest.findall("dhcp"):
        for record in [*dhcp.findall("range"), *(host for host in dhcp.findall("host") if dhcp_host(host))]:
            dhcp.remove(record)
        if not len(dhcp):
            rest.remove(dhcp)
    for record in [each for each in rest.findall("forwarder") if is_own_forwarder(each)]:
        rest.remove(record)
    for record in [each for each in rest.findall("host") if rest.tag == "dns" and dns_host(each)]:
        rest.remove(record)
    twin = own_address(result) if rest.tag == "ip" else result.find("dns")
    if twin is None:
        if len(rest) or rest.attrib:
            result.append(rest)
        return
    for key, text in rest.items():
        twin.set(key, text)
    for child in list(rest):
        place = twin.find("dhcp") if child.tag == "dhcp" else None
        (twin if place is None else place).extend([child] if place is None else list(child))


def _keep_leases(result: Element, before: Element) -> None:
    """How long addresses of a range are lent, where the range stays."""
    ranges = {(each.get("start"), each.get("end")): each for each in before.iterfind("dhcp/range")}
    for each in result.iterfind("ip/dhcp/range"):
        old = ranges.get((each.get("start"), each.get("end")))
        if old is not None and not len(each):
            each.extend(clone(lease) for lease in old)


def merge_portgroup(rendered: str, observed: str) -> str:
    """The XML of one portgroup with what zkvm does not own of the one of that name in the network `observed`."""
    result, before = read(rendered), read_answer(observed, "network")
    for group in before.iterfind("portgroup"):
        if group.get("name") == result.get("name"):
            _keep_rest_of_portgroup(result, group)
    return write(result)


def _keep_rest_of_portgroup(result: Element, before: Element) -> None:
    for name, value in before.items():
        if name not in {"name", "default"} and name not in result.attrib:
            result.set(name, value)
    for element in children(before):
        if element.tag != "vlan" and result.find(element.tag) is None:
            result.append(clone(element))


def _keep_rest_of(result: Element, before: Element, *, is_own: bool) -> None:
    """Options of a bridge or a DNS domain; of a forward what its mode still allows. A network with addresses of its own
    may be bound to one uplink, of which the model says nothing, and its bridge has a name of libvirt's choice."""
    if is_own and before.tag == "forward" and before.get("mode") == result.get("mode") and before.get("dev"):
        result.set("dev", before.get("dev") or "")
    owned = () if is_own and before.tag == "bridge" else _OWNED_ATTRIBUTES[str(before.tag)]
    for name, value in before.items():
        if name not in owned and name not in result.attrib:
            result.set(name, value)
    if before.tag == "forward" and before.get("mode") == result.get("mode"):
        for element in children(before):
            if (is_own or element.tag not in {"interface", "address"}) and result.find(element.tag) is None:
                result.append(clone(element))
