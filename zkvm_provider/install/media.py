"""The file set of one installation, from its declaration: which files, with which bytes and which mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from zkvm_provider.dataclass import dataclass
from zkvm_provider.install.addrsize import render_addrsize
from zkvm_provider.install.finding import Finding
from zkvm_provider.install.ins import Load, render_ins
from zkvm_provider.install.layout import ADDRSIZE_ADDRESS, INITRD_ADDRESS, KERNEL_ADDRESS, PARM_ADDRESS
from zkvm_provider.install.lint import lint
from zkvm_provider.install.prm import render_prm
from zkvm_provider.model.install_media import Answers, InstallMedia

KERNEL, INITRD, ADDRSIZE = "images/kernel.img", "images/initrd.img", "images/initrd.addrsize"
OPEN, PRIVATE = 0o644, 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """One file to be, by its path below the folder: its bytes, or the file of the host it is copied from."""

    path: str
    mode: int
    content: bytes = field(default=b"", repr=False)
    source: str = ""


def kernel_of(media: InstallMedia) -> str:
    """Where the kernel lies, below the folder of the set; so are the paths of the functions that follow."""
    return media.kernel or KERNEL


def initrd_of(media: InstallMedia) -> str:
    """The initial RAM disk."""
    return media.initrd or INITRD


def addrsize_of(media: InstallMedia) -> str:
    """The 16 bytes that tell the kernel address and size of the initial RAM disk."""
    return media.addrsize or ADDRSIZE


def ins_of(media: InstallMedia) -> str:
    """The file that lists the others with their load addresses."""
    return f"{media.name}.ins"


def prm_of(media: InstallMedia) -> str:
    """The kernel's parameters."""
    return f"images/{media.name}.prm"


def answer_files(media: InstallMedia) -> Iterator[tuple[str, str, Answers]]:
    """Path, template and answers of each answer file."""
    for answers, ending, template in (
        (media.kickstart, "ks", "install/kickstart.j2"),
        (media.autoyast, "xml", "install/autoyast.j2"),
    ):
        if answers is not None:
            yield answers.file or f"{media.name}.{ending}", template, answers


def compose(media: InstallMedia, *, initrd_bytes: int, answers: Mapping[str, str]) -> tuple[MediaFile, ...]:
    """Every file of the set. `answers` holds the text of each answer file by path.

    The `.ins` file comes last: whoever sees it finds the others there.
    """
    given = media.parameters
    address = int(media.initrd_address, 16) if media.initrd_address else INITRD_ADDRESS
    files = [
        MediaFile(path=path, mode=OPEN, source=source)
        for path, source in ((kernel_of(media), media.kernel_source), (initrd_of(media), media.initrd_source))
        if source
    ]
    files.append(MediaFile(path=addrsize_of(media), mode=OPEN, content=render_addrsize(initrd_bytes, address)))
    private = given.text is not None or given.repo_password is not None
    text = render_prm(given).encode()
    files.append(MediaFile(path=prm_of(media), mode=PRIVATE if private else OPEN, content=text))
    files += [MediaFile(path=path, mode=PRIVATE, content=text.encode()) for path, text in answers.items()]
    files.append(MediaFile(path=ins_of(media), mode=OPEN, content=_ins(media, address).encode()))
    return tuple(files)


def lint_set(files: tuple[MediaFile, ...]) -> tuple[Finding, ...]:
    """What the linter says of every text of the set; images of the host are not looked at."""
    kinds = {each.path: each.content for each in files if not each.source}
    return tuple(finding for path, content in kinds.items() for finding in lint(path, content))


def _ins(media: InstallMedia, initrd_address: int) -> str:
    loads = (
        Load(path=kernel_of(media), address=KERNEL_ADDRESS),
        Load(path=initrd_of(media), address=initrd_address),
        Load(path=prm_of(media), address=PARM_ADDRESS),
        Load(path=addrsize_of(media), address=ADDRSIZE_ADDRESS),
    )
    return render_ins(media.comment or f"{(media.name or '').upper()} lpar ins file", loads)
