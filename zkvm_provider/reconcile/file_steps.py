"""Steps on files of the host."""

from __future__ import annotations

from dataclasses import field

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeFolder:
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFile:
    """Write a file of the host, whole or not at all. The bytes may hold a password."""

    path: str
    mode: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFile:
    source: str
    path: str
    mode: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFile:
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveFolder:
    """Remove a folder, unless something else lies in it."""

    path: str


FileStep = MakeFolder | WriteFile | CopyFile | RemoveFile | RemoveFolder
