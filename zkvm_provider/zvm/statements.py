"""Statements of the directory, read: frozen, typed, without passwords, each with its lines."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Any statement: its physical lines, full name, and text as far as it may be shown."""

    lines: tuple[int, ...]
    name: str
    text: str

    @property
    def line(self) -> int:
        """The first line."""
        return self.lines[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank(Statement):
    """An empty line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Statement):
    """A line beginning with `*`; DirMaint keeps its own notes there (`*DVHOPT`, `*CT=`)."""

    is_dirmaint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Statement):
    """A keyword zkvm does not know; its operands may hold a password and are not kept. `guess` is a near keyword."""

    guess: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faulty(Statement):
    """A known statement that cannot be read; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Statement):
    """A statement that becomes a note or nothing; its operands as words."""

    operands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head(Statement):
    """USER, IDENTITY, SUBCONFIG, PROFILE, DIRECTORY or GLOBALDEFS: the beginning of an entry called `key`.

    Sizes in bytes, None where not given. `log_on` is `NOLOG`, `LBYONLY`, … where that stands in place of a password.
    `fault` says why it cannot be read; it begins an entry all the same.
    """

    key: str
    log_on: str = ""
    storage: int | None = None
    maximum: int | None = None
    classes: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build(Statement):
    """`BUILD ON member USING SUBCONFIG id`; member `*` is every one."""

    member: str
    subconfig: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Include(Statement):
    """`INCLUDE profile`."""

    profile: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine(Statement):
    """`MACHINE mode [mcpu]`; `maximum` CPUs, None where not given."""

    mode: str
    maximum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cpu(Statement):
    """`CPU address …`, or a COMMAND DEFINE CPU (then `addresses` may be several)."""

    addresses: tuple[int, ...]
    is_dedicated: bool = False
    cpuid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage(Statement):
    """STORAGE (log-on) or MAXSTORAGE, in bytes."""

    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Statement):
    """`SHARE`; `relative` 1 to 10000 or `absolute` in per cent; `limit` empty, LIMITSOFT or LIMITHARD, and maximum."""

    cpu_type: str
    relative: int | None
    absolute: float | None
    limit: str = ""
    maximum_relative: int | None = None
    maximum_absolute: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ipl(Statement):
    """`IPL target`; `vdev` where the target is a device number, otherwise a named system or LOADDEV."""

    target: str
    vdev: int | None = None
    parm: str = ""
    loadparm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaddev(Statement):
    """`LOADDEV`: what one such statement sets; several add up."""

    wwpn: str = ""
    lun: str = ""
    bootprog: int | None = None
    vdev: int | None = None
    other: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Console(Statement):
    """`CONSOLE vdev type [class] [secondary user]`."""

    vdev: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spool(Statement):
    """`SPOOL vdev type …`."""

    vdev: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nic(Statement):
    """SPECIAL of a network type, NICDEF, COMMAND DEFINE NIC or COUPLE: what it says about the adapter at `vdev`.

    `owner` and `lan` name the guest LAN or VSWITCH; `mac_id` is six hex digits; empty or None where not said.
    """

    vdev: int
    kind: str = ""
    devices: int | None = None
    owner: str = ""
    lan: str = ""
    mac_id: str = ""
    port_type: str = ""
    vlans: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Special(Statement):
    """SPECIAL of a type that is no network: 3270, CTCA, …"""

    vdev: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mdisk(Statement):
    """A minidisk. `form` is `extent`, `devno`, `v-disk` or `t-disk`.

    An extent has `start`, `size` (None: END) and `volume`; DEVNO has `rdev`; V-DISK and T-DISK have `size`. Units are
    cylinders of a 3390 or 3380, and blocks of 512 bytes of an FBA device.
    """

    vdev: int
    device: str
    form: str
    start: int = 0
    size: int | None = None
    volume: str = ""
    rdev: int | None = None
    mode: str = "W"


@dataclass(frozen=True, slots=True, kw_only=True)
class Miniopt(Statement):
    """`MINIOPT …`, about the MDISK before it."""

    operands: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Statement):
    """`LINK owner owner-vdev [vdev] [mode]`."""

    owner: str
    owner_vdev: int
    vdev: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dedicate(Statement):
    """`DEDICATE vdev rdev` or `DEDICATE vdev VOLID volume`."""

    vdev: int
    rdev: int | None
    volume: str = ""
    is_read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crypto(Statement):
    """`CRYPTO`: domains and dedicated adapters add up over several statements; `is_shared` is APVIRTUAL."""

    domains: tuple[int, ...] = ()
    adapters: tuple[int, ...] = ()
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Statement):
    """A CP command at log-on that is none of the others; `verb` is its first word."""

    verb: str
    operands: tuple[str, ...]
