"""A plan as a value: what changes, with which effect and why, and the steps that bring it about.

Preview shows it, Update executes it, the command line prints it. Steps hold models, never XML.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import AfterGrace
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.migration import Migration
from zkvm_provider.model.network import AnyNetwork
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.volume import Qcow2Disk
from zkvm_provider.reconcile.plan_host import FileStep
from zkvm_provider.reconcile.plan_host import SetDasdOnline as SetDasdOnline  # noqa: PLC0414 - handed on


class Effect(Enum):
    """What a change does to the object it is made to."""

    LIVE = "live"
    NEXT_BOOT = "next boot"
    CONFIG = "configuration"
    """Nothing runs: the persistent configuration is all there is to change."""
    REPLACE = "replace"
    REFUSED = "refused"
    REPORTED = "reported"
    """No effect on the machine; only zkvm's own behaviour or the record changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference. `path` in the user's words, devices by name: `memory`, `disks[data].cache`.

    `old` and `new` are texts for people (`1 GiB`), empty for absent.
    """

    path: str
    old: str
    new: str
    effect: Effect
    reason: str = ""

    def __str__(self) -> str:
        """The effect line: `memory 1 GiB → 2 GiB: next boot (…)`."""
        what = (
            f"{self.path} {self.old} → {self.new}" if self.old and self.new else f"{self.path} {self.old or self.new}"
        )
        verb = "" if bool(self.old) == bool(self.new) else (" removed" if self.old else " added")
        return f"{what.rstrip()}{verb}: {self.effect.value}" + (f" ({self.reason})" if self.reason else "")


# Steps of a guest. Each is one port call, or one wait.


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineGuest:
    """Write the whole persistent configuration, uuid and addresses included."""

    definition: GuestDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameGuest:
    """Rename a stopped domain."""

    uuid: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndefineGuest:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartGuest:
    uuid: str
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StopGuest:
    """Ask the guest to shut down, wait `grace_s`, then cut its power or fail. 0 cuts the power at once."""

    uuid: str
    grace_s: int
    then: AfterGrace


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseGuest:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeGuest:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLiveMemory:
    """Move the balloon of a running guest."""

    uuid: str
    memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLiveVcpus:
    """Raise the vCPUs of a running guest to `count`."""

    uuid: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLiveIothread:
    uuid: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLiveIothread:
    uuid: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScheduler:
    """Set one share or limit of a running guest, under libvirt's name (`cpu_shares`, `vcpu_quota`)."""

    uuid: str
    parameter: str
    value: int


class Threads(Enum):
    """Which threads of a guest are pinned."""

    VCPU = "vcpu"
    EMULATOR = "emulator"
    IOTHREAD = "iothread"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinThreads:
    """Let a thread of a running guest run on these CPUs of the host. `number` is 0 for QEMU's own threads."""

    uuid: str
    threads: Threads
    number: int
    cpus: CpuSet


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachDevice:
    """Plug a device into a running guest, with the devno its persistent configuration has."""

    uuid: str
    device: Disk | Interface


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachDevice:
    """Unplug a device from a running guest."""

    uuid: str
    device: Disk | Interface


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDevice:
    """Change a device of a running guest where libvirt can (link state, network)."""

    uuid: str
    device: Interface


@dataclass(frozen=True, slots=True, kw_only=True)
class SetGuestAutostart:
    uuid: str
    autostart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishGuest:
    """Take the *unfinished* mark away: Create ended."""

    definition: GuestDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrateGuest:
    """Move the running guest here from the old host, alive."""

    uuid: str
    how: Migration


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyDefinition:
    """Define the guest here as it is defined on the old host."""

    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOldHost:
    """A step on the machine the guest comes from."""

    step: Step


# Steps of pools, volumes, networks and DASDs.


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinePool:
    uuid: str
    pool: StoragePool


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildPool:
    """Make what the pool needs. `formats`: also its file system, volume group or partition table.

    `goes_on`: an interrupted creation, which may have made it already. `undoes`: a refusal takes the definition back.
    """

    uuid: str
    formats: bool = False
    goes_on: bool = False
    undoes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPool:
    """`blame` is the field to look at when the host refuses; `undoes`: a refusal takes the definition back."""

    uuid: str
    blame: str = ""
    undoes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPool:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPoolAutostart:
    uuid: str
    autostart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UndefinePool:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateVolume:
    """Make a volume. `backing_path` and `backing_format` describe the resolved backing volume."""

    pool_name: str
    volume: Qcow2Disk | LvmDisk
    backing_path: str = ""
    backing_format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateThinVolume:
    """Make a thin logical volume with LVM's own tools, and let libvirt look."""

    pool_name: str
    group: str
    thin_pool: str
    name: str
    capacity_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResizeLogicalVolume:
    """Resize with LVM's own tools, and let libvirt look."""

    pool_name: str
    group: str
    name: str
    capacity_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResizeVolume:
    pool_name: str
    name: str
    capacity_bytes: int
    shrink: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowThroughGuest:
    """Grow a volume through the running guest that has it open."""

    guest_uuid: str
    target: str
    capacity_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteVolume:
    pool_name: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineNetwork:
    uuid: str
    network: AnyNetwork


@dataclass(frozen=True, slots=True, kw_only=True)
class StartNetwork:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopNetwork:
    uuid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNetworkAutostart:
    uuid: str
    autostart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UndefineNetwork:
    uuid: str


Step = (
    DefineGuest
    | RenameGuest
    | UndefineGuest
    | StartGuest
    | StopGuest
    | PauseGuest
    | ResumeGuest
    | SetLiveMemory
    | AddLiveVcpus
    | AddLiveIothread
    | RemoveLiveIothread
    | SetScheduler
    | PinThreads
    | AttachDevice
    | DetachDevice
    | UpdateDevice
    | SetGuestAutostart
    | FinishGuest
    | MigrateGuest
    | CopyDefinition
    | AtOldHost
    | DefinePool
    | BuildPool
    | StartPool
    | StopPool
    | SetPoolAutostart
    | UndefinePool
    | CreateVolume
    | CreateThinVolume
    | ResizeLogicalVolume
    | ResizeVolume
    | GrowThroughGuest
    | DeleteVolume
    | DefineNetwork
    | StartNetwork
    | StopNetwork
    | SetNetworkAutostart
    | UndefineNetwork
    | SetDasdOnline
    | FileStep
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The way from observed to desired. Empty when there is nothing to do.

    `changes` with effect REFUSED make the plan unexecutable; every one of them is shown. `pending` is what will wait
    for the next start after the steps, in words. `definition` is the complete definition a guest ends with.
    """

    changes: tuple[Change, ...] = ()
    steps: tuple[Step, ...] = ()
    pending: tuple[str, ...] = ()
    definition: GuestDefinition | None = None

    @property
    def is_empty(self) -> bool:
        return not self.changes and not self.steps

    @property
    def refusals(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.effect is Effect.REFUSED)

    @property
    def replaces(self) -> bool:
        return any(change.effect is Effect.REPLACE for change in self.changes)
