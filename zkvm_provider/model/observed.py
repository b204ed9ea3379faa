"""What a machine answered: the other half of every plan.

An observation is a value. `None` instead of an observation means the object does not exist on a verified machine; a
machine that cannot be reached is an error, never an observation.
"""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import HELD_NOTHING, Held
from zkvm_provider.model.address import BusId
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import DiskFormat
from zkvm_provider.model.guest import Power
from zkvm_provider.model.network import AnyNetwork
from zkvm_provider.model.pool import PoolKind, PoolSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedGuest:
    """A domain: its persistent definition, its live one while it is active, and its state."""

    config: GuestDefinition
    live: GuestDefinition | None
    """From the live XML; None while it is not active. Its current memory and vCPUs are the live ones."""
    power: Power
    """RUNNING, STOPPED or PAUSED; a crashed guest is STOPPED."""
    state: str
    """virsh's word: `running`, `shut off`, `shut off (crashed)`, `crashed`, …"""
    reason: str = ""
    """Why it is in that state, as `virsh domstate --reason` says: `booted`, `shutdown`, `destroyed`, `crashed`, …"""
    autostart: bool
    balloon_is_up: bool
    """The guest's balloon driver answers: only then its live memory says something."""
    sight: str = ""
    """Digest of all that this was observed from; empty when that holds a secret."""

    @property
    def has_crashed(self) -> bool:
        """It panicked, or found nothing to boot."""
        return "crashed" in self.state


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedPool:
    """A storage pool."""

    uuid: str
    name: str
    kind: PoolKind
    target: str
    source: PoolSource | None
    active: bool
    autostart: bool
    capacity_bytes: int
    available_bytes: int
    volumes: tuple[str, ...]
    """Names of its volumes; empty while it is not active."""
    users: tuple[str, ...]
    """Running guests that use a volume of it."""
    missing: str = ""
    """What it lies on and the host has not, in words: `volume group data`."""
    held: Held = HELD_NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedVolume:
    """A volume of a pool."""

    pool_uuid: str
    pool_name: str
    name: str
    key: str
    path: str
    format: DiskFormat
    capacity_bytes: int
    allocation_bytes: int
    backing_path: str | None
    users: tuple[str, ...]
    """Guests, running or not, that use it, and volumes it backs: `guest linux01 (disk data)`, `volume images/x`."""
    backing_format: str = ""
    """As the volume says it; empty where it does not."""
    source_sha256: str = ""
    """Digest of the base image it lies on; empty when it was not made of one."""
    is_backing: bool = False
    """It is read by others: a volume lies on it."""
    is_read_only: bool = False
    """The running guest that has it open may not write to it."""
    running_user: tuple[str, str] | None
    """Uuid of the running guest that has it open, and the disk's target there; grown through it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedLogicalVolume:
    """A logical volume of a pool."""

    pool_uuid: str
    pool_name: str
    name: str
    key: str
    path: str
    capacity_bytes: int
    thin_pool: str | None
    """Empty for a plain volume; None where nobody can look."""
    users: tuple[str, ...]
    """Guests, running or not, that use it."""
    running_users: tuple[tuple[str, str], ...]
    """Uuid of every running guest that has it open, and the disk's target there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkPort:
    """A running guest's interface on a network. `portgroup` is empty where it names none; `uplink` is a macvtap's."""

    guest: str
    portgroup: str = ""
    uplink: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedSeed:
    """A volume that is to be a seed image; `content` is empty for one that is too large to be."""

    pool_uuid: str
    pool_name: str
    name: str
    key: str
    path: str
    content: bytes
    users: tuple[str, ...]
    """Guests, running or not, that use it."""
    running: tuple[str, ...]
    """Running guests that have it, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedNetwork:
    """A libvirt network. `network` is its definition, with its name, without host."""

    uuid: str
    network: AnyNetwork
    active: bool
    autostart: bool
    users: tuple[str, ...]
    """Running guests that are plugged into it."""
    live: AnyNetwork | None = None
    """What runs, where it is active."""
    ports: tuple[NetworkPort, ...] = ()
    """Interfaces of running guests on it."""
    held: Held = HELD_NOTHING

    def holders_of(self, portgroup: str) -> tuple[str, ...]:
        """Running guests with an interface in that portgroup, the default one counted for those that name none."""
        groups = getattr(self.live or self.network, "portgroups", None) or ()
        names = {portgroup} | ({""} if any(each.is_default and each.name == portgroup for each in groups) else set())
        return tuple(dict.fromkeys(port.guest for port in self.ports if port.portgroup in names))

    def users_of_uplink(self, dev: str) -> tuple[str, ...]:
        """Running guests with a macvtap device on that uplink."""
        return tuple(dict.fromkeys(port.guest for port in self.ports if port.uplink == dev))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedFile:
    """A file of the host."""

    path: str
    size_bytes: int
    mode: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMedia:
    """Installation media in a folder of the host: the files that are there, by absolute path."""

    folder: str
    name: str
    files: dict[str, ObservedFile]
    folders: tuple[str, ...] = ()
    """Those of the folders it needs that are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedDasd:
    """An ECKD volume of the host."""

    bus_id: BusId
    online: bool
    device: str
    capacity_bytes: int
    partitions: tuple[int, ...]
    read_only: bool = False
    """The host may not write to it (`lsdasd` says `ro`)."""
    users: Annotated[tuple[str, ...], "guests, running or not, that use it"]
