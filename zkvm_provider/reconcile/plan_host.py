"""Steps of a plan that touch the host itself: its DASDs and its files."""

from __future__ import annotations

from dataclasses import dataclass, field

from zkvm_provider.model.address import BusId
from zkvm_provider.model.dasd import DasdDisk


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDasdOnline:
    bus_id: BusId
    online: bool
    dasd: DasdDisk | None = None


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
