"""What the planner is asked for: typed inputs with every reference resolved, and whose they are.

`previous` holds the inputs of the last successful operation: a field given there and absent now goes back to its
initial value; a field never given is not compared.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import NO_TEMPLATES, OwnTemplates
from zkvm_provider.model.cloud_init import CloudInitDisk
from zkvm_provider.model.dasd import DasdDisk
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.install_media import InstallMedia
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.network import AnyNetwork
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.volume import Qcow2Disk


class MoveKind(Enum):
    """What it takes to have the guest on its host and nowhere else."""

    LIVE = "live"
    OFFLINE = "offline"
    LEFTOVER = "leftover"
    """It has arrived; what an interrupted move left on the old host goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The guest is (also) on another machine. `old` and `new` are the user's words for the hosts."""

    kind: MoveKind
    old: str
    new: str
    stands_still_old: bool = False
    """A migration that broke off left its copy on the old host paused. It is the guest, unless that runs on the new."""
    stands_still_new: bool = False
    """The same on the new host, while the guest is on the old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredGuest:
    """A guest to be. Disks name their volume as `POOL/NAME` and have a `format`; interfaces name the network.

    `uuid` is the observed one for an imported guest, otherwise the identity's.
    """

    guest: Guest
    previous: Guest | None
    identity: Identity
    uuid: str
    domain_type: str
    """`kvm` or `qemu`, decided at creation."""
    move: Move | None = None
    templates: str = ""
    """Digest of the user's own templates; empty without."""
    choosing_networks: frozenset[str] = frozenset()
    """Of the networks of its interfaces those that choose an uplink whenever an interface changes, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredPool:
    """A pool to be. `is_renamed`: it was there, and a renaming that broke left nothing."""

    pool: StoragePool
    previous: StoragePool | None
    uuid: str
    is_renamed: bool = False
    own: OwnTemplates = NO_TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredVolume:
    """A volume to be. `is_ours`: our mark or our journal says that zkvm made the one that exists."""

    volume: Qcow2Disk
    previous: Qcow2Disk | None
    pool_name: str
    is_ours: bool
    backing_path: str = ""
    backing_format: str = ""
    old_users: tuple[str, ...] = ()
    """Who uses the volume of the state, when another name or pool means another one."""
    own: OwnTemplates = NO_TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredLogicalVolume:
    """A logical volume to be, in whole extents. `can_resize`: there is a shell on the host for LVM's own tools."""

    disk: LvmDisk
    previous: LvmDisk | None
    pool_name: str
    group: str
    extent_bytes: int
    can_resize: bool
    is_ours: bool
    old_users: tuple[str, ...] = ()
    """As of a `DesiredVolume`."""
    own: OwnTemplates = NO_TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredSeed:
    """A seed image to be, byte for byte."""

    disk: CloudInitDisk
    pool_name: str
    name: str
    content: bytes
    is_ours: bool
    own: OwnTemplates = NO_TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredNetwork:
    """A network to be. `is_renamed`: it was there, and a renaming that broke left nothing."""

    network: AnyNetwork
    previous: AnyNetwork | None
    uuid: str
    is_renamed: bool = False
    own: OwnTemplates = NO_TEMPLATES


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredFile:
    """A file to be, by absolute path: its bytes, or the file of the host it is copied from."""

    path: str
    mode: int
    size_bytes: int
    sha256: str
    content: bytes = field(default=b"", repr=False)
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredMedia:
    """Installation media to be. `made` is what zkvm made for it, `foreign` every other file that is there.

    `shared` are those of the foreign ones that another medium of the same owner made: their bytes may change with both.
    """

    media: InstallMedia
    folder: str
    files: tuple[DesiredFile, ...]
    folders: tuple[str, ...]
    """Every folder the files lie in, the outermost first."""
    images: tuple[str, ...] = ()
    """Kernel and initrd where they are loaded from, whoever put them there."""
    made: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredDasd:
    """`restore_offline`: on delete the volume goes offline again, because zkvm set it online."""

    dasd: DasdDisk
    restore_offline: bool
