"""What a guest's interface refers to on its host: uplinks, bridges, and what its network lets it have, filters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zkvm_provider.apply.desk import Desk
from zkvm_provider.apply.net_devices import bridge_fault, uplink_fault
from zkvm_provider.apply.stand_in import is_stand_in
from zkvm_provider.errors import BackendError, Fault
from zkvm_provider.hypervisor.port import MISSING, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.network import ParsedNetwork, parse_network
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.interface import Interface, MacvtapMode
from zkvm_provider.model.network import AnyNetwork, MacvtapNetwork, OvsNetwork
from zkvm_provider.model.vlan import Vlan


def device_fault(desk: Desk, here: str, interface: Interface) -> Fault | None:
    """The uplink or bridge that the host has not, or that cannot carry other MAC addresses. libvirt takes any name."""
    for field, kind in (("bridge", "bridge"), ("ovs", "ovs")):
        name = getattr(interface, field)
        if name is not None and not is_stand_in(name):
            return bridge_fault(desk, f"{here}.{field}", name, kind)
    if interface.macvtap is None:
        return None
    return uplink_fault(desk, f"{here}.macvtap.dev", interface.macvtap.dev)


def filter_fault(desk: Desk, here: str, interface: Interface) -> Fault | None:
    """A packet filter that the host has not: libvirt takes any name, and does not start the guest."""
    name = interface.filter_ref.filter if interface.filter_ref is not None else ""
    known = desk.view.network_filters(fresh=False) if name else None
    if known is not None and name not in known:
        known = desk.view.network_filters(fresh=True)
    if known is None or name in known:
        return None
    have = f"it has {', '.join(known)}" if known else "it has none; libvirt's own come in a package of their own"
    reason = f"{desk.place} has no network filter {name!r}; {have}"
    return Fault(path=f"{here}.filterRef.filter", reason=reason)


def in_order(vlan: Vlan | None) -> Vlan | None:
    """The order of a trunk's VLANs means nothing."""
    return replace(vlan, trunk=tuple(sorted(vlan.trunk))) if vlan is not None and vlan.trunk else vlan


def network_faults(desk: Desk, here: str, interface: Interface) -> Iterator[Fault]:
    """A portgroup the network has not (libvirt then plugs in without any VLAN), VLANs where it can have none."""
    if interface.portgroup is None and interface.vlan is None and interface.filter_ref is None:
        return
    if interface.network is None or is_stand_in(interface.network):
        return
    network, groups, takes_vlans = interface.network, *_what_it_has(desk, interface.network)
    if interface.filter_ref is not None and _is_macvtap(desk, network):
        reason = f"network {network!r} on {desk.place} is one of macvtap devices, which libvirt does not filter"
        yield Fault(path=f"{here}.filterRef", reason=reason)
    if groups is not None and interface.portgroup is not None and interface.portgroup not in groups:
        have = f"it has {', '.join(sorted(groups))}" if groups else "it has none"
        reason = f"network {network!r} on {desk.place} has no portgroup {interface.portgroup!r}; {have}"
        yield Fault(path=f"{here}.portgroup", reason=reason)
    if interface.vlan is not None and not takes_vlans:
        reason = f"network {network!r} on {desk.place} is not on Open vSwitch, and libvirt 9 sets VLANs there only"
        yield Fault(path=f"{here}.vlan", reason=f"{reason}; use an OvsNetwork")


def _what_it_has(desk: Desk, name: str) -> tuple[frozenset[str] | None, bool]:
    """The network's portgroups (None: not known yet), and whether its interfaces can have VLANs.

    In a preview what the program makes of the network counts, not what it is now.
    """
    declared = desk.previewed.network(desk.machine_id, name)
    parsed = _parsed(desk, name)
    if declared is None and parsed is None:
        return None, True
    names = frozenset(group.name for group in parsed.portgroups) if parsed is not None else frozenset()
    takes = parsed is not None and (parsed.virtual_port == "openvswitch" or parsed.forward_mode == "passthrough")
    if declared is not None:
        groups = getattr(declared, "portgroups", None)
        names = names if groups is None else frozenset(group.name for group in groups)
        takes = _takes_vlans(declared)
    return names, takes


def _is_macvtap(desk: Desk, name: str) -> bool:
    declared = desk.previewed.network(desk.machine_id, name)
    parsed = _parsed(desk, name) if declared is None else None
    return isinstance(declared, MacvtapNetwork) or (parsed is not None and parsed.is_macvtap)


def choosing_networks(desk: Desk, guest: Guest) -> frozenset[str]:
    """The guest's networks that choose an uplink anew when an interface changes, by name.

    libvirt takes the uplink with the fewest users, the interface itself among them; in passthrough one without users.
    """
    named = {each.network for each in guest.interfaces or () if each.network and not is_stand_in(each.network)}
    return frozenset(name for name in named if _chooses(desk, name))


def _chooses(desk: Desk, name: str) -> bool:
    declared = desk.previewed.network(desk.machine_id, name)
    if isinstance(declared, MacvtapNetwork):
        return len(declared.devices) > 1 or declared.mode is MacvtapMode.PASSTHROUGH
    parsed = _parsed(desk, name) if declared is None else None
    if parsed is None or not parsed.is_macvtap:
        return False
    return len(parsed.devices) > 1 or parsed.macvtap_mode is MacvtapMode.PASSTHROUGH


def _takes_vlans(network: AnyNetwork) -> bool:
    passes = isinstance(network, MacvtapNetwork) and network.mode == "passthrough"
    return isinstance(network, OvsNetwork) or passes


def _parsed(desk: Desk, name: str) -> ParsedNetwork | None:
    ref = next((info.ref for info in desk.view.networks(fresh=False) if name in (info.ref.name, info.ref.uuid)), None)
    try:
        return parse_network(desk.endpoint.hypervisor.dump(ref or ObjectRef(kind=ObjectKind.NETWORK, name=name)))
    except BackendError as refused:
        if refused.code in MISSING:
            return None
        raise
