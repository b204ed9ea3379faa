"""Files of a host: the part of the port that reads and writes them, by absolute path.

Laws: a write is there as a whole or not at all, and what it replaces stays until then; a file is never readable by more
than its mode says, not even for a moment; a folder is never removed with something in it.
"""

from __future__ import annotations

from typing import Protocol

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.access import HostAccess


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is at a path. `sha256` is of a regular file, empty for anything else; `mode` holds the permission bits."""

    path: str
    is_folder: bool
    size_bytes: int
    mode: int
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostMemory:
    """/proc/meminfo, the part paging is about, in KiB."""

    total_kib: int
    available_kib: int
    swap_total_kib: int
    swap_free_kib: int
    swap_cached_kib: int


class HostFiles(HostAccess, Protocol):
    """Files as an operator has them through a shell, those of the kernel under /proc among them."""

    def file_facts(self, path: str) -> FileFacts | None:
        """What is at that path, links followed (`stat`, `sha256sum`); None when nothing is."""

    def read_file(self, path: str) -> bytes:
        """The bytes of a small file. Raises `NotFound`."""

    def list_folder(self, path: str) -> tuple[str, ...]:
        """The names in a folder, sorted; none when there is no such folder."""

    def write_file(self, path: str, content: bytes, mode: int) -> None:
        """Write a file, atomically, in a folder that is there. Raises `NotFound` (the folder), `Refused`."""

    def copy_file(self, source: str, path: str, mode: int) -> None:
        """Copy a file of the host, atomically. Raises `NotFound`, `Refused`."""

    def remove_file(self, path: str) -> None:
        """Remove a file; one that is gone is fine. Raises `Refused`."""

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it; one that is there is fine (`mkdir -p`)."""

    def remove_folder(self, path: str) -> bool:
        """Remove a folder if it is empty; says whether it is gone."""

    def memory(self) -> HostMemory:
        """/proc/meminfo. Raises `Unsupported` where nobody can look."""
