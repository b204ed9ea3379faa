"""Network interfaces of a host, as `HostDevices` (port.py) tells them."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass

UNTOLD = "untold"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetDevice:
    """A network interface of the host; `kind` is `nic`, `bridge`, `ovs`, or UNTOLD by a host that hides its bridges.

    `layer2` and what follows are facts of qeth devices (OSA, HiperSockets), from `/sys/class/net/NAME/device`.
    """

    name: str
    kind: str
    bus_id: str = ""
    layer2: bool = True
    master: str = ""
    """The Linux bridge it is a port of."""
    bridge_role: str = ""
    """`none`, `primary` or `secondary`: whether it may be a bridge's port; empty where it does not tell."""
    bridge_state: str = ""
    """`active`, `standby` or `inactive`: of the primaries and secondaries on one adapter, one is active."""
    learns: bool = False
    """Its VNIC characteristics `flooding` and `learning` are on, which serves a bridge as a role does."""
