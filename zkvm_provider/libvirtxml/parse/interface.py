"""Interfaces: virtio-net on a libvirt network, a bridge, or a macvtap device of a host interface.

In live XML a network's interface shows as `bridge` or `direct` with the network still named in its source; the network
is what is owned. Its live VLANs are the network's or portgroup's where it has none of its own.
"""

from __future__ import annotations

import re
from typing import Any

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.libvirtxml.parse.shaping import read_bandwidth, read_filter
from zkvm_provider.libvirtxml.parse.vlan import read_vlan
from zkvm_provider.model.address import MacAddress
from zkvm_provider.model.interface import Interface, LinkState, Macvtap, MacvtapMode

_DEV = re.compile(r"[^/\s]{1,15}")


def read_interface(interface: Device, name: str) -> Interface | None:
    """The interface, or None when the model cannot say what it is.

    A macvtap without mode is vepa, as libvirt takes it.
    """
    if interface.attribute("model", "type") not in {"", "virtio"} or interface.has_foreign_address:
        return None
    try:
        source = _source(interface)
        if source is None:
            return None
        return Interface(
            name=name,
            portgroup=interface.attribute("source", "portgroup") or None if "network" in source else None,
            vlan=read_vlan(interface.children.get("vlan")),
            mtu=int(interface.attribute("mtu", "size") or 0) or None,
            queues=int(interface.attribute("driver", "queues") or 0) or 1,
            bandwidth=read_bandwidth(interface.children.get("bandwidth")),
            filter_ref=read_filter(interface.children.get("filterref")),
            mac=MacAddress.parse(interface.attribute("mac", "address")),
            link=LinkState(interface.attribute("link", "state") or "up"),
            devno=interface.devno,
            **source,
        )
    except ValueError:
        return None


def _source(interface: Device) -> dict[str, Any] | None:
    """The one field of the model that says what the interface is plugged into, with its value."""
    kind, network = interface.element.get("type"), interface.attribute("source", "network")
    if network and kind in {"network", "bridge", "direct"}:
        return {"network": network}
    if kind == "direct" and (macvtap := _macvtap(interface)) is not None:
        return {"macvtap": macvtap}
    bridge, port = interface.attribute("source", "bridge"), interface.attribute("virtualport", "type")
    if kind == "bridge" and _DEV.fullmatch(bridge) and port in {"", "openvswitch"}:
        return {"ovs" if port else "bridge": bridge}
    return None


def _macvtap(interface: Device) -> Macvtap | None:
    dev = interface.attribute("source", "dev")
    if _DEV.fullmatch(dev) is None:
        return None
    return Macvtap(dev=dev, mode=MacvtapMode(interface.attribute("source", "mode") or "vepa"))
