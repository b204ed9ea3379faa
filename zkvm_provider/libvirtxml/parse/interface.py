"""Interfaces: virtio-net on a libvirt network, a bridge, or a macvtap device of a host interface.

In live XML a network's interface shows as `bridge` or `direct` with the network still named in its source; the network
is what is owned. Its live VLANs are the network's or portgroup's where it has none of its own.
"""

from __future__ import annotations

import re
from typing import Any

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.parse.shaping import read_bandwidth, read_filter
from zkvm_provider.libvirtxml.parse.vlan import read_vlan
from zkvm_provider.libvirtxml.xmltext import attribute
from zkvm_provider.model.address import MacAddress
from zkvm_provider.model.interface import Interface, LinkState, Macvtap, MacvtapMode

_DEV = re.compile(r"[^/\s]{1,15}")


def read_interface(element: Element, name: str) -> Interface | None:
    """The interface, or None when the model cannot say what it is.

    A macvtap without mode is vepa, as libvirt takes it.
    """
    if attribute(element, "model", "type") not in {"", "virtio"} or has_foreign_address(element):
        return None
    try:
        source = _source(element)
        if source is None:
            return None
        return Interface(
            name=name,
            portgroup=attribute(element, "source", "portgroup") or None if "network" in source else None,
            vlan=read_vlan(element),
            mtu=_number(element, "mtu", "size"),
            queues=_number(element, "driver", "queues") or 1,
            bandwidth=read_bandwidth(element),
            filter_ref=read_filter(element),
            mac=MacAddress.parse(attribute(element, "mac", "address")),
            link=LinkState(attribute(element, "link", "state") or "up"),
            devno=devno_of(element),
            **source,
        )
    except ValueError:
        return None


def _source(element: Element) -> dict[str, Any] | None:
    """The one field of the model that says what the interface is plugged into, with its value."""
    network, bridge = attribute(element, "source", "network"), attribute(element, "source", "bridge")
    kind, port = element.get("type"), attribute(element, "virtualport", "type")
    if network and kind in {"network", "bridge", "direct"}:
        return {"network": network}
    if kind == "direct" and (macvtap := _macvtap(element)) is not None:
        return {"macvtap": macvtap}
    if kind == "bridge" and _DEV.fullmatch(bridge) and port in {"", "openvswitch"}:
        return {"ovs" if port else "bridge": bridge}
    return None


def _macvtap(element: Element) -> Macvtap | None:
    dev = attribute(element, "source", "dev")
    if _DEV.fullmatch(dev) is None:
        return None
    return Macvtap(dev=dev, mode=MacvtapMode(attribute(element, "source", "mode") or "vepa"))


def _number(element: Element, tag: str, name: str) -> int | None:
    return int(attribute(element, tag, name) or 0) or None
