"""Where a domain's disks get their data: the little that power, block resize and volumes ask of a domain's XML."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import PurePosixPath

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskSource:
    """One disk: its target (`vda`), image format, and either a path, a volume of a pool, or a network source."""

    target: str
    device: str
    format: str
    path: str = ""
    pool: str = ""
    volume: str = ""
    is_network: bool = False
    is_read_only: bool = False
    is_shareable: bool = False


def disk_sources(xml: str) -> tuple[DiskSource, ...]:
    """Every disk of a canonical domain XML, in document order."""
    disks = etree.fromstring(xml).iterfind("devices/disk")
    return tuple(_source(disk) for disk in disks)


def volume_of(tx: Transaction, source: DiskSource) -> sqlite3.Row | None:
    """The row of the volume a disk uses, by path or by pool and name; None when it is no volume."""
    if source.path:
        return tx.one("SELECT * FROM volumes WHERE host = ? AND path = ?", tx.host, source.path)
    if source.volume:
        return tx.one(
            "SELECT volumes.* FROM volumes JOIN pools USING (host, target)"
            " WHERE host = ? AND pools.name = ? AND volumes.name = ?",
            tx.host,
            source.pool,
            source.volume,
        )
    return None


def files_below(tx: Transaction, path: str) -> tuple[str, ...]:
    """The files that the image at `path` lies on, the nearest first. An image that is no volume lies on nothing."""
    found: list[str] = []
    here = path
    while row := tx.one("SELECT target, backing_path FROM volumes WHERE host = ? AND path = ?", tx.host, here):
        here = str(PurePosixPath(row["target"]) / row["backing_path"])
        if not row["backing_path"] or here in (path, *found):
            break
        found.append(here)
    return tuple(found)


def has_operating_system(tx: Transaction, xml: str) -> bool:
    """Whether the guest would boot: a kernel is named, or a disk holds something.

    A new volume is blank until a guest that was booted from a kernel (an installer) had it, or unless it has a
    backing store. Devices and files of the host are taken to hold a system.
    """
    if "<kernel>" in xml or "type='scsi'" in xml.partition("<hostdev ")[2]:
        return True
    return any(_holds_something(tx, source) for source in disk_sources(xml))


def note_installation(tx: Transaction, xml: str) -> None:
    """A guest booted from a kernel may have written its disks: they are no longer blank."""
    if "<kernel>" not in xml:
        return
    for source in disk_sources(xml):
        row = volume_of(tx, source) if source.device == "disk" else None
        if row is not None and not row["bootable"]:
            tx.run("UPDATE volumes SET bootable = 1 WHERE host = ? AND path = ?", tx.host, row["path"])


def running_users(tx: Transaction, path: str) -> Iterator[str]:
    """The names of active domains that have the volume at `path` as a disk."""
    yield from dict.fromkeys(name for name, _ in running_sources(tx, path))


def running_sources(tx: Transaction, path: str, *, but: str = "") -> Iterator[tuple[str, DiskSource]]:
    """Disks of active domains on the file, device or volume at `path`, with the domain's name; `but` is left out."""
    volume = tx.one(
        "SELECT volumes.name FROM volumes WHERE host = ? AND path = ?",
        tx.host,
        path,
    )
    name = path if volume is None else volume["name"]
    candidates = tx.rows(
        "SELECT name, live_xml FROM domains WHERE host = ? AND uuid != ? AND live_xml IS NOT NULL"
        " AND instr(live_xml, ?)",
        tx.host,
        but,
        name,
    )
    for row in candidates:
        for source in disk_sources(row["live_xml"]):
            found = volume_of(tx, source)
            if path == (source.path if found is None else found["path"]):
                yield str(row["name"]), source


def _holds_something(tx: Transaction, source: DiskSource) -> bool:
    if source.is_network:
        return True
    row = volume_of(tx, source)
    if row is not None:
        return bool(row["bootable"])
    return bool(source.path) and Host(tx).file_exists(source.path)


def _source(disk: etree._Element) -> DiskSource:
    def read(tag: str, name: str) -> str:
        element = disk.find(tag)
        return "" if element is None else str(element.get(name, ""))

    return DiskSource(
        target=read("target", "dev"),
        device=str(disk.get("device", "disk")),
        format=read("driver", "type"),
        path=read("source", "file") or read("source", "dev"),
        pool=read("source", "pool"),
        volume=read("source", "volume"),
        is_network=disk.get("type") == "network",
        is_read_only=disk.find("readonly") is not None,
        is_shareable=disk.find("shareable") is not None,
    )
