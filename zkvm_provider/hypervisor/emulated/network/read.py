"""Network XML to values: libvirt's order of reading, so that of several faults the same one is reported."""

from __future__ import annotations

from dataclasses import replace

from zkvm_provider.hypervisor.emulated.network.bandwidth import read_bandwidth
from zkvm_provider.hypervisor.emulated.network.dns import read_dns
from zkvm_provider.hypervisor.emulated.network.forward import read_forward
from zkvm_provider.hypervisor.emulated.network.ip import read_ip, read_route
from zkvm_provider.hypervisor.emulated.network.schema import require_values
from zkvm_provider.hypervisor.emulated.network.shape import Forward, Network, PortGroup
from zkvm_provider.hypervisor.emulated.network.virtual_port import read_virtual_port
from zkvm_provider.hypervisor.emulated.network.vlan import read_vlan
from zkvm_provider.hypervisor.emulated.network.vocabulary import NETWORK_WORDS
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.vocabulary import require_known
from zkvm_provider.hypervisor.emulated.xml_reader import (
    Node,
    attribute,
    canonical_mac,
    canonical_uuid,
    child,
    children,
    content,
    filled,
    is_multicast,
    parse_document,
    tristate,
    whole_number,
)
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

DNSMASQ = "http://libvirt.org/schemas/network/dnsmasq/1.0"
_MAC_TABLE_MANAGERS = ("kernel", "libvirt")


def read_network(xml: str, *, validate: bool) -> Network:
    """The network that `xml` declares. Raises `BackendError` as virNetworkDefParse does."""
    root = parse_document(xml, root="network", what="(network_definition)", domain=ErrorDomain.NETWORK)
    if validate:
        require_known(root, NETWORK_WORDS, "network.rng")
        require_values(root)
    network = _with_contents(_with_bridge(_with_domain(_identity(root), root), root), root)
    _check_against_mode(network)
    return network


def _identity(root: Node) -> Network:
    name = _name(root)
    return Network(
        name=name,
        uuid=_uuid(root),
        metadata=child(root, "metadata"),
        ipv6_without_gateway=_ipv6(root, name),
        trust_rx_filters=tristate(root, "trustGuestRxFilters"),
    )


def _with_domain(network: Network, root: Node) -> Network:
    domain = child(root, "domain")
    local_only, register = tristate(domain, "localOnly"), tristate(domain, "register")
    if register == "yes" and local_only != "yes":
        words = "attribute 'register=yes' in <domain> element requires 'localOnly=yes'"
        raise _refused(ErrorCode.CONFIG_UNSUPPORTED, f"{words} in network {network.name}")
    return replace(
        network,
        domain=attribute(domain, "name"),
        domain_local_only=local_only,
        domain_register=register,
        bandwidth=read_bandwidth(root),
        vlan=read_vlan(root),
        isolated_port=tristate(child(root, "port"), "isolated"),
    )


def _with_bridge(network: Network, root: Node) -> Network:
    bridge = child(root, "bridge")
    stp, size = filled(bridge, "stp"), filled(child(root, "mtu"), "size")
    return replace(
        network,
        bridge=filled(bridge, "name"),
        bridge_zone=filled(bridge, "zone"),
        stp=stp != "off",
        stp_given=stp is not None,
        delay=_number(filled(bridge, "delay"), f"Invalid delay value in network '{network.name}'"),
        mac_table_manager=_mac_table_manager(bridge, network.name),
        mac=_mac(root, network.name),
        mtu=_number(size, f"Invalid mtu size '{size}' in network '{network.name}'"),
    )


def _with_contents(network: Network, root: Node) -> Network:
    name = network.name
    network = replace(
        network,
        dns=read_dns(root, name),
        virtual_port=read_virtual_port(root, needs_type=True),
        port_groups=tuple(read_port_group(node) for node in children(root, "portgroup")),
        ips=tuple(read_ip(node, name) for node in children(root, "ip")),
    )
    return replace(
        network,
        routes=tuple(read_route(node, name, network.ips) for node in children(root, "route")),
        forward=read_forward(root, name),
        dnsmasq_options=_dnsmasq_options(root),
    )


def _name(root: Node) -> str:
    name = content(root, "name")
    if name is None:
        raise _refused(ErrorCode.NO_NAME, "")
    if "/" in name:
        raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.XML, "invalid char in name: /")
    return name


