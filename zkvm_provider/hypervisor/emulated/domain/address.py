"""Addresses: reserve what is given, then hand out the rest in libvirt's order (qemu_domain_address.c)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import set_ccw
from zkvm_provider.hypervisor.emulated.domain.families import BY_TAG, WALK
from zkvm_provider.hypervisor.emulated.domain.family import Bus
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, get, internal
from zkvm_provider.hypervisor.emulated.domain.shape import Node, by_tag
from zkvm_provider.hypervisor.port import ErrorDomain

CSSID = 0xFE
_LAST_DEVNO = 0xFFFF
_VIRTIO_SERIAL_PORTS = 31

Ccw = tuple[int, int, int]


def walk(guest: Guest) -> Iterator[Node]:
    """The devices in libvirt's walking order."""
    groups = by_tag(guest.devices)
    for tag in WALK:
        yield from groups.get(tag, ())


def ccw_of(node: Node) -> Ccw | None:
    """(cssid, ssid, devno) of a device that has a CCW address with numbers."""
    address = node.find("address")
    if address is None or address.get("type") != "ccw" or address.get("devno") is None:
        return None
    return int(address.get("cssid") or "", 16), int(address.get("ssid") or "", 16), int(address.get("devno") or "", 16)


def assign(guest: Guest) -> None:
    """Give every device of the tree the address it lacks. Raises where a given one is taken."""
    _assign_ports(guest)
    _assign_ccw(guest)
    _assign_pci(guest)


def _bus_of(node: Node) -> Bus:
    return BY_TAG[str(node.tag)].bus(node)


def _assign_ccw(guest: Guest) -> None:
    taken: set[Ccw] = set()
    for node in walk(guest):
        given = ccw_of(node)
        if given is None:
            continue
        if given in taken:
            raise bad_domain("The CCW devno '{:x}.{:x}.{:04x}' is in use already".format(*given))
        taken.add(given)
    following = 0
    for node in walk(guest):
        if _bus_of(node) is not Bus.CCW or ccw_of(node) is not None or _has_other_address(node, "ccw"):
            continue
        while (CSSID, 0, following) in taken:
            following += 1
        if following > _LAST_DEVNO:
            raise internal("There are no more free CCW devnos.", ErrorDomain.DOMAIN)
        set_ccw(_address(node), CSSID, 0, following)
        taken.add((CSSID, 0, following))


def _has_other_address(node: Node, kind: str) -> bool:
    found = get(node, "address", "type")
    return found not in {"", kind}


def _address(node: Node) -> Node:
    found = node.find("address")
    return etree.SubElement(node, "address") if found is None else found


def _assign_pci(guest: Guest) -> None:
    """zPCI: one function per slot of bus 0, a uid (from 1) and a fid (from 0) of its own."""
    users = [node for node in walk(guest) if _is_on_pci(node)]
    given = [node.find("address") for node in users]
    slots = {int(found.get("slot") or "0", 16) for found in given if found is not None and found.get("slot")}
    zpcis = [found.find("zpci") for found in given if found is not None]
    uids = {int(found.get("uid") or "0", 16) for found in zpcis if found is not None}
    fids = {int(found.get("fid") or "0", 16) for found in zpcis if found is not None and found.get("fid")}
    for node in users:
        address = _address(node)
        if address.get("slot") is None:
            slot = _lowest_free(slots, start=1)
            address.set("type", "pci")
            for name, value in (("domain", "0x0000"), ("bus", "0x00"), ("slot", f"0x{slot:02x}"), ("function", "0x0")):
                address.set(name, value)
        zpci = address.find("zpci")
        if zpci is None:
            zpci = etree.SubElement(address, "zpci")
        if zpci.get("uid") is None:
            zpci.set("uid", f"0x{_lowest_free(uids, start=1):04x}")
        if zpci.get("fid") is None:
            zpci.set("fid", f"0x{_lowest_free(fids, start=0):08x}")


def _is_on_pci(node: Node) -> bool:
    """By its kind, or because the user put a virtio device there."""
    chosen = get(node, "address", "type")
    return chosen == "pci" or (not chosen and _bus_of(node) is Bus.PCI)


def _lowest_free(taken: set[int], *, start: int) -> int:
    number = start
    while number in taken:
        number += 1
    taken.add(number)
    return number


def _assign_ports(guest: Guest) -> None:
    """virtio-serial ports of channels: from 1 on, for port 0 is the console's."""
    users = [node for node in guest.each("channel") if _bus_of(node) is Bus.VIRTIO_SERIAL]
    consoles = [node for node in guest.each("console") if get(node, "address", "type") == "virtio-serial"]
    taken: set[tuple[int, int]] = set()
    for controller, port in (_port(node) for node in (*users, *consoles) if _port(node)[1] > 0):
        if (controller, port) in taken:
            raise bad_domain(f"virtio serial port {port} on controller {controller} is already occupied")
        taken.add((controller, port))
    for node in users:
        controller, port = _port(node)
        if get(node, "address", "type") == "virtio-serial" and port > 0:
            continue
        while (controller, port) in taken or port == 0:
            port += 1
            if port >= _VIRTIO_SERIAL_PORTS:
                controller, port = controller + 1, 0
        taken.add((controller, port))
        address = _address(node)
        address.set("type", "virtio-serial")
        for name, value in (("controller", controller), ("bus", 0), ("port", port)):
            address.set(name, str(value))


def _port(node: Node) -> tuple[int, int]:
    return int(get(node, "address", "controller", "0")), int(get(node, "address", "port", "0"))
