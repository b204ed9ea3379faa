"""The folder of a host in which installation media are, as the host shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from zkvm_provider.hypervisor.port import HostDevices

MEDIA_FOLDER = "/home/install/ftpboot"
"""On the emulated host."""
_TEXT_LIMIT = 1 << 20


class MediaFolder(Protocol):
    """Files by path: each with what tells it from another."""

    def files(self) -> dict[str, str]: ...

    def remove(self, path: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ThroughThePort:
    """Where nobody but the host's own port can look."""

    devices: HostDevices
    folder: str = MEDIA_FOLDER

    def files(self) -> dict[str, str]:
        return dict(self._below(self.folder))

    def remove(self, path: str) -> None:
        self.devices.remove_file(path)

    def _below(self, folder: str) -> Iterator[tuple[str, str]]:
        for name in self.devices.list_folder(folder):
            path = f"{folder}/{name}"
            facts = self.devices.file_facts(path)
            if facts is not None:
                yield path, str(facts)
            yield from self._below(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideThePort:
    """Where the host's files are this machine's too: zkvm is not asked."""

    folder: Path

    def files(self) -> dict[str, str]:
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {str(path): f"{path.stat().st_mode:o} {self._content(path)}" for path in files}

    def remove(self, path: str) -> None:
        Path(path).unlink()

    @staticmethod
    def _content(path: Path) -> str:
        """Of an image, which is only ever copied, its size and inode say it sooner than its bytes."""
        facts = path.stat()
        if facts.st_size > _TEXT_LIMIT:
            return f"{facts.st_size} {facts.st_ino}"
        return hashlib.sha256(path.read_bytes()).hexdigest()
