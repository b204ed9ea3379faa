"""A network's values to libvirt's canonical XML."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.network.bandwidth import write_bandwidth
from zkvm_provider.hypervisor.emulated.network.dns import write_dns
from zkvm_provider.hypervisor.emulated.network.forward import write_forward
from zkvm_provider.hypervisor.emulated.network.ip import write_ip, write_route
from zkvm_provider.hypervisor.emulated.network.read import DNSMASQ
from zkvm_provider.hypervisor.emulated.network.shape import Network, PortGroup
from zkvm_provider.hypervisor.emulated.network.virtual_port import write_virtual_port
from zkvm_provider.hypervisor.emulated.network.vlan import write_vlan
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter


def write_network(network: Network) -> str:
    """The XML virNetworkGetXMLDesc gives; the same for the live network of every mode zkvm can start."""
    out = XmlWriter()
    attributes = {
        "xmlns:dnsmasq": DNSMASQ if network.dnsmasq_options else None,
        "ipv6": "yes" if network.ipv6_without_gateway else None,
        "trustGuestRxFilters": network.trust_rx_filters,
    }
    with out.element("network", attributes):
        _write_identity(network, out)
        write_forward(network.forward, out)
        _write_bridge(network, out)
        write_dns(network.dns, out)
        write_vlan(network.vlan, out)
        write_bandwidth(network.bandwidth, out)
        if network.isolated_port:
            out.empty("port", {"isolated": network.isolated_port})
        for ip in network.ips:
            write_ip(ip, out)
        for route in network.routes:
            write_route(route, out)
        write_virtual_port(network.virtual_port, out)
        for group in network.port_groups:
            _write_port_group(group, out)
        if network.dnsmasq_options:
            with out.element("dnsmasq:options"):
                for option in network.dnsmasq_options:
                    out.empty("dnsmasq:option", {"value": option})
    return out.finish()


def _write_identity(network: Network, out: XmlWriter) -> None:
    out.text("name", network.name)
    out.text("uuid", network.uuid)
    if network.metadata is not None:
        out.verbatim(network.metadata)


def _write_bridge(network: Network, out: XmlWriter) -> None:
    owned = network.forward.has_own_bridge
    if owned or network.bridge or network.mac_table_manager:
        attributes = {
            "name": network.bridge,
            "zone": network.bridge_zone,
            "stp": ("on" if network.stp else "off") if owned else None,
            "delay": network.delay if owned else None,
            "macTableManager": network.mac_table_manager,
        }
        out.empty("bridge", attributes)
    if network.mtu:
        out.empty("mtu", {"size": network.mtu})
    if network.mac:
        out.empty("mac", {"address": network.mac})
    if network.domain is not None:
        words = {"localOnly": network.domain_local_only, "register": network.domain_register}
        out.empty("domain", {"name": network.domain, **words})


def _write_port_group(group: PortGroup, out: XmlWriter) -> None:
    attributes = {
        "name": group.name,
        "default": "yes" if group.is_default else None,
        "trustGuestRxFilters": group.trust_rx_filters,
    }
    with out.element("portgroup", attributes):
        write_vlan(group.vlan, out)
        write_virtual_port(group.virtual_port, out)
        write_bandwidth(group.bandwidth, out)
