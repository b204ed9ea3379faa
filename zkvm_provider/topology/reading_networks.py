"""A host's networks for the picture: of every kind libvirt has."""

from __future__ import annotations

from dataclasses import fields

from zkvm_provider.errors import BackendError, Unreachable
from zkvm_provider.hypervisor.port import Endpoint, ObjectInfo, ObjectKind
from zkvm_provider.libvirtxml.parse.network import ParsedNetwork, parse_network
from zkvm_provider.model.network import Portgroup
from zkvm_provider.model.vlan import Vlan
from zkvm_provider.topology.picture import Network, Tone


def read_networks(endpoint: Endpoint, host: str, notes: list[str]) -> tuple[Network, ...]:
    """Every libvirt network by name; one that went away meanwhile is left out with a note."""
    found = []
    for info in endpoint.hypervisor.list(ObjectKind.NETWORK):
        try:
            found.append(_network(endpoint, info, f"{host}/network/{info.ref.name}"))
        except Unreachable:
            raise
        except BackendError as failure:
            notes.append(f"network {info.ref.name}: {failure}")
    return tuple(found)


def vlan_words(vlan: Vlan | Portgroup | None) -> str:
    """`VLAN 42`, `trunk 42, 43 (native 42)`, or nothing."""
    if vlan is None or (vlan.access is None and not vlan.trunk):
        return ""
    if vlan.trunk:
        native = "" if vlan.native is None else f" (native {vlan.native})"
        native += "" if vlan.native_tagged is None else f" (native {vlan.native_tagged}, tagged)"
        return f"trunk {', '.join(map(str, vlan.trunk))}{native}"
    return f"VLAN {vlan.access}"


def _network(endpoint: Endpoint, info: ObjectInfo, key: str) -> Network:
    config = parse_network(endpoint.hypervisor.dump(info.ref))
    live = parse_network(endpoint.hypervisor.dump(info.ref, live=True)) if info.active else None
    shown = live or config
    own = vlan_words(shown.vlan)
    return Network(
        key=key,
        name=info.ref.name,
        kind=_kind(shown),
        carrier=", ".join(shown.devices) or shown.bridge or "",
        tone=Tone.RUNNING if info.active else Tone.OFF,
        vlans=(*([own] if own else []), *(_portgroup(each) for each in shown.portgroups)),
        pending=_pending(config, live) if live else (),
    )


def _kind(network: ParsedNetwork) -> str:
    if network.is_macvtap:
        return f"macvtap {network.forward_mode}"
    if network.virtual_port == "openvswitch":
        return "Open vSwitch"
    return network.forward_mode or "isolated"


def _portgroup(group: Portgroup) -> str:
    words = [group.name, vlan_words(group) or "no VLAN", "default" if group.is_default else ""]
    return " · ".join(word for word in words if word)


def _pending(config: ParsedNetwork, live: ParsedNetwork) -> tuple[str, ...]:
    """What waits for the network's next start, in words. The bridge of an isolated network may be libvirt's choice."""
    names = [each.name for each in fields(config) if getattr(config, each.name) != getattr(live, each.name)]
    skipped = {"bridge"} if config.bridge is None else set()
    return tuple(f"{_WORDS[name]} differ: next start of the network" for name in names if name not in skipped)


_WORDS = {
    "uuid": "uuids",
    "name": "names",
    "forward_mode": "forward modes",
    "devices": "uplinks",
    "bridge": "bridges",
    "virtual_port": "virtual ports",
    "portgroups": "portgroups",
    "vlan": "VLANs",
}
