"""Who may reach a file of a host: the part of the port that looks along paths, and POSIX's rule for modes.

QEMU runs as a user of its own. It needs the right to pass every folder on the way to a file; the file itself libvirt
hands over to it (`dynamic_ownership` of qemu.conf), but for a few.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import IntFlag
from typing import Protocol

from zkvm_provider.dataclass import dataclass


class Access(IntFlag):
    """What is wanted of a file or folder, as the bits of a mode have it. PASS is a folder's `x`."""

    PASS = 1
    WRITE = 2
    READ = 4

    @property
    def letters(self) -> str:
        """As `chmod` and `setfacl` spell it: `rw`, `rx`."""
        return "".join(letter for letter, bit in (("r", self.READ), ("w", self.WRITE), ("x", self.PASS)) if self & bit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The user and group QEMU runs as: libvirt's label of the security model `dac`, like `+64055:+64055`."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PathStep:
    """A folder on the way to a file, or the file itself; never a link. `mode` holds the permission bits.

    `is_shared`: it lies on a network or cluster file system, where libvirt may be unable to change owners.
    """

    path: str
    is_folder: bool
    uid: int
    gid: int
    user: str
    group: str
    mode: int
    is_shared: bool = False

    def lets(self, account: Account, groups: Collection[int], access: Access) -> bool:
        """Whether the mode grants `access`: the owner's bits to the owner, the group's to it, else the others'."""
        shift = 6 if account.uid == self.uid else 3 if self.gid in {account.gid, *groups} else 0
        return (self.mode >> shift) & access == access

    def __str__(self) -> str:
        return f"{self.path} ({self.user}:{self.group}, mode {self.mode:04o})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a path is reached: the folders from `/` on and what it names, links followed.

    `exists` is None where nobody could look. Of a device in /dev there are no steps: udev and libvirt see to it.
    """

    path: str
    exists: bool | None
    steps: tuple[PathStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The files that an image lies on by absolute path, the nearest first; what is no file of the host ends it.

    `is_whole` is False where nobody could look: at the image, or at the last of the files.
    """

    image: str
    files: tuple[str, ...] = ()
    is_whole: bool = True


class HostAccess(Protocol):
    """Looking along paths, as `namei -l` does, and into the headers of images."""

    def ways(self, paths: Sequence[str]) -> tuple[Way, ...]:
        """How each of these absolute paths is reached, at a cost that hardly grows with their number."""

    def chains(self, images: Sequence[str]) -> tuple[Chain, ...]:
        """What each of these qcow2 images lies on, at a cost that grows with the layers and not with the images."""

    def is_denied(self, step: PathStep, account: Account, access: Access) -> bool:
        """Whether the host denies it, groups and ACLs counted; asked where the mode alone does not grant it.

        False where nobody can tell: the host itself then decides at the start.
        """
