"""The elements and attributes of libvirt's `network.rng`."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.vocabulary import read_vocabulary

_VIRTUAL_PORT = """
{at}/virtualport: type
{at}/virtualport/parameters: managerid typeid typeidversion instanceid profileid interfaceid
{at}/vlan: trunk
{at}/vlan/tag: id nativeMode
{at}/bandwidth:
{at}/bandwidth/inbound: average peak burst floor
{at}/bandwidth/outbound: average peak burst
"""

_TABLE = """
network: ipv6 trustGuestRxFilters connections
network/name:
network/uuid:
network/metadata: *
network/bridge: name zone stp delay macTableManager
network/mtu: size
network/mac: address
network/domain: name localOnly register
network/port: isolated
network/forward: dev mode managed
network/forward/driver: name
network/forward/pf: dev
network/forward/interface: dev connections
network/forward/address: type domain bus slot function multifunction connections
network/forward/nat: ipv6
network/forward/nat/address: start end
network/forward/nat/port: start end
network/dns: enable forwardPlainNames
network/dns/forwarder: addr domain
network/dns/txt: name value
network/dns/srv: service protocol domain target port priority weight
network/dns/host: ip
network/dns/host/hostname:
network/ip: family address netmask prefix localPtr
network/ip/tftp: root
network/ip/dhcp:
network/ip/dhcp/range: start end
network/ip/dhcp/range/lease: expiry unit
network/ip/dhcp/host: id mac name ip
network/ip/dhcp/host/lease: expiry unit
network/ip/dhcp/bootp: file server
network/route: family address netmask prefix gateway metric
network/portgroup: name default trustGuestRxFilters
"""

NETWORK_WORDS = read_vocabulary(
    _TABLE + _VIRTUAL_PORT.format(at="network") + _VIRTUAL_PORT.format(at="network/portgroup")
)
"""Every element of a network with its attributes."""
