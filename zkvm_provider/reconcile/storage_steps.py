"""Steps of pools and volumes. They hold models, never XML."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.additions import NO_TEMPLATES, OwnTemplates
from zkvm_provider.model.lvm import LvmDisk
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.volume import Qcow2Disk
from zkvm_provider.model.xml_patch import XmlPatch


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinePool:
    """Write the definition; of what the user's templates added before, what they add no longer goes."""

    uuid: str
    pool: StoragePool
    own: OwnTemplates = NO_TEMPLATES


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
class CreateVolume:
    """Make a volume. `backing_path` and `backing_format` describe the resolved backing volume.

    `added` is what the user's templates add to its XML.
    """

    pool_name: str
    volume: Qcow2Disk | LvmDisk
    backing_path: str = ""
    backing_format: str = ""
    added: tuple[XmlPatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateFromImage:
    """Make a volume upon the base image of its source, uploaded when the pool has it not."""

    pool_name: str
    volume: Qcow2Disk


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSeed:
    """Write the bytes of a seed image, into a new volume or over the one that is there."""

    pool_name: str
    name: str
    content: bytes
    is_new: bool
    added: tuple[XmlPatch, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DropBaseImage:
    """Take a base image away when nothing lies on it any more."""

    pool_name: str
    name: str


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
