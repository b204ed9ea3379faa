"""Parts of a network as libvirt's updates."""

from __future__ import annotations

from zkvm_provider.hypervisor.network_update import NetworkSection, NetworkUpdate, UpdateCommand
from zkvm_provider.libvirtxml.merge_network import merge_portgroup
from zkvm_provider.libvirtxml.render import render_portgroup, render_record, render_uplink
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.dhcp_range import DhcpRange
from zkvm_provider.model.network import DhcpHost, DnsHost, Portgroup
from zkvm_provider.reconcile.network_parts import PartChange, PartTurn, Uplink

_COMMANDS = {
    PartTurn.ADD: UpdateCommand.ADD_LAST,
    PartTurn.CHANGE: UpdateCommand.MODIFY,
    PartTurn.REMOVE: UpdateCommand.DELETE,
}


_RECORDS = {
    DhcpRange: NetworkSection.DHCP_RANGE,
    DhcpHost: NetworkSection.DHCP_HOST,
    DnsHost: NetworkSection.DNS_HOST,
}


def network_update(change: PartChange, observed: str, templates: Templates) -> NetworkUpdate:
    """The update that carries a change out. `observed` is the network's XML: what zkvm does not own is kept."""
    part, command = change.part, _COMMANDS[change.turn]
    if isinstance(part, Portgroup):
        xml = merge_portgroup(render_portgroup(part, templates), observed)
        return NetworkUpdate(section=NetworkSection.PORTGROUP, command=command, xml=xml)
    if isinstance(part, Uplink):
        return NetworkUpdate(section=NetworkSection.FORWARD_INTERFACE, command=command, xml=render_uplink(part.dev))
    return NetworkUpdate(section=_RECORDS[type(part)], command=command, xml=render_record(part))
