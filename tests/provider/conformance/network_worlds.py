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
    ("OvsNetwork", "vlan.nativeTagged"): 9,
    ("OvsNetwork", "portgroups[].name"): "other",
    ("OvsNetwork", "portgroups[].access"): 43,
    ("OvsNetwork", "portgroups[].trunk"): [7, 9, 11],
    ("OvsNetwork", "portgroups[].native"): 9,
    ("OvsNetwork", "portgroups[].nativeTagged"): 9,
}

NETWORKS_TOGETHER: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("NatNetwork", "cidr"): {"gateway": "192.168.150.1"},
    ("OvsNetwork", "vlan.trunk"): {"vlan": {}},
    ("OvsNetwork", "vlan.native"): {"vlan": {"trunk": [7, 9]}},
    ("OvsNetwork", "vlan.nativeTagged"): {"vlan": {"trunk": [7, 9]}},
    ("OvsNetwork", "portgroups[0].trunk"): {"portgroups": [{"name": "vlan42", "trunk": [42]}]},
    ("OvsNetwork", "portgroups[0].native"): {"portgroups": [{"name": "vlan42", "trunk": [9, 42], "native": 9}]},
    ("OvsNetwork", "portgroups[0].nativeTagged"): {"portgroups": [{"name": "vlan42", "trunk": [9, 42]}]},
    ("OvsNetwork", "portgroups[1].nativeTagged"): {
        "portgroups": [{"name": "vlan42"}, {"name": "many", "trunk": [7, 9]}]
    },
    ("OvsNetwork", "portgroups[1].access"): {"portgroups": [{"name": "vlan42"}, {"name": "many", "access": 7}]},
    ("OvsNetwork", "portgroups[1].isDefault"): {
        "portgroups": [{"name": "vlan42"}, {"name": "many", "isDefault": True, "trunk": [7]}]
    },
}
"""What other inputs have to be where the field has its other value."""
