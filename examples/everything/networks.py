"""A network of every kind."""

import zkvm_provider.sdk as zkvm

uplink = zkvm.MacvtapNetwork("uplink", name="uplink", devices=["enccw0.0.4300"])
switch = zkvm.OvsNetwork(
    "switch",
    name="switch",
    bridge="ovsbr0",
    portgroups=[
        zkvm.PortgroupArgs(name="web", access=42, is_default=True),
        zkvm.PortgroupArgs(name="database", access=43),
        zkvm.PortgroupArgs(name="all", trunk=[42, 43], native=42),
    ],
)
lan = {host: zkvm.BridgeNetwork(f"{host}-lan", host=host, name="lan", bridge="br0") for host in ("lpar1", "lpar2")}
private = zkvm.NatNetwork(
    "private",
    name="private",
    cidr="192.168.150.0/24",
    dhcp_ranges=["192.168.150.100-192.168.150.199"],
    dhcp_hosts=[zkvm.DhcpHostArgs(name="router", mac="52:54:00:00:00:09", ip="192.168.150.9")],
    domain="lab.example.com",
)
