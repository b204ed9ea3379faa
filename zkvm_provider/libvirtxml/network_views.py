"""Networks as their templates see them: plain texts and numbers, everything decided."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Bug
from zkvm_provider.model.interface import MacvtapMode
from zkvm_provider.model.nat_addresses import settled_nat
from zkvm_provider.model.network import (
    AnyNetwork,
    DhcpHost,
    DnsHost,
    MacvtapNetwork,
    NatMode,
    NatNetwork,
    OvsNetwork,
    Portgroup,
)
from zkvm_provider.model.vlan import Vlan


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanView:
    """VLANs: each tag with libvirt's `nativeMode`, empty for one that is not native; no tags for none."""

    is_trunk: bool
    tags: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortgroupView:
    """A portgroup. `tags` are VLANs, each with libvirt's `nativeMode`, empty for one that is not native."""

    name: str
    is_default: bool
    is_trunk: bool
    tags: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """A network of macvtap devices, or on a bridge; `virtual_port` is empty for a Linux bridge."""

    name: str
    uuid: str
    mode: str
    devices: tuple[str, ...]
    bridge: str
    virtual_port: str
    vlan: VlanView
    portgroups: tuple[PortgroupView, ...]
    own: NatView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NatView:
    """What libvirt is host of; `mtu` 0 and `domain` empty for none. Hosts as (name, MAC address, address)."""

    address: str
    prefix: str
    ranges: tuple[tuple[str, str], ...]
    dhcp_hosts: tuple[DhcpHost, ...]
    has_dhcp: bool
    domain: str
    forwarders: tuple[str, ...]
    dns_hosts: tuple[DnsHost, ...]
    has_dns: bool
    mtu: int


def vlan_view(vlan: Vlan | None) -> VlanView:
    """VLANs as a template sees them."""
    if vlan is None:
        return VlanView(is_trunk=False, tags=())
    return VlanView(is_trunk=bool(vlan.trunk), tags=_tags(vlan))


def _tags(vlan: Vlan | Portgroup) -> tuple[tuple[int, str], ...]:
    tags = (vlan.access,) if vlan.access is not None else vlan.trunk or ()
    modes = {vlan.native: "untagged", vlan.native_tagged: "tagged"}
    return tuple((tag, modes.get(tag, "")) for tag in tags)


def network_view(network: AnyNetwork, uuid: str) -> NetworkView:
    """A network as its template sees it."""
    if network.name is None:
        raise Bug("a network reached the renderer before its name was settled")
    if isinstance(network, NatNetwork):
        return _nat_network_view(network, uuid)
    groups = (network.portgroups or ()) if isinstance(network, OvsNetwork) else ()
    mode, bridge = MacvtapMode.BRIDGE, ""
    devices: tuple[str, ...] = ()
    if isinstance(network, MacvtapNetwork):
        mode, devices = network.mode or mode, network.devices
    else:
        bridge = network.bridge
    return NetworkView(
        name=network.name,
        uuid=uuid,
        mode=mode.value,
        devices=devices,
        bridge=bridge,
        virtual_port="openvswitch" if isinstance(network, OvsNetwork) else "",
        vlan=vlan_view(network.vlan if isinstance(network, OvsNetwork) else None),
        portgroups=tuple(portgroup_view(group) for group in groups),
        own=None,
    )


def _nat_network_view(network: NatNetwork, uuid: str) -> NetworkView:
    settled = settled_nat(network)
    return NetworkView(
        name=settled.name or "",
        uuid=uuid,
        mode="" if settled.mode is NatMode.ISOLATED else str(settled.mode or ""),
        devices=(),
        bridge="",
        virtual_port="",
        vlan=vlan_view(None),
        portgroups=(),
        own=_nat_view(settled),
    )


def _nat_view(network: NatNetwork) -> NatView:
    ranges = tuple(text.partition("-")[::2] for text in network.dhcp_ranges or ())
    return NatView(
        address=network.gateway or "",
        prefix=network.cidr.partition("/")[2],
        ranges=ranges,
        dhcp_hosts=network.dhcp_hosts or (),
        has_dhcp=bool(ranges or network.dhcp_hosts),
        domain=network.domain or "",
        forwarders=network.forwarders or (),
        dns_hosts=network.dns_hosts or (),
        has_dns=bool(network.forwarders or network.dns_hosts),
        mtu=network.mtu or 0,
    )


def portgroup_view(group: Portgroup) -> PortgroupView:
    """A portgroup as its template sees it."""
    return PortgroupView(
        name=group.name,
        is_default=bool(group.is_default),
        is_trunk=bool(group.trunk),
        tags=_tags(group),
    )
