"""The base of `NatNetwork`, and other good values of the fields of networks."""

from __future__ import annotations

from typing import Any, Final

NAT_BASE: Final[dict[str, Any]] = {
    "name": "nat",
    "mode": "nat",
    "cidr": "192.168.150.0/24",
    "gateway": "192.168.150.254",
    "dhcpRanges": ["192.168.150.100-192.168.150.120"],
    "dhcpHosts": [
        {"name": "one", "mac": "52:54:00:00:00:01", "ip": "192.168.150.11"},
        {"name": "two", "mac": "52:54:00:00:00:02", "ip": "192.168.150.12"},
    ],
    "domain": "lab.test",
    "forwarders": ["10.0.0.1"],
    "dnsHosts": [{"name": "web", "ip": "192.168.150.20"}, {"name": "mail", "ip": "192.168.150.21"}],
    "mtu": 1400,
    "autostart": True,
}

NETWORK_VALUES: Final[dict[tuple[str, str], Any]] = {
    ("NatNetwork", "name"): "nat2",
    ("NatNetwork", "cidr"): "192.168.150.0/25",
    ("NatNetwork", "gateway"): "192.168.150.2",
    ("NatNetwork", "dhcpRanges"): ["192.168.150.100-192.168.150.119", "192.168.150.30-192.168.150.40"],
    ("NatNetwork", "dhcpHosts[].name"): "three",
    ("NatNetwork", "dhcpHosts[].mac"): "52:54:00:00:00:03",
    ("NatNetwork", "dhcpHosts[].ip"): "192.168.150.13",
    ("NatNetwork", "domain"): "other.test",
    ("NatNetwork", "forwarders"): ["10.0.0.2", "10.0.0.3"],
    ("NatNetwork", "dnsHosts[].name"): "other",
    ("NatNetwork", "dnsHosts[].ip"): "192.168.150.23",
    ("OvsNetwork", "bridge"): "br0",
    ("OvsNetwork", "name"): "switch2",
    ("OvsNetwork", "vlan.trunk"): [7, 9],
    ("OvsNetwork", "vlan.native"): 9,
    ("OvsNetwork", "portgroups[].name"): "other",
    ("OvsNetwork", "portgroups[].access"): 43,
    ("OvsNetwork", "portgroups[].trunk"): [7, 9, 11],
    ("OvsNetwork", "portgroups[].native"): 9,
}
