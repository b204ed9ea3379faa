"""A guest's network interface: what it is plugged into, and how the guest sees it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass, replace
from zkvm_provider.model.address import Devno, MacAddress
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS
from zkvm_provider.model.field import Meta
from zkvm_provider.model.shaping import Bandwidth, FilterRef, settled_bandwidth, settled_filter
from zkvm_provider.model.vlan import Vlan

INTERFACE_NAME = r"[A-Za-z0-9_.:\\-]{1,15}"
INTERFACE_NAME_SAYS = "an interface name: at most 15 of the letters, digits and `_ . : \\ -` that libvirt takes"


class MacvtapMode(StrEnum):
    """How macvtap devices on one uplink speak to each other (libvirt `<source mode>`)."""

    BRIDGE = "bridge"
    VEPA = "vepa"
    PRIVATE = "private"
    PASSTHROUGH = "passthrough"


class LinkState(StrEnum):
    """Whether the guest sees a carrier (libvirt `<link state>`)."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Macvtap:
    """A macvtap device straight on a network interface of the host, without a libvirt network."""

    dev: Annotated[
        str,
        Meta(
            doc="The host's network interface (the uplink).",
            pattern=INTERFACE_NAME,
            pattern_says=INTERFACE_NAME_SAYS,
            example="enccw0.0.4300",
        ),
    ]
    mode: Annotated[
        MacvtapMode | None,
        Meta(doc="How guests on the same uplink reach each other.", initial=MacvtapMode.BRIDGE),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """One virtio-net interface of a guest."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the interface, unique among the guest's devices.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="lan",
        ),
    ]
    network: Annotated[
        str | None,
        Meta(
            doc="A libvirt network: the `id` of a network resource, or its name on the host.",
            one_of="source",
            reference="MacvtapNetwork | BridgeNetwork | OvsNetwork | NatNetwork",
            example="lan",
        ),
    ] = None
    macvtap: Annotated[Macvtap | None, Meta(doc="A macvtap device on an interface of the host.", one_of="source")] = (
        None
    )
    bridge: Annotated[
        str | None,
        Meta(
            doc="A Linux bridge of the host, without a libvirt network.",
            one_of="source",
            pattern=INTERFACE_NAME,
            pattern_says=INTERFACE_NAME_SAYS,
            example="br0",
        ),
    ] = None
    ovs: Annotated[
        str | None,
        Meta(
            doc="An Open vSwitch bridge of the host, without a libvirt network.",
            one_of="source",
            pattern=INTERFACE_NAME,
            pattern_says=INTERFACE_NAME_SAYS,
            example="ovsbr0",
        ),
    ] = None
    portgroup: Annotated[
        str | None,
        Meta(
            doc="Portgroup of `network`. Absent: the network's default one, if it has one.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="vlan42",
        ),
    ] = None
    vlan: Annotated[
        Vlan | None,
        Meta(doc="VLANs of this interface, in place of its portgroup's. Open vSwitch or macvtap passthrough only."),
    ] = None
    mtu: Annotated[
        int | None,
        Meta(doc="Largest packet in bytes. Absent: that of the bridge. Not on macvtap.", minimum=68, maximum=65535),
    ] = None
    queues: Annotated[
        int | None, Meta(doc="Pairs of queues, for as many vCPUs.", minimum=1, maximum=256, initial=1)
    ] = None
    bandwidth: Annotated[
        Bandwidth | None,
        Meta(doc="Limits of its traffic. Absent: its portgroup's, or none; a portgroup's have no effect beside it."),
    ] = None
    filter_ref: Annotated[
        FilterRef | None, Meta(doc="A packet filter of the host. Not on macvtap, where libvirt has none.")
    ] = None
    mac: Annotated[
        MacAddress | None,
        Meta(
            doc="MAC address. Absent: derived from the guest's identity, so that it never changes.",
            example="52:54:00:12:34:56",
        ),
    ] = None
    link: Annotated[LinkState | None, Meta(doc="Whether the guest sees a carrier.", initial=LinkState.UP)] = None
    devno: Annotated[
        Devno | None, Meta(doc="Device number in the guest. Absent: the lowest this guest never used.")
    ] = None


def settled_interface(interface: Interface) -> Interface:
    """With its limits and its filter in the one form that two spellings share."""
    if interface.bandwidth is None and interface.filter_ref is None:
        return interface
    return replace(
        interface,
        bandwidth=settled_bandwidth(interface.bandwidth),
        filter_ref=settled_filter(interface.filter_ref),
    )
