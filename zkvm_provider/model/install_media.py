"""The files a host's installation starts from: what the HMC loads, and what the installer is told."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.boot_parameters import BootParameters
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import HOST_DOC

_BELOW = r"(?!.*(^|/)\.\.(/|$))[A-Za-z0-9_][A-Za-z0-9_./-]*"
_BELOW_SAYS = "a path below the folder, without `..` and blanks"
_ABSOLUTE = r"/[^\s]+"
_ABSOLUTE_SAYS = "an absolute path without blanks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an installer asks, answered: the same for Kickstart and for AutoYaST."""

    file: Annotated[
        str | None,
        Meta(doc="File below the folder. Absent: `NAME.ks` or `NAME.xml`.", pattern=_BELOW, pattern_says=_BELOW_SAYS),
    ] = None
    content: Annotated[
        str | None, Meta(doc="The whole file as it is to be, in place of every other field.", secret=True)
    ] = None
    language: Annotated[
        str | None,
        Meta(doc="Language.", pattern=r"[A-Za-z0-9_.@-]+", pattern_says="a locale", default="en_US.UTF-8"),
    ] = None
    keyboard: Annotated[
        str | None, Meta(doc="Keyboard.", pattern=r"[A-Za-z0-9_-]+", pattern_says="a keymap", default="us")
    ] = None
    timezone: Annotated[
        str | None,
        Meta(
            doc="Time zone.",
            pattern=r"[A-Za-z0-9_/+-]+",
            pattern_says="a time zone",
            example="Europe/Berlin",
            default="UTC",
        ),
    ] = None
    root_password_hash: Annotated[
        str | None,
        Meta(
            doc="Root's password, hashed (`openssl passwd -6`). Absent: root has none and is locked.",
            pattern=r"\$[0-9a-z]+\$[!-~]+",
            pattern_says="a hashed password, as `openssl passwd -6` prints it",
            secret=True,
        ),
    ] = None
    ssh_keys: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="Public keys that may log in as root.",
            pattern=r"[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [ -!#-~]*)?",
            pattern_says="a public key as `ssh-keygen` writes it",
        ),
    ] = None
    disks: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="Disks to install on, by path. Absent: the installer chooses.",
            pattern=r"/dev/[!-~]+",
            pattern_says="the path of a disk",
            example="/dev/disk/by-path/ccw-0.0.0200",
        ),
    ] = None
    packages: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="Packages, for Kickstart also groups (`@virtualization-host`).",
            pattern=r"[@^A-Za-z0-9_.+-]+",
            pattern_says="the name of a package",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallMedia:
    """The file set of a host's installation: `.ins`, `.prm`, `initrd.addrsize`, Kickstart or AutoYaST.

    The HMC loads an LPAR from it ("Load from removable media or server"). zkvm writes it into a folder of a host.
    """

    host: Annotated[str | None, Meta(doc=HOST_DOC, reference="Host")] = None
    name: Annotated[
        str | None,
        Meta(
            doc="Name of the `.ins` and `.prm` files. Absent: made from the resource's name.",
            pattern=r"[A-Za-z0-9][A-Za-z0-9_.-]{0,50}",
            pattern_says="a file name of letters, digits, `_`, `.` and `-`",
        ),
    ] = None
    directory: Annotated[
        str,
        Meta(
            doc="Folder of the host, as the FTP server serves it; `target` of a `StoragePool` is one.",
            pattern=_ABSOLUTE,
            pattern_says=_ABSOLUTE_SAYS,
            example="/home/install/ftpboot/iso",
        ),
    ]
    comment: Annotated[
        str | None,
        Meta(doc="First line of the `.ins` file.", pattern=r"[ -~]+", pattern_says="one line of printable ASCII"),
    ] = None
    kernel: Annotated[
        str | None,
        Meta(
            doc="The kernel, below the folder.", pattern=_BELOW, pattern_says=_BELOW_SAYS, default="images/kernel.img"
        ),
    ] = None
    kernel_source: Annotated[
        str | None,
        Meta(
            doc="File of the host to copy `kernel` from. Absent: it is there already.",
            pattern=_ABSOLUTE,
            pattern_says=_ABSOLUTE_SAYS,
        ),
    ] = None
    initrd: Annotated[
        str | None,
        Meta(
            doc="The initial RAM disk, below the folder.",
            pattern=_BELOW,
            pattern_says=_BELOW_SAYS,
            default="images/initrd.img",
        ),
    ] = None
    initrd_source: Annotated[
        str | None,
        Meta(
            doc="File of the host to copy `initrd` from. Absent: it is there already.",
            pattern=_ABSOLUTE,
            pattern_says=_ABSOLUTE_SAYS,
        ),
    ] = None
    initrd_address: Annotated[
        str | None,
        Meta(
            doc="Where in memory the initrd goes.",
            pattern=r"0x[0-9a-fA-F]{8}",
            pattern_says="0x and eight hex digits",
            default="0x02000000",
            example="0x03000000",
        ),
    ] = None
    addrsize: Annotated[
        str | None,
        Meta(
            doc="File that tells the initrd's address and size, below the folder.",
            pattern=_BELOW,
            pattern_says=_BELOW_SAYS,
            default="images/initrd.addrsize",
        ),
    ] = None
    parameters: Annotated[BootParameters, Meta(doc="Kernel and installer parameters: `images/NAME.prm`.")]
    kickstart: Annotated[Answers | None, Meta(doc="Answers for Anaconda.")] = None
    autoyast: Annotated[Answers | None, Meta(doc="Answers for SUSE's installer.")] = None
    found: Annotated[
        tuple[str, ...] | None,
        Meta(doc="What a refresh found changed by others. zkvm's own; leave it out."),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallMediaOutputs:
    """What zkvm tells about installation media."""

    folder: Annotated[str, Meta(doc="The folder, by absolute path.")]
    files: Annotated[tuple[str, ...], Meta(doc="Every file of the set, by absolute path.")]
    made: Annotated[tuple[str, ...], Meta(doc="Files and folders that zkvm made, and takes away on delete.")]
    digests: Annotated[
        dict[str, str], Meta(doc="SHA-256 of each file of the set; secret, for files hold passwords.", secret=True)
    ]
    host_uri: Annotated[str, Meta(doc="The URI the files were written through.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine they lie on.")]
