"""Interfaces: virtio-net on a libvirt network, or on a macvtap device of a host interface.

In live XML a network's interface shows as `bridge` or `direct` with the network still named in its source; the network
is what is owned.
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.xmltext import attribute
from zkvm_provider.model.address import MacAddress
from zkvm_provider.model.interface import Interface, LinkState, Macvtap, MacvtapMode

_LIVE_FORMS = {"network", "bridge", "direct"}
_DEV = re.compile(r"[^/\s]{1,15}")


def read_interface(element: Element, name: str) -> Interface | None:
    """The interface, or None when the model cannot say what it is.

    A macvtap without mode is vepa, as libvirt takes it.
    """
    if attribute(element, "model", "type") not in {"", "virtio"} or has_foreign_address(element):
        return None
    network = attribute(element, "source", "network")
    try:
        macvtap = None if network else _macvtap(element)
        mac = MacAddress.parse(attribute(element, "mac", "address"))
        link = LinkState(attribute(element, "link", "state") or "up")
    except ValueError:
        return None
    if element.get("type") not in _LIVE_FORMS or not (network or macvtap):
        return None
    return Interface(name=name, network=network or None, macvtap=macvtap, mac=mac, link=link, devno=devno_of(element))


def _macvtap(element: Element) -> Macvtap | None:
    dev = attribute(element, "source", "dev")
    if element.get("type") != "direct" or _DEV.fullmatch(dev) is None:
        return None
    return Macvtap(dev=dev, mode=MacvtapMode(attribute(element, "source", "mode") or "vepa"))
