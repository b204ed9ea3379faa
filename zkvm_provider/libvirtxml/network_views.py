"""Networks as their templates see them: plain texts and numbers, everything decided."""

from __future__ import annotations

from dataclasses import dataclass

from zkvm_provider.errors import Bug
from zkvm_provider.model.interface import MacvtapMode
from zkvm_provider.model.network import AnyNetwork, MacvtapNetwork, OvsNetwork, Portgroup
from zkvm_provider.model.vlan import Vlan


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanView:
    """VLANs: each tag with whether it is the native one; no tags for none."""

    is_trunk: bool
    tags: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortgroupView:
    """A portgroup. `tags` are VLANs, each with whether the guest sees it untagged though it is in the trunk."""

    name: str
    is_default: bool
    is_trunk: bool
    tags: tuple[tuple[int, bool], ...]


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


def vlan_view(vlan: Vlan | None) -> VlanView:
    """VLANs as a template sees them."""
    if vlan is None:
        return VlanView(is_trunk=False, tags=())
    tags = (vlan.access,) if vlan.access is not None else vlan.trunk or ()
    return VlanView(is_trunk=bool(vlan.trunk), tags=tuple((tag, tag == vlan.native) for tag in tags))


def network_view(network: AnyNetwork, uuid: str) -> NetworkView:
    """A network as its template sees it."""
    if network.name is None:
        raise Bug("a network reached the renderer before its name was settled")
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
    )


def portgroup_view(group: Portgroup) -> PortgroupView:
    """A portgroup as its template sees it."""
    tags = (group.access,) if group.access is not None else group.trunk or ()
    return PortgroupView(
        name=group.name,
        is_default=bool(group.is_default),
        is_trunk=bool(group.trunk),
        tags=tuple((tag, tag == group.native) for tag in tags),
    )
