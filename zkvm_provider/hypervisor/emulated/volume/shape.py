"""A volume as read from XML, and as it lies on the host."""

from __future__ import annotations

from dataclasses import field

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.pool.shape import Permissions

QCOW2_CLUSTER = 65536
"""qemu-img's cluster size where none is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Time stamps as libvirt writes them: seconds with nine decimals, or whole seconds."""

    atime: str
    mtime: str
    ctime: str
    btime: str = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption:
    """`<encryption>`: its format and the secret, named by `uuid` or `usage`."""

    format: str
    secrets: tuple[tuple[str, str, str], ...] = ()
    """Type, how it is named (uuid, usage), and that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """`<backingStore>`."""

    path: str
    format: str
    permissions: Permissions = field(default_factory=Permissions)
    times: Times | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """Where a logical volume lies on a disk, in bytes; `end` is the first byte after it."""

    device: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """One volume; sizes in bytes. `format` is empty for kinds of pools whose volumes have none.

    `features` is None where the element is absent, which differs from an empty one.
    """

    name: str
    kind: str = "file"
    key: str = ""
    path: str = ""
    capacity: int = 0
    allocation: int = 0
    physical: int = 0
    format: str = ""
    permissions: Permissions = field(default_factory=Permissions)
    times: Times | None = None
    encryption: Encryption | None = None
    compat: str | None = None
    cluster_size: int = 0
    features: tuple[str, ...] | None = None
    backing: Backing | None = None
    extents: tuple[Extent, ...] = ()