def _uuid(root: Node) -> str | None:
    text = content(root, "uuid")
    if text is None:
        return None
    uuid = canonical_uuid(text)
    if uuid is None:
        raise _refused(ErrorCode.INTERNAL_ERROR, "malformed uuid element")
    return uuid


def _ipv6(root: Node, name: str) -> bool:
    text = filled(root, "ipv6")
    if text not in {None, "yes", "no"}:
        raise _bad(f"Invalid ipv6 setting '{text}' in network '{name}'")
    return text == "yes"


def _number(text: str | None, reason: str) -> int:
    number = 0 if text is None else whole_number(text)
    if number is None or number < 0:
        raise _bad(reason)
    return number


def _mac_table_manager(bridge: Node | None, name: str) -> str | None:
    manager = filled(bridge, "macTableManager")
    if manager is not None and manager not in _MAC_TABLE_MANAGERS:
        raise _bad(f"Invalid macTableManager setting '{manager}' in network '{name}'")
    return manager


def _mac(root: Node, name: str) -> str | None:
    text = filled(child(root, "mac"), "address")
    if text is None:
        return None
    mac = canonical_mac(text)
    if mac is None:
        raise _bad(f"Invalid bridge mac address '{text}' in network '{name}'")
    if is_multicast(mac):
        raise _bad(f"Invalid multicast bridge mac address '{text}' in network '{name}'")
    return mac


def read_port_group(node: Node) -> PortGroup:
    """A `<portgroup>`. Raises XML_ERROR."""
    name = filled(node, "name")
    if name is None:
        raise _bad("Missing required name attribute in portgroup")
    return PortGroup(
        name=name,
        is_default=(filled(node, "default") or "").lower() == "yes",
        trust_rx_filters=tristate(node, "trustGuestRxFilters"),
        virtual_port=read_virtual_port(node, needs_type=False),
        bandwidth=read_bandwidth(node),
        vlan=read_vlan(node),
    )


def _dnsmasq_options(root: Node) -> tuple[str, ...]:
    options = root.findall(f"{{{DNSMASQ}}}options/{{{DNSMASQ}}}option")
    found = [attribute(option, "value") for option in options]
    if None in found:
        raise _refused(ErrorCode.INTERNAL_ERROR, "No dnsmasq option value specified")
    return tuple(value for value in found if value is not None)


def _check_against_mode(network: Network) -> None:
    forward, name = network.forward, network.name
    if forward.mode in {"nat", "route"}:
        _check_routed(network)
    elif forward.mode == "open":
        if forward.devices or forward.pci_devices:
            raise _bad(f"forward dev not allowed for network '{name}' with forward mode='open'")
    elif forward.mode:
        _check_unmanaged(network)
    if network.mtu and not forward.has_own_bridge:
        words = "mtu size only allowed in open, route, nat, and isolated mode, not in"
        raise _bad(f"{words} {forward.mode} (network '{name}')")


def _check_routed(network: Network) -> None:
    if not network.ips:
        words = "forwarding requested, but no IP address provided for network"
        raise _bad(f"{network.forward.mode} {words} '{network.name}'")
    if len(network.forward.devices) + len(network.forward.pci_devices) > 1:
        words = f"multiple forwarding interfaces specified for network '{network.name}', only one is supported"
        raise _bad(words)


def _check_unmanaged(network: Network) -> None:
    forward = network.forward
    place = f"{forward.mode} mode (network '{network.name}')"
    if forward.mode != "bridge":
        if network.bridge:
            raise _bad(f"bridge name not allowed in {place}")
        if network.bridge_zone:
            raise _bad(f"bridge zone not allowed in {place}")
        if network.mac_table_manager:
            raise _bad(f"bridge macTableManager setting not allowed in {place}")
    if network.delay or network.stp_given or network.bridge_zone:
        words = "bridge delay/stp/zone options only allowed in open, route, nat, and isolated mode, not in"
        raise _bad(f"{words} {forward.mode} (network '{network.name}')")
    if network.bridge and _forward_device_count(forward):
        raise _bad(
            f"A network with forward mode='{forward.mode}' can specify a bridge name or a forward dev, "
            f"but not both (network '{network.name}')"
        )


def _forward_device_count(forward: Forward) -> int:
    return len(forward.devices) + len(forward.pci_devices) + bool(forward.physical_function)


def _bad(reason: str) -> Exception:
    return _refused(ErrorCode.XML_ERROR, reason)


def _refused(code: ErrorCode, reason: str) -> Exception:
    return refusal(code, ErrorDomain.NETWORK, reason)
