"""Networks that libvirt manages on a host."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import ADDED, TEMPLATES
from zkvm_provider.model.address import MacAddress
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import GUEST_NAME, HOST_DOC, OBJECT_NAME_SAYS
from zkvm_provider.model.interface import INTERFACE_NAME, INTERFACE_NAME_SAYS, MacvtapMode
from zkvm_provider.model.vlan import NATIVE_TAGGED_DOC, Vlan
from zkvm_provider.model.xml_patch import XmlPatch

IPV4 = r"(?:\d{1,3}\.){3}\d{1,3}"
IPV4_SAYS = "an IPv4 address, like 192.168.150.1"
HOST_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,62}[A-Za-z0-9])?"
HOST_NAME_SAYS = "a host name: at most 64 letters, digits and inner `.` or `-`"


@dataclass(frozen=True, slots=True, kw_only=True)
class MacvtapNetwork:
    """A network of macvtap devices on one or more uplinks of the host (z/VM: a VSWITCH uplink)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name on the host. Absent: made from the resource's name.",
            pattern=GUEST_NAME,
            pattern_says=OBJECT_NAME_SAYS,
        ),
    ] = None
    devices: Annotated[
        tuple[str, ...],
        Meta(doc="Network interfaces of the host, in order of use.", example="enccw0.0.4300"),
    ]
    mode: Annotated[
        MacvtapMode | None,
        Meta(doc="How guests on the same uplink reach each other.", default=MacvtapMode.BRIDGE),
    ] = None
    autostart: Annotated[bool | None, Meta(doc="Start with the host.", default=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeNetwork:
    """A network on a Linux bridge that the host has."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name on the host. Absent: made from the resource's name.",
            pattern=GUEST_NAME,
            pattern_says=OBJECT_NAME_SAYS,
        ),
    ] = None
    bridge: Annotated[
        str,
        Meta(
            doc="The Linux bridge. zkvm does not make it.",
            pattern=INTERFACE_NAME,
            pattern_says=INTERFACE_NAME_SAYS,
            example="br0",
        ),
    ]
    autostart: Annotated[bool | None, Meta(doc="Start with the host.", default=True)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portgroup:
    """A named set of VLANs that an interface can be put into. Without `access` and `trunk`: the switch's own way."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the portgroup, unique in the network.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="vlan42",
        ),
    ]
    is_default: Annotated[
        bool | None, Meta(doc="Whether interfaces that name no portgroup are in this one.", initial=False)
    ] = None
    access: Annotated[
        int | None, Meta(doc="The one VLAN; the guest sees no tags.", minimum=0, maximum=4095, example="42")
    ] = None
    trunk: Annotated[tuple[int, ...] | None, Meta(doc="VLANs the guest sees tagged.", minimum=0, maximum=4095)] = None
    native: Annotated[
        int | None,
        Meta(doc="The VLAN of `trunk` that the guest sees without tag.", minimum=0, maximum=4095),
    ] = None
    native_tagged: Annotated[int | None, Meta(doc=NATIVE_TAGGED_DOC, minimum=0, maximum=4095)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OvsNetwork:
    """A network on an Open vSwitch bridge that the host has, with VLANs by portgroup (z/VM: a VLAN-aware VSWITCH)."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name on the host. Absent: made from the resource's name.",
            pattern=GUEST_NAME,
            pattern_says=OBJECT_NAME_SAYS,
        ),
    ] = None
    bridge: Annotated[
        str,
        Meta(
            doc="The Open vSwitch bridge. zkvm does not make it.",
            pattern=INTERFACE_NAME,
            pattern_says=INTERFACE_NAME_SAYS,
            example="ovsbr0",
        ),
    ]
    vlan: Annotated[
        Vlan | None, Meta(doc="VLANs of every interface that neither has its own nor a portgroup with VLANs.")
    ] = None
    portgroups: Annotated[
        tuple[Portgroup, ...] | None, Meta(doc="Portgroups of the network; their order means nothing.", initial=())
    ] = None
    autostart: Annotated[bool | None, Meta(doc="Start with the host.", default=True)] = None


class NatMode(StrEnum):
    """Where the network's traffic goes (libvirt `<forward mode>`; an isolated network has none)."""

    NAT = "nat"
    ROUTE = "route"
    ISOLATED = "isolated"


@dataclass(frozen=True, slots=True, kw_only=True)
class DhcpHost:
    """A guest that is always given the same address."""

    name: Annotated[str, Meta(doc="Host name, unique in the network.", pattern=HOST_NAME, pattern_says=HOST_NAME_SAYS)]
    mac: Annotated[MacAddress, Meta(doc="MAC address of its interface.", example="52:54:00:12:34:56")]
    ip: Annotated[str, Meta(doc="The address it is given.", pattern=IPV4, pattern_says=IPV4_SAYS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsHost:
    """A name that the network's DNS answers."""

    name: Annotated[str, Meta(doc="Host name, unique in the network.", pattern=HOST_NAME, pattern_says=HOST_NAME_SAYS)]
    ip: Annotated[str, Meta(doc="Its address, unique among the DNS hosts.", pattern=IPV4, pattern_says=IPV4_SAYS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NatNetwork:
    """A network of which libvirt is the host: with a bridge, addresses, DHCP and DNS of its own."""

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name on the host. Absent: made from the resource's name.",
            pattern=GUEST_NAME,
            pattern_says=OBJECT_NAME_SAYS,
        ),
    ] = None
    mode: Annotated[
        NatMode | None, Meta(doc="Whether guests reach the world outside, and how.", default=NatMode.NAT)
    ] = None
    cidr: Annotated[
        str,
        Meta(
            doc="The network's addresses.",
            pattern=IPV4 + r"/\d{1,2}",
            pattern_says="an IPv4 network, like 192.168.150.0/24",
            example="192.168.150.0/24",
        ),
    ]
    gateway: Annotated[
        str | None,
        Meta(doc="The host's own address there. Absent: the first of `cidr`.", pattern=IPV4, pattern_says=IPV4_SAYS),
    ] = None
    dhcp_ranges: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="Addresses that guests are given, first and last of each range. Without: no DHCP.",
            pattern=IPV4 + "-" + IPV4,
            pattern_says="two IPv4 addresses, like 192.168.150.100-192.168.150.199",
            initial=(),
        ),
    ] = None
    dhcp_hosts: Annotated[
        tuple[DhcpHost, ...] | None, Meta(doc="Guests with addresses of their own; order means nothing.", initial=())
    ] = None
    domain: Annotated[
        str | None, Meta(doc="DNS domain of the guests.", pattern=HOST_NAME, pattern_says=HOST_NAME_SAYS)
    ] = None
    forwarders: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="DNS servers that are asked for everything else. Without: those of the host.",
            pattern=IPV4,
            pattern_says=IPV4_SAYS,
            initial=(),
        ),
    ] = None
    dns_hosts: Annotated[
        tuple[DnsHost, ...] | None, Meta(doc="Names that the network's DNS answers; order means nothing.", initial=())
    ] = None
    mtu: Annotated[int | None, Meta(doc="Largest packet in bytes. Absent: 1500.", minimum=68, maximum=65535)] = None
    autostart: Annotated[bool | None, Meta(doc="Start with the host.", default=True)] = None


AnyNetwork = MacvtapNetwork | BridgeNetwork | OvsNetwork | NatNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOutputs:
    """What zkvm tells about a network."""

    uuid: Annotated[str, Meta(doc="The network's uuid.")]
    host_uri: Annotated[str, Meta(doc="The URI the network was made through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine it lies on.")]
    active: Annotated[bool, Meta(doc="Whether the network is started.")]
    templates: Annotated[str | None, TEMPLATES] = None
    added: Annotated[tuple[XmlPatch, ...] | None, ADDED] = None
