"""What a start or a hotplug looks at outside the domain's own XML: the host and its other objects.

The domain machine is pure; whoever calls it supplies a `World`. Every answer is a fact of that moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from zkvm_provider.dataclass import dataclass


class Dice(Protocol):
    """The one source of chance (MAC addresses, uuids, port ids); `random.Random` is one."""

    def getrandbits(self, k: int, /) -> int:
        """An integer of `k` random bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSeen:
    """A libvirt network as a domain's start sees it. `bridge` is the bridge in use, empty where there is none."""

    xml: str
    active: bool
    bridge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeSeen:
    """Where a volume's data is. `pool_active` is False for a pool that is defined but not started."""

    path: str
    pool_active: bool = True
    is_network: bool = False
    """The pool hands out network sources (iscsi-direct, rbd), so no file is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostSeen:
    """Facts of the host that decide over a start."""

    virt_types: tuple[str, ...]
    host_arch: str = "s390x"
    memory_kib: int = 24 * 1024 * 1024
    numa_nodes: tuple[int, ...] = (0,)
    cpus: tuple[int, ...] = (0, 1)
    hugepage_sizes_kib: tuple[int, ...] = ()
    has_numad: bool = False
    has_vfio: bool = False
    has_vhost_vsock: bool = False
    has_traffic_shaping: bool = True
    network_filters: frozenset[str] = frozenset()
    has_cpu_controller: bool = True
    has_secure_execution: bool = False
    partitions: tuple[str, ...] = ("/machine",)
    qemu_uid: int = 64055
    qemu_gid: int = 64055


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageUse:
    """What a running guest does with a file or device, and whether it lets others write to it meanwhile."""

    writes: bool
    shares: bool


class World(Protocol):
    """What one start or hotplug may ask. Allocating calls hand out a value once; the rest only look."""

    @property
    def host(self) -> HostSeen:
        """The host's fixed facts."""

    @property
    def dice(self) -> Dice:
        """Chance for port ids and the like."""

    def network(self, name: str) -> NetworkSeen | None:
        """The network of that name, active or not; None when there is none."""

    def uplink_users(self, network: str) -> Mapping[str, int]:
        """How many interfaces of the other running domains are on each uplink of that network."""

    def volume(self, pool: str, volume: str) -> VolumeSeen | None:
        """The volume, or None when the pool exists without it. Raises libvirt's refusal for a missing pool."""

    def secret_exists(self, *, kind: str, usage: str, uuid: str) -> bool:
        """Whether a libvirt secret with that uuid, or with that usage type and usage, exists."""

    def file_exists(self, path: str) -> bool:
        """Whether a file, block device or socket of that absolute path is there."""

    def is_out_of_reach(self, path: str) -> bool:
        """Whether QEMU's user may not pass a folder on the way to the file of that path."""

    def files_below(self, path: str) -> Sequence[str]:
        """The files that the image of that path lies on, the nearest first."""

    def is_read_only(self, path: str) -> bool:
        """Whether the host may not write to the block device of that path."""

    def image_users(self, path: str) -> Sequence[ImageUse]:
        """What disks of the other running domains do with the file or device of that path."""

    def is_open_log(self, path: str) -> bool:
        """Whether virtlogd has that file open for another running domain."""

    def next_node(self, domain_id: int, least: int) -> int:
        """The number of the domain's next block node: never one it had before, and at least `least`."""

    def net_device_kind(self, name: str) -> str:
        """`nic`, `bridge`, `ovs`, or empty when the host has no such network device."""

    def mdev_exists(self, uuid: str) -> bool:
        """Whether the mediated device is active on the host."""

    def mdev_user(self, uuid: str) -> str:
        """The running domain that has the mediated device, empty without one."""

    def scsi_device_exists(self, adapter: str, bus: int, target: int, unit: int) -> bool:
        """Whether `/sys/bus/scsi/devices/H:B:T:U/scsi_generic` exists for the adapter `scsi_hostH`."""

    def iscsi_lun_exists(self, target: str, unit: int) -> bool:
        """Whether an iSCSI target of that name with that LUN answers."""

    def vsock_cid(self, wanted: int | None) -> int | None:
        """`wanted` if it is free, else None; with None the next free guest CID (from 3 on)."""

    def next_tap(self) -> str:
        """The next `vnetN` name."""

    def next_macvtap(self) -> str:
        """The next `macvtapN` name."""

    def next_pty(self) -> str:
        """The next `/dev/pts/N`."""

    def next_vnc_port(self) -> int:
        """The next free display port, 5900 first."""
