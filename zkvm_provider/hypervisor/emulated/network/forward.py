"""`<forward>` of a network: where its traffic goes, and with which devices of the host."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.network.addresses import check_range, parse_address
from zkvm_provider.hypervisor.emulated.network.shape import Address, Forward, PciAddress
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import (
    Node,
    attribute,
    child,
    children,
    choice,
    filled,
    invalid_attribute,
    tristate,
    whole_number,
)
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

MODES = ("none", "nat", "route", "open", "bridge", "private", "vepa", "passthrough", "hostdev")
_DRIVERS = ("kvm", "vfio", "xen")
_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nat:
    ipv6: str | None = None
    start: Address | None = None
    end: Address | None = None
    port_start: int = 0
    port_end: int = 0


def read_forward(parent: Node, network: str) -> Forward:
    """The network's `<forward>`; an isolated network's where there is none. Raises XML_ERROR and others."""
    node = child(parent, "forward")
    if node is None:
        return Forward()
    mode = filled(node, "mode") or "nat"
    if mode not in MODES:
        raise _refused(ErrorCode.CONFIG_UNSUPPORTED, f"unknown forwarding type '{mode}'")
    driver = choice(child(node, "driver"), "name", _DRIVERS)
    nat = _read_nat(node, mode, network)
    device = filled(node, "dev")
    physical = children(node, "pf")
    if device is not None and (children(node, "address") or physical):
        words = "the <forward> 'dev' attribute cannot be used when <address> or <pf> sub-elements are present"
        raise _bad(f"{words} in network {network}")
    devices = _devices(node, device, network)
    return Forward(
        mode="" if mode == "none" else mode,
        managed=(filled(node, "managed") or "").lower() == "yes",
        driver=driver,
        devices=devices,
        pci_devices=() if devices else _pci_devices(node, network),
        physical_function=None if devices or children(node, "address") else _physical_function(physical, network),
        nat_ipv6=nat.ipv6,
        nat_start=nat.start,
        nat_end=nat.end,
        port_start=nat.port_start,
        port_end=nat.port_end,
    )


def write_forward(forward: Forward, out: XmlWriter) -> None:
    """Write `<forward>`, nothing for an isolated network."""
    if not forward.mode:
        return
    managed = ("yes" if forward.managed else "no") if forward.mode == "hostdev" else None
    first = forward.devices[0] if forward.devices and not forward.physical_function else None
    attributes = {"dev": first, "mode": forward.mode, "managed": managed}
    has_nat = bool(forward.nat_start or forward.port_start or forward.port_end or forward.nat_ipv6)
    devices = forward.devices or forward.pci_devices or forward.physical_function
    if not (devices or forward.driver or has_nat):
        out.empty("forward", attributes)
        return
    with out.element("forward", attributes):
        if forward.driver:
            out.empty("driver", {"name": forward.driver})
        if has_nat:
            _write_nat(forward, out)
        if forward.physical_function:
            out.empty("pf", {"dev": forward.physical_function})
        for device in forward.devices:
            out.empty("interface", {"dev": device})
        for pci in forward.pci_devices:
            out.empty("address", _pci_attributes(pci))


def _devices(node: Node, first: str | None, network: str) -> tuple[str, ...]:
    names: list[str] = [] if first is None else [first]
    for position, interface in enumerate(children(node, "interface")):
        name = attribute(interface, "dev")
        if name is None:
            raise _bad(f"Missing required dev attribute in <forward> <interface> element of network {network}")
        if position == 0 and first is not None:
            if name != first:
                raise _bad(f"<forward dev='{first}'> must match first <interface dev='{name}'/> in network {network}")
            continue
        if name in names:
            raise _bad(f"interface '{name}' can only be listed once in network {network}")
        names.append(name)
    return tuple(names)


def _pci_devices(node: Node, network: str) -> tuple[PciAddress, ...]:
    found: list[PciAddress] = []
    for address in children(node, "address"):
        kind = attribute(address, "type")
        if kind is None:
            raise _bad(f"missing address type in network {network}")
        if kind != "pci":
            raise _refused(ErrorCode.CONFIG_UNSUPPORTED, f"unknown address type '{kind}' in network {network}")
        pci = PciAddress(**{name: _pci_part(address, name) for name in ("domain", "bus", "slot", "function")})
        if pci in found:
            words = f"{pci.domain:04x}:{pci.bus:02x}:{pci.slot:02x}.{pci.function:x}"
            raise _bad(f"PCI device '{words}' can only be listed once in network {network}")
        found.append(pci)
    return tuple(found)


def _pci_part(address: Node, name: str) -> int:
    value = attribute(address, name)
    if value is None:
        return 0
    try:
        return int(value, 0)
    except ValueError:
        raise invalid_attribute(address, name, value) from None


def _pci_attributes(pci: PciAddress) -> dict[str, str]:
    return {
        "type": "pci",
        "domain": f"0x{pci.domain:04x}",
        "bus": f"0x{pci.bus:02x}",
        "slot": f"0x{pci.slot:02x}",
        "function": f"0x{pci.function:x}",
    }


def _physical_function(nodes: list[Node], network: str) -> str | None:
    if len(nodes) > 1:
        raise _bad(f"Only one <pf> element is allowed in <forward> of network {network}")
    if not nodes:
        return None
    name = attribute(nodes[0], "dev")
    if name is None:
        raise _bad(f"Missing required dev attribute in <pf> element of network '{network}'")
    return name


def _read_nat(node: Node, mode: str, network: str) -> _Nat:
    nats = children(node, "nat")
    if len(nats) > 1:
        raise _bad(f"Only one <nat> element is allowed in <forward> of network {network}")
    if not nats:
        return _Nat()
    if mode != "nat":
        raise _bad(f"The <nat> element can only be used when <forward> 'mode' is 'nat' in network {network}")
    ipv6 = tristate(nats[0], "ipv6")
    start, end = _nat_addresses(nats[0], network)
    port_start, port_end = _nat_ports(nats[0], network)
    return _Nat(ipv6=ipv6, start=start, end=end, port_start=port_start, port_end=port_end)


def _nat_addresses(nat: Node, network: str) -> tuple[Address | None, Address | None]:
    nodes = children(nat, "address")
    if len(nodes) > 1:
        raise _bad(f"Only one <address> element is allowed in <nat> in <forward> in network {network}")
    if not nodes:
        return None, None
    found: list[Address] = []
    for name in ("start", "end"):
        value = attribute(nodes[0], name)
        if value is None:
            raise _bad(f"missing '{name}' attribute in <address> element in <nat> in <forward> in network {network}")
        address = parse_address(value)
        if address is None or address.version != 4:
            raise _bad(f"Bad ipv4 {name} address '{value}' in <nat> in <forward> in network '{network}'")
        found.append(address)
    check_range(found[0], found[1], None)
    return found[0], found[1]


def _nat_ports(nat: Node, network: str) -> tuple[int, int]:
    nodes = children(nat, "port")
    if len(nodes) > 1:
        raise _bad(f"Only one <port> element is allowed in <nat> in <forward> in network {network}")
    if not nodes:
        return 0, 0
    lowest = 0
    ports: list[int] = []
    for name in ("start", "end"):
        number = whole_number(filled(nodes[0], name) or "")
        if number is None or not lowest <= number <= _HIGHEST_PORT:
            words = f"Missing or invalid '{name}' attribute in <port> in <nat> in <forward> in network {network}"
            raise _refused(ErrorCode.XML_DETAIL, words)
        ports.append(number)
        lowest = number
    return ports[0], ports[1]


def _write_nat(forward: Forward, out: XmlWriter) -> None:
    attributes = {"ipv6": forward.nat_ipv6}
    if not (forward.nat_start or forward.port_start or forward.port_end):
        out.empty("nat", attributes)
        return
    with out.element("nat", attributes):
        if forward.nat_start:
            out.empty("address", {"start": str(forward.nat_start), "end": str(forward.nat_end)})
        if forward.port_start or forward.port_end:
            out.empty("port", {"start": forward.port_start, "end": forward.port_end or None})


def _bad(reason: str) -> Exception:
    return _refused(ErrorCode.XML_ERROR, reason)


def _refused(code: ErrorCode, reason: str) -> Exception:
    return refusal(code, ErrorDomain.NETWORK, reason)
