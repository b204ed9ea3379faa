"""An archive for the kernel's first root file system: cpio in the "newc" format, gzipped, the same bytes every time.

Format: Documentation/driver-api/early-userspace/buffer-format.rst of Linux.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

_MAGIC = "070701"
_DIRECTORY, _FILE, _LINK, _CHARACTER_DEVICE = 0o040000, 0o100000, 0o120000, 0o020000
_ALIGNMENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member; `device` is (major, minor) of a device node."""

    path: str
    mode: int
    data: bytes = b""
    device: tuple[int, int] = (0, 0)


def folder(path: str) -> Entry:
    return Entry(path=path, mode=_DIRECTORY | 0o755)


def program(path: str, data: bytes) -> Entry:
    return Entry(path=path, mode=_FILE | 0o755, data=data)


def file(path: str, data: bytes) -> Entry:
    return Entry(path=path, mode=_FILE | 0o644, data=data)


def link(path: str, target: str) -> Entry:
    return Entry(path=path, mode=_LINK | 0o777, data=target.encode())


def character_device(path: str, major: int, minor: int) -> Entry:
    return Entry(path=path, mode=_CHARACTER_DEVICE | 0o600, device=(major, minor))


def archive(entries: list[Entry]) -> bytes:
    """The archive; folders must stand before what lies in them."""
    members = [_member(number, entry) for number, entry in enumerate(entries, 1)]
    end = _member(len(entries) + 1, Entry(path="TRAILER!!!", mode=0))
    return gzip.compress(b"".join([*members, end]), compresslevel=6, mtime=0)


def write(entries: list[Entry], target: Path) -> None:
    """The archive as a file."""
    target.write_bytes(archive(entries))


def _member(number: int, entry: Entry) -> bytes:
    name = entry.path.encode() + b"\0"
    links = 2 if entry.mode & _DIRECTORY == _DIRECTORY else 1
    major, minor = entry.device
    fields = (number, entry.mode, 0, 0, links, 0, len(entry.data), 0, 0, major, minor, len(name), 0)
    header = (_MAGIC + "".join(f"{value:08x}" for value in fields)).encode()
    return _padded(header + name) + _padded(entry.data)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % _ALIGNMENT)
