"""A network's redefinition that drops nothing zkvm does not own: bandwidth, bridge options, routes, other addresses.

The result is the rendered XML plus the rest of the observed one. Law: merge(r, merge(r, x)) is merge(r, x).
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import children, clone, read, read_answer, write

_OWNED = frozenset({"name", "uuid", "vlan", "virtualport", "portgroup", "mtu"})
"""Children of `<network>` that are zkvm's alone, where the kind has them."""
_OWNED_ATTRIBUTES = {"bridge": ("name",), "forward": ("mode", "dev"), "network": ("connections",)}


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
        twin = result.find(element.tag)
        if twin is None:
            if element.tag not in {"bridge", "forward"}:
                result.append(clone(element))
        elif element.tag in _OWNED_ATTRIBUTES:
            _keep_rest_of(twin, element)
    return write(result)


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


def _keep_rest_of(result: Element, before: Element) -> None:
    """Options of a bridge; of a forward what its mode still allows."""
    for name, value in before.items():
        if name not in _OWNED_ATTRIBUTES[str(before.tag)] and name not in result.attrib:
            result.set(name, value)
    if before.tag == "forward" and before.get("mode") == result.get("mode"):
        for element in children(before):
            if element.tag not in {"interface", "address"} and result.find(element.tag) is None:
                result.append(clone(element))
