"""A host for tests of the domain machine: what it has is said in the constructor, names count up from zero."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from zkvm_provider.hypervisor.emulated.domain import HostSeen, ImageUse, NetworkSeen, VolumeSeen

N_OVS = """<network><name>n-ovs</name><forward mode='bridge'/><bridge name='ovsbr0'/>
<virtualport type='openvswitch'/>
<portgroup name='vlan42'><vlan><tag id='42'/></vlan></portgroup>
<portgroup name='vlan43'><vlan><tag id='43'/></vlan></portgroup></network>"""
N_MACVTAP = """<network><name>n-macvtap</name><forward dev='mv0' mode='bridge'><interface dev='mv0'/></forward>
</network>"""
NAT1 = "<network><name>nat1</name><forward mode='nat'/><bridge name='virbrz1'/></network>"
DEFAULT = "<network><name>default</name><forward mode='nat'/><bridge name='virbr0'/></network>"


@dataclass(kw_only=True)
class LabWorld:
    """The lab in which the golden data was recorded, and a few things beside it."""

    host: HostSeen = field(
        default_factory=lambda: HostSeen(virt_types=("qemu",), host_arch="x86_64", has_traffic_shaping=False)
    )
    dice: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311
    networks: dict[str, NetworkSeen] = field(
        default_factory=lambda: {
            "default": NetworkSeen(xml=DEFAULT, active=False),
            "n-ovs": NetworkSeen(xml=N_OVS, active=True),
            "n-macvtap": NetworkSeen(xml=N_MACVTAP, active=True),
            "nat1": NetworkSeen(xml=NAT1, active=True, bridge="virbrz1"),
        }
    )
    devices: dict[str, str] = field(
        default_factory=lambda: {"zkbr0": "bridge", "ovsbr0": "ovs", "mv0": "nic", "virbrz1": "bridge"}
    )
    has_file: Callable[[str], bool] = lambda path: path.startswith("/var/lib/libvirt/images/")
    read_only: frozenset[str] = frozenset()
    closed: tuple[str, ...] = ()
    below: dict[str, tuple[str, ...]] = field(default_factory=dict)
    images: dict[str, list[ImageUse]] = field(default_factory=dict)
    nodes: dict[int, int] = field(default_factory=dict)
    secrets: frozenset[str] = frozenset()
    mdevs: frozenset[str] = frozenset()
    mdev_users: dict[str, str] = field(default_factory=dict)
    scsi: frozenset[str] = frozenset()
    open_logs: frozenset[str] = frozenset()
    taps: count[int] = field(default_factory=count)
    ptys: count[int] = field(default_factory=count)
    ports: count[int] = field(default_factory=lambda: count(5900))

    def network(self, name: str) -> NetworkSeen | None:
        return self.networks.get(name)

    def volume(self, pool: str, volume: str) -> VolumeSeen | None:
        is_network = pool.startswith("p-iscsi")
        return VolumeSeen(path=f"/var/lib/libvirt/images/{pool}/{volume}", is_network=is_network)

    def secret_exists(self, *, kind: str, usage: str, uuid: str) -> bool:
        return bool(kind) and (usage in self.secrets or uuid in self.secrets)

    def file_exists(self, path: str) -> bool:
        return self.has_file(path)

    def is_out_of_reach(self, path: str) -> bool:
        return path.startswith(self.closed)

    def files_below(self, path: str) -> tuple[str, ...]:
        return self.below.get(path, ())

    def is_read_only(self, path: str) -> bool:
        return path in self.read_only

    def image_users(self, path: str) -> list[ImageUse]:
        return self.images.get(path, [])

    def next_node(self, domain_id: int, least: int) -> int:
        self.nodes[domain_id] = max(self.nodes.get(domain_id, 0) + 1, least)
        return self.nodes[domain_id]

    def net_device_kind(self, name: str) -> str:
        return self.devices.get(name, "")

    def mdev_exists(self, uuid: str) -> bool:
        return uuid in self.mdevs

    def is_open_log(self, path: str) -> bool:
        return path in self.open_logs

    def mdev_user(self, uuid: str) -> str:
        return self.mdev_users.get(uuid, "")

    def scsi_device_exists(self, adapter: str, bus: int, target: int, unit: int) -> bool:
        return f"{adapter}:{bus}:{target}:{unit}" in self.scsi

    def iscsi_lun_exists(self, target: str, unit: int) -> bool:
        return bool(target) and unit >= 0

    def vsock_cid(self, wanted: int | None) -> int | None:
        return wanted or 3

    def next_tap(self) -> str:
        return f"vnet{next(self.taps)}"

    def uplink_users(self, network: str) -> dict[str, int]:  # noqa: ARG002 -- nobody else runs here
        return {}

    def next_macvtap(self) -> str:
        return f"macvtap{next(self.taps)}"

    def next_pty(self) -> str:
        return f"/dev/pts/{next(self.ptys)}"

    def next_vnc_port(self) -> int:
        return next(self.ports)
