"""What an emulated host is made of: read from YAML, never changed by a verb.

What verbs change (a DASD set online, a folder that was made) is state and lives in the store. The built-in
default has every device of the talk; a second host of a store is the same machine under another name.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated

from zkvm_provider import located_yaml
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.located_yaml import Pattern, Size

BusId = Annotated[str, Pattern(regex=r"[0-9a-f]\.[0-3]\.[0-9a-f]{4}", like="0.0.1c98")]
Hex64 = Annotated[str, Pattern(regex=r"0x[0-9a-f]{16}", like="0x500507630603c763")]
Wwid = Annotated[str, Pattern(regex=r"|3[0-9a-f]{32}", like="36005076306ffc7630000000000004011")]
Card = Annotated[str, Pattern(regex=r"0x[0-9a-f]{2}", like="0x02")]
AbsolutePath = Annotated[str, Pattern(regex=r"/.*", like="/var/lib/libvirt/images")]
Uuid = Annotated[str, Pattern(regex=r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", like="a uuid in lower case")]
IpAddress = Annotated[str, Pattern(regex=r"[0-9a-fA-F.:]+/\d{1,3}", like="9.60.18.175/25")]
FileMode = Annotated[str, Pattern(regex=r"[0-7]{3,4}", like="0700")]
BridgeRole = Annotated[str, Pattern(regex=r"none|primary|secondary", like="none, primary or secondary")]
VirtType = Annotated[str, Pattern(regex=r"kvm|qemu", like="kvm or qemu")]
Bytes = Annotated[int, Size()]


@dataclass(frozen=True, slots=True, kw_only=True)
class DasdVolume:
    """One ECKD volume; `device` is its name in /dev while online."""

    bus_id: BusId
    device: str
    capacity: Bytes
    partitions: tuple[int, ...] = ()
    online: bool = False
    read_only: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Every name of the disk and its partitions in /dev while it is online."""
        whole = (f"/dev/{self.device}", f"/dev/disk/by-path/ccw-{self.bus_id}")
        parts = (name for number in self.partitions for name in (f"{whole[0]}{number}", f"{whole[1]}-part{number}"))
        return (*whole, *parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScsiLun:
    """A logical unit of the SAN; `attached` says that the host had it added at boot (zFCP `unit_add`).

    `wwid` is the same through every path; one that is not given follows from the LUN.
    """

    lun: Hex64
    capacity: Bytes
    vendor: str
    model: str
    revision: str
    attached: bool = False
    wwid: Wwid = ""

    @property
    def identity(self) -> str:
        """Its WWID: an NAA 6 name, with the 3 that SCSI's identification page puts before it."""
        return self.wwid or f"36005076300000000{self.lun.removeprefix('0x')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemotePort:
    """A storage port as one FCP device sees it; `target` is the SCSI target number Linux gives it."""

    wwpn: Hex64
    target: int
    luns: tuple[ScsiLun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FcpDevice:
    """An FCP subchannel with what can be reached through it; it came up as `scsi_hostN` of the host.

    `wwpn` is its own port; with `npiv` a virtual one. `scans_luns`: LUNs become SCSI devices by themselves.
    """

    bus_id: BusId
    scsi_host: int
    online: bool = False
    wwpn: Hex64 = "0xc05076ffe5005611"
    npiv: bool = False
    scans_luns: bool = False
    ports: tuple[RemotePort, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Osa:
    """A grouped qeth triplet (read, write, data) and its interface; `bridge` is the Linux bridge it is a port of."""

    bus_ids: tuple[BusId, ...]
    interface: str
    layer2: bool = True
    bridge: str = ""
    bridge_role: BridgeRole = "none"
    learns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceAddress:
    """An IP address the host has, like `9.60.18.175/25` on `br0`."""

    interface: str
    address: IpAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class ApCard:
    """A crypto adapter and the AP domains the LPAR may use on it; queues of `for_guests` are bound to vfio_ap."""

    card: Card
    kind: str
    ap_domains: tuple[int, ...] = ()
    for_guests: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IscsiLun:
    """A logical unit of an iSCSI target."""

    unit: int
    capacity: Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IscsiTarget:
    """An iSCSI target the host can reach."""

    host: str
    iqn: str
    port: int = 3260
    luns: tuple[IscsiLun, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NfsExport:
    """A directory another machine exports."""

    host: str
    path: AbsolutePath
    capacity: Bytes
    used: Bytes = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeGroup:
    """An LVM volume group that is there from the start; `thin_pools` are names, their space is in `used`."""

    name: str
    devices: tuple[AbsolutePath, ...]
    capacity: Bytes
    used: Bytes = 0
    thin_pools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSystem:
    """A mounted file system; `used` is what other things than our volumes take.

    `shared`: a network or cluster file system, the same for every host of the store that has it at that path.
    """

    path: AbsolutePath
    capacity: Bytes
    used: Bytes = 0
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A large file whose size matters and whose bytes do not: a kernel, an initial RAM disk."""

    path: AbsolutePath
    size: Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Whose a file or folder is, and its mode, where that is not root's `0755` or `0644`; the group is the owner's."""

    path: AbsolutePath
    owner: str
    mode: FileMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A line of /proc/swaps."""

    filename: AbsolutePath
    kind: str
    size_kib: int
    used_kib: int = 0
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A libvirt secret the host keeps; its value is nobody's business here."""

    uuid: Uuid
    kind: str
    usage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatedDevice:
    """A vfio-ccw or vfio-ap device that is there from the start, made by others; `parent` as libvirt names it."""

    uuid: Uuid
    kind: str
    parent: str = "ap_matrix"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostInventory:
    """One host. `machine` is the CPC's type as /proc/sysinfo shows it."""

    machine: str
    cpus: int
    memory: Bytes
    virt_types: tuple[VirtType, ...]
    emulator: AbsolutePath
    dasds: tuple[DasdVolume, ...] = ()
    fcp_devices: tuple[FcpDevice, ...] = ()
    osas: tuple[Osa, ...] = ()
    nics: tuple[str, ...] = ()
    bridges: tuple[str, ...] = ()
    ovs_bridges: tuple[str, ...] = ()
    network_filters: tuple[str, ...] = ()
    addresses: tuple[InterfaceAddress, ...] = ()
    ap_cards: tuple[ApCard, ...] = ()
    iscsi_targets: tuple[IscsiTarget, ...] = ()
    nfs_exports: tuple[NfsExport, ...] = ()
    volume_groups: tuple[VolumeGroup, ...] = ()
    filesystems: tuple[FileSystem, ...] = ()
    folders: tuple[AbsolutePath, ...] = ()
    files: tuple[AbsolutePath, ...] = ()
    images: tuple[Image, ...] = ()
    permissions: tuple[Permissions, ...] = ()
    swaps: tuple[Swap, ...] = ()
    secrets: tuple[Secret, ...] = ()
    mediated_devices: tuple[MediatedDevice, ...] = ()
    numa_nodes: int = 1
    hugepage_sizes_kib: tuple[int, ...] = ()
    has_multipath: bool = False
    has_vfio: bool = False
    has_vhost_vsock: bool = False
    has_traffic_shaping: bool = True
    has_cpu_controller: bool = True
    has_secure_execution: bool = False

    def dasd(self, bus_id: str) -> DasdVolume | None:
        """The volume of that bus id."""
        return next((dasd for dasd in self.dasds if dasd.bus_id == bus_id), None)

    def filesystem_of(self, path: str) -> FileSystem | None:
        """The file system a path lies in: the one mounted nearest above it."""
        above = {str(parent) for parent in (PurePosixPath(path), *PurePosixPath(path).parents)}
        holding = [mounted for mounted in self.filesystems if mounted.path in above]
        return max(holding, key=lambda mounted: len(mounted.path), default=None)

    @property
    def interfaces(self) -> frozenset[str]:
        """Every network interface by name, bridges included."""
        return frozenset((*(osa.interface for osa in self.osas), *self.nics, *self.bridges, *self.ovs_bridges))


@lru_cache(maxsize=32)
def parse_inventory(text: str, *, source: str = "inventory") -> HostInventory:
    """The host a YAML text describes. Raises `InvalidInput` with file, line and path of every fault."""
    inventory = located_yaml.parse(HostInventory, text, source=source)
    faults = [Fault(path=source, reason=reason) for reason in _contradictions(inventory)]
    if faults:
        raise InvalidInput(faults)
    return inventory


def default_inventory_text() -> str:
    """The YAML of the built-in host."""
    return (Path(__file__).parent / "inventory" / "default.yaml").read_text(encoding="utf-8")


def machine_id(seed: str, host: str) -> str:
    """The host's /etc/machine-id: 32 hex digits, the same for the same seed and name."""
    return hashlib.sha256(f"machine-id/{seed}/{host}".encode()).hexdigest()[:32]


def _contradictions(inventory: HostInventory) -> Iterator[str]:
    bus_ids = [dasd.bus_id for dasd in inventory.dasds]
    bus_ids += [fcp.bus_id for fcp in inventory.fcp_devices]
    bus_ids += [bus_id for osa in inventory.osas for bus_id in osa.bus_ids]
    names = [
        *(osa.interface for osa in inventory.osas),
        *inventory.nics,
        *inventory.bridges,
        *inventory.ovs_bridges,
    ]
    groups = {
        "bus id": bus_ids,
        "DASD device": [dasd.device for dasd in inventory.dasds],
        "interface": names,
        "SCSI host number": [str(fcp.scsi_host) for fcp in inventory.fcp_devices],
        "volume group": [group.name for group in inventory.volume_groups],
        "file system": [mounted.path for mounted in inventory.filesystems],
    }
    for what, values in groups.items():
        yield from (f"{what} {value} is given twice" for value, count in Counter(values).items() if count > 1)
    for osa in inventory.osas:
        if len(osa.bus_ids) != 3:
            yield f"OSA {osa.interface} needs three bus ids (read, write, data), got {len(osa.bus_ids)}"
    for held in inventory.addresses:
        if held.interface not in inventory.interfaces:
            yield f"address {held.address} is on {held.interface}, which the host does not have"
    if not inventory.virt_types:
        yield "virt_types is empty: name kvm, qemu or both"
    if not inventory.filesystem_of("/"):
        yield "filesystems has no entry for /"
