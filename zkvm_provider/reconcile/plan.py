"""A plan as a value: what changes, with which effect and why, and the steps that bring it about.

Preview shows it, Update executes it, the command line prints it. Steps hold models, never XML.
"""

from __future__ import annotations

from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import AfterGrace
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev
from zkvm_provider.model.migration import Migration
from zkvm_provider.reconcile.file_steps import FileStep
from zkvm_provider.reconcile.host_steps import (
    AttachAgent,
    AttachController,
    AttachScsiController,
    DetachAgent,
    HostStep,
    WaitForGuest,
)
from zkvm_provider.reconcile.network_steps import ChangeNetwork, DefineNetwork, StartNetwork
from zkvm_provider.reconcile.object_steps import SetAutostart, Stop, Undefine
from zkvm_provider.reconcile.storage_steps import (
    BuildPool,
    CreateFromImage,
    CreateThinVolume,
    CreateVolume,
    DefinePool,
    DeleteVolume,
    DropBaseImage,
    GrowThroughGuest,
    ResizeLogicalVolume,
    ResizeVolume,
    StartPool,
    WriteSeed,
)


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
    """Write the whole persistent configuration, uuid and addresses included. `is_new`: there is none to keep."""

    definition: GuestDefinition
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameGuest:
    """Rename a stopped domain."""

    uuid: str
    name: str


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
    device: Disk | Interface | Lun | Mdev


@dataclass(frozen=True, slots=True, kw_only=True)
class DetachDevice:
    """Unplug a device from a running guest."""

    uuid: str
    device: Disk | Interface | Lun | Mdev


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDevice:
    """Change a device of a running guest where libvirt can (link state, network)."""

    uuid: str
    device: Interface | Disk


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishGuest:
    """Take the *unfinished* mark away: Create ended."""

    definition: GuestDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberBoot:
    """Write into the running guest's own mark which disk it started from; the persistent one stays as it is."""

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


Step = (
    DefineGuest
    | RenameGuest
    | StartGuest
    | StopGuest
    | Stop
    | SetAutostart
    | Undefine
    | PauseGuest
    | ResumeGuest
    | SetLiveMemory
    | AddLiveVcpus
    | AddLiveIothread
    | RemoveLiveIothread
    | SetScheduler
    | PinThreads
    | AttachController
    | AttachScsiController
    | AttachAgent
    | DetachAgent
    | WaitForGuest
    | AttachDevice
    | DetachDevice
    | UpdateDevice
    | FinishGuest
    | RememberBoot
    | MigrateGuest
    | CopyDefinition
    | AtOldHost
    | DefinePool
    | BuildPool
    | StartPool
    | CreateVolume
    | CreateFromImage
    | DropBaseImage
    | WriteSeed
    | CreateThinVolume
    | ResizeLogicalVolume
    | ResizeVolume
    | GrowThroughGuest
    | DeleteVolume
    | DefineNetwork
    | ChangeNetwork
    | StartNetwork
    | FileStep
    | HostStep
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
