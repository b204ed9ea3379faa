"""The seam between zkvm and a machine: libvirt's verbs with XML text in and out, and the host's own tools.

Everything above speaks to these two protocols; every backend (emulated, libvirt, the fault wrapper) implements
them. Nothing here knows the model. Laws that hold for every verb:

- A verb either takes effect as a whole or raises and has no effect.
- A refusal by the hypervisor is a `BackendError` with libvirt's code, domain and text; a missing object is
  `BackendError` with one of `MISSING` as code; no connection is `Unreachable`.
- Objects are addressed by `ObjectRef`; a uuid in it wins over the name.
- Sizes are KiB where libvirt's call takes KiB, and bytes elsewhere; each name says which.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum, Flag, StrEnum, auto
from typing import Protocol

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.access import Account
from zkvm_provider.hypervisor.codes import MISSING as MISSING
from zkvm_provider.hypervisor.codes import ErrorCode as ErrorCode
from zkvm_provider.hypervisor.codes import ErrorDomain as ErrorDomain
from zkvm_provider.hypervisor.contents import VolumeContents
from zkvm_provider.hypervisor.files import HostFiles
from zkvm_provider.hypervisor.guest_network import GuestNetwork
from zkvm_provider.hypervisor.lvm import LvmDevices
from zkvm_provider.hypervisor.migration import Migration as Migration
from zkvm_provider.hypervisor.migration import MigrationProgress as MigrationProgress
from zkvm_provider.hypervisor.migration import Told as Told
from zkvm_provider.hypervisor.net_devices import UNTOLD as UNTOLD
from zkvm_provider.hypervisor.net_devices import NetDevice as NetDevice
from zkvm_provider.hypervisor.network_update import NetworkUpdate
from zkvm_provider.hypervisor.san import SanDevices


class ObjectKind(Enum):
    """What libvirt manages, by its own words."""

    DOMAIN = "domain"
    NETWORK = "network"
    POOL = "pool"
    VOLUME = "volume"
    NODE_DEVICE = "nodedev"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRef:
    """Names one object. A volume needs `pool` (the pool's name) and `name`; others `uuid` or `name`."""

    kind: ObjectKind
    name: str = ""
    uuid: str = ""
    pool: str = ""

    def __str__(self) -> str:
        label = f"{self.pool}/{self.name}" if self.pool else self.name or self.uuid
        return f"{self.kind.value} '{label}'"


class Scope(Flag):
    """Which configuration a verb touches: the persistent one, the running one, or both."""

    CONFIG = auto()
    LIVE = auto()


class SchedulerParameter(StrEnum):
    """Shares and limits by libvirt's names (`libvirt-domain.h`); times in microseconds."""

    SHARES = "cpu_shares"
    VCPU_PERIOD = "vcpu_period"
    VCPU_QUOTA = "vcpu_quota"
    GLOBAL_PERIOD = "global_period"
    GLOBAL_QUOTA = "global_quota"
    EMULATOR_PERIOD = "emulator_period"
    EMULATOR_QUOTA = "emulator_quota"
    IOTHREAD_PERIOD = "iothread_period"
    IOTHREAD_QUOTA = "iothread_quota"


class Thread(Enum):
    """Threads of a domain that can be pinned."""

    VCPU = "vcpu"
    EMULATOR = "emulator"
    IOTHREAD = "iothread"


class StopMode(Enum):
    """How a domain is stopped: asked through its operating system, or its power cut."""

    SHUTDOWN = "shutdown"
    DESTROY = "destroy"


class PowerState(Enum):
    """virDomainState in virsh's words."""

    NOSTATE = "no state"
    RUNNING = "running"
    BLOCKED = "idle"
    PAUSED = "paused"
    SHUTDOWN = "in shutdown"
    SHUTOFF = "shut off"
    CRASHED = "crashed"
    PMSUSPENDED = "pmsuspended"

    @property
    def is_active(self) -> bool:
        """True while a QEMU process exists (`virsh list` shows it without --all)."""
        return self is not PowerState.SHUTOFF and self is not PowerState.NOSTATE


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectInfo:
    """One row of a list: identity and state, without XML. `state` is set for domains only."""

    ref: ObjectRef
    active: bool
    persistent: bool = True
    autostart: bool = False
    state: PowerState | None = None
    domain_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainStats:
    """What virConnectGetAllDomainStats and dominfo tell of one domain (memory in KiB)."""

    ref: ObjectRef
    state: PowerState
    state_reason: str
    current_memory_kib: int
    max_memory_kib: int
    vcpus_current: int
    vcpus_max: int
    cpu_time_ns: int
    balloon_driver_is_up: bool
    """The guest's balloon driver answers, so `current_memory_kib` is the guest's and not only a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolInfo:
    """virStoragePoolGetInfo, in bytes."""

    active: bool
    capacity_bytes: int
    allocation_bytes: int
    available_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFacts:
    """What a KVM host says of itself (virConnectGetCapabilities, GetHostname, NodeInfo)."""

    uri: str
    hostname: str
    machine_id: str
    """Stable identity of the machine (`/etc/machine-id`), not libvirt's host uuid, which can be random."""
    hypervisor: str
    libvirt_version: str
    qemu_version: str
    machine_types: tuple[str, ...]
    default_machine: str
    virt_types: tuple[str, ...]
    cpu_models: tuple[str, ...]
    cpus: int
    memory_kib: int
    emulator: str
    qemu_account: Account | None = None
    confinement: str = ""
    """`apparmor` or `selinux`, where libvirt confines QEMU by one of them."""


MUTATING_VERBS = (
    "define", "undefine", "start", "stop", "suspend", "resume", "rename", "set_autostart",
    "set_memory", "set_max_memory", "set_vcpus", "add_iothread", "del_iothread", "set_scheduler", "pin",
    "attach", "detach", "update_device", "resize_block", "set_metadata", "update_network",
    "build_pool", "delete_pool", "refresh_pool", "create_volume",
    "resize_volume", "delete_volume", "set_dasd_online", "migrate", "abort_job",
    "write_file", "copy_file", "remove_file", "make_folder", "remove_folder",
    "create_thin_volume", "resize_logical_volume", "upload",
    "set_fcp_online", "set_lun_attached", "hand_over_subchannel",
)  # fmt: skip
"""Verbs of both protocols that can change something: what a journal numbers and a fault counts."""


class Hypervisor(VolumeContents, GuestNetwork, Protocol):
    """libvirt's verbs. Safe to call from many threads. Repeatable unless a verb says otherwise."""

    def facts(self) -> HostFacts:
        """The host itself. Cheap enough to be called before each operation."""

    def list(self, kind: ObjectKind, *, pool: str = "") -> tuple[ObjectInfo, ...]:
        """Every object of a kind, active or not, sorted by name. Volumes need `pool`, which must be active."""

    def look_up(self, ref: ObjectRef) -> ObjectRef:
        """The full reference (name and uuid); raises `BackendError` with a code of `MISSING` when absent."""

    def dump(self, ref: ObjectRef, *, live: bool = False) -> str:
        """The object's XML. `live=False`: the persistent configuration of a domain, network or pool."""

    def define(self, kind: ObjectKind, xml: str, *, validate: bool = True) -> ObjectRef:
        """Make or replace the persistent configuration of a domain, network or pool; running ones go on.

        A name that is taken under another uuid is refused (code OPERATION_FAILED).
        """

    def undefine(self, ref: ObjectRef) -> None:
        """Remove the persistent configuration. A running domain or network becomes transient, a pool refuses."""

    def start(self, ref: ObjectRef, *, paused: bool = False) -> None:
        """Start a domain, network or pool. Already active: `OPERATION_INVALID`."""

    def stop(self, ref: ObjectRef, mode: StopMode = StopMode.DESTROY) -> None:
        """Stop a domain, network or pool. SHUTDOWN only asks and returns. Inactive: `OPERATION_INVALID`."""

    def suspend(self, ref: ObjectRef) -> None:
        """Pause a running domain."""

    def resume(self, ref: ObjectRef) -> None:
        """Let a paused domain run on."""

    def rename(self, ref: ObjectRef, name: str) -> ObjectRef:
        """Give a stopped domain another name; uuid and the rest stay."""

    def set_autostart(self, ref: ObjectRef, autostart: bool) -> None:
        """Whether a domain, network or pool starts with the host."""

    def stats(self) -> tuple[DomainStats, ...]:
        """State and memory of every domain, in one call."""

    def domain(self, ref: ObjectRef) -> tuple[ObjectInfo, DomainStats]:
        """What `list` and `stats` tell of one domain, at a cost that does not grow with the others."""

    def migrate(self, ref: ObjectRef, target: Hypervisor, how: Migration, told: Told) -> None:
        """Move a running domain to the host `target`, which then has it alone, running and persistent.

        It returns when the guest runs there. Whatever fails or is aborted leaves it running here; autostart does not
        go with it. `told` hears of the progress now and then. Not repeatable.
        """

    def job(self, ref: ObjectRef) -> MigrationProgress | None:
        """How far the migration that is under way is, whoever began it; None when there is none."""

    def abort_job(self, ref: ObjectRef) -> None:
        """Give up the migration that is under way: the guest goes on here. None under way: `OPERATION_INVALID`."""

    def set_memory(self, ref: ObjectRef, kib: int, scope: Scope) -> None:
        """Current memory (the balloon). Above the maximum: `INVALID_ARG`."""

    def set_max_memory(self, ref: ObjectRef, kib: int, scope: Scope) -> None:
        """Maximum memory. LIVE is always refused (`OPERATION_INVALID`)."""

    def set_vcpus(self, ref: ObjectRef, count: int, scope: Scope, *, maximum: bool = False) -> None:
        """Current vCPUs, or the maximum (CONFIG only). s390x cannot unplug: fewer vCPUs LIVE is refused."""

    def add_iothread(self, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
        """Add an iothread with that id."""

    def del_iothread(self, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
        """Remove an iothread no disk uses."""

    def set_scheduler(self, ref: ObjectRef, parameter: SchedulerParameter, value: int, scope: Scope) -> None:
        """A share or limit of the guest's CPU time (virDomainSetSchedulerParametersFlags); quota -1 lifts a limit.

        A host whose control groups have no CPU controller refuses (`OPERATION_INVALID`).
        """

    def pin(self, ref: ObjectRef, thread: Thread, number: int, cpus: tuple[int, ...], scope: Scope) -> None:
        """The host's CPUs one vCPU or iothread, or QEMU's own threads (`number` 0) may run on.

        CPUs the host lacks are left out; when none is left, and for a thread that is not there: `INVALID_ARG`.
        """

    def attach(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        """Add one device. With both scopes it happens in both or in none. Not repeatable."""

    def detach(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        """Remove the one device that `device_xml` matches; absent: `DEVICE_MISSING` or `OPERATION_FAILED`."""

    def update_device(self, ref: ObjectRef, device_xml: str, scope: Scope) -> None:
        """Change the one device that matches, where libvirt can; otherwise `OPERATION_UNSUPPORTED`."""

    def resize_block(self, ref: ObjectRef, target: str, size_bytes: int) -> None:
        """Grow a disk of a running domain through QEMU (virDomainBlockResize)."""

    def set_metadata(self, ref: ObjectRef, namespace: str, prefix: str, xml: str | None, scope: Scope) -> None:
        """Set or remove (None) the one metadata element of that XML namespace."""

    def metadata(self, ref: ObjectRef, namespace: str) -> str | None:
        """The metadata element of that namespace in the persistent configuration, or None."""

    def pool_kinds(self) -> tuple[str, ...]:
        """Pool types the host has a backend for, sorted; empty where it does not tell."""

    def build_pool(self, ref: ObjectRef, *, formats: bool = False) -> None:
        """Make the pool's target (mkdir, vgcreate, mklabel …), with `formats` the file system of an `fs` pool too.
        Existing folders are kept; a device that holds data: `STORAGE_POOL_BUILT`."""

    def delete_pool(self, ref: ObjectRef) -> None:
        """Remove what `build_pool` made; a folder must be empty."""

    def refresh_pool(self, ref: ObjectRef) -> None:
        """Look at the pool's contents again."""

    def pool_info(self, ref: ObjectRef) -> PoolInfo:
        """Capacity, allocation and available space of a pool."""

    def create_volume(self, pool: str, xml: str) -> ObjectRef:
        """Make a volume. A taken name: `STORAGE_VOL_EXIST`. Not repeatable."""

    def resize_volume(self, ref: ObjectRef, capacity_bytes: int, *, shrink: bool = False) -> None:
        """Change a volume's capacity; smaller only with `shrink`. A qcow2 in use is refused."""

    def delete_volume(self, ref: ObjectRef) -> None:
        """Remove a volume and its data. libvirt does not look whether anyone uses it: the caller must."""

    def update_network(self, ref: ObjectRef, update: NetworkUpdate, scope: Scope) -> None:
        """Change one part of a network; what is running goes on. With both scopes in both or in none."""

    def console(self, ref: ObjectRef) -> str:
        """What the domain's first console has printed since it was started."""

    def close(self) -> None:
        """Release the connection. Repeatable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dasd:
    """One ECKD volume as `lsdasd` shows it. `partitions` are numbers; `path` is the by-path name of the disk."""

    bus_id: str
    online: bool
    device: str = ""
    capacity_bytes: int = 0
    block_size: int = 4096
    partitions: tuple[int, ...] = ()
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapDevice:
    """One line of /proc/swaps, sizes in KiB."""

    filename: str
    kind: str
    size_kib: int
    used_kib: int
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubchannelRow:
    """One line of a guest's `lscss`. `in_use` is None where it is only predicted; what vfio hands on has no types."""

    device: str
    subchannel: str
    device_type: str
    cu_type: str
    in_use: bool | None
    alias: str = field(default="")


class HostDevices(HostFiles, LvmDevices, SanDevices, Protocol):
    """What an operator types on the host itself, because libvirt cannot do it."""

    def dasds(self) -> tuple[Dasd, ...]:
        """Every ECKD volume of the host, online or not, sorted by bus id (`lsdasd -a`)."""

    def set_dasd_online(self, bus_id: str, online: bool) -> None:
        """`chzdev -e`/`-d` (persistent and active). Raises `NotFound`, or `Refused` while it is in use."""

    def net_devices(self) -> tuple[NetDevice, ...]:
        """Network interfaces, Linux bridges and Open vSwitch bridges, sorted by name (`ip -j link`)."""

    def file_exists(self, path: str) -> bool:
        """Whether a file or device node of that absolute path is there."""

    def is_on_shared_file_system(self, path: str) -> bool:
        """Whether a file lies on a network or cluster file system, as libvirt knows them (NFS, CephFS, …)."""

    def swaps(self) -> tuple[SwapDevice, ...]:
        """/proc/swaps."""

    def subchannels(self, domain: ObjectRef) -> tuple[SubchannelRow, ...]:
        """The guest's channel subsystem in `lscss` order; a prediction (in_use None) for a stopped guest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One connected host: libvirt's verbs and the host's own tools, reached through `uri`."""

    uri: str
    hypervisor: Hypervisor
    devices: HostDevices
