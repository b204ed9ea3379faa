"""Storage volumes: the port's verbs on rows. There are no files: a row is the file."""

from __future__ import annotations

import sqlite3

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Refused
from zkvm_provider.hypervisor.emulated import pools
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.pool import PoolFacts, pool_facts
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.sources import running_users
from zkvm_provider.hypervisor.emulated.transaction import Transaction, missing
from zkvm_provider.hypervisor.emulated.views import VolumeView
from zkvm_provider.hypervisor.emulated.volume import (
    HEAD_BYTES,
    VolumeFacts,
    create_volume,
    resize_volume,
    written_volume,
)
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectInfo, ObjectKind, ObjectRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What was uploaded: its first bytes, how many there were in all, and their digest."""

    head: bytes
    size: int
    sha256: str


KEPT_BYTES = 512
QEMU_IMG = "/usr/bin/qemu-img"


def create(tx: Transaction, pool: str, xml: str) -> ObjectRef:
    """virStorageVolCreateXML in an active pool."""
    row = _pool(tx, pool)
    facts = pool_facts(row["live_xml"])
    view = VolumeView(tx, facts, row["live_xml"], row["target"])
    made = create_volume(xml, facts, view, tx.dice, tx.now_s)
    tx.journalled_object = f"volume '{pool}/{made.name}'"
    tx.run(
        "INSERT INTO volumes (host, path, target, name, format, capacity_bytes, allocation_bytes, physical_bytes,"
        " backing_path, bootable, xml) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        *(tx.host, made.path, row["target"], made.name, made.format),
        *(made.capacity_bytes, made.allocation_bytes, made.physical_bytes, made.backing_path),
        *(int(bool(made.backing_path)), made.xml),
    )
    return ObjectRef(kind=ObjectKind.VOLUME, name=made.name, pool=pool)


def resize(tx: Transaction, ref: ObjectRef, capacity_bytes: int, *, shrink: bool) -> None:
    """virStorageVolResize: qemu-img cannot lock a qcow2 that a running domain has; a raw file has no lock."""
    pool = _pool(tx, ref.pool)
    row = find(tx, ref)
    facts = pool_facts(pool["live_xml"])
    changed = resize_volume(row["xml"], facts, capacity_bytes, shrink=shrink)
    if row["format"] == "qcow2" and any(running_users(tx, row["path"])):
        path = row["path"]
        raise refusal(
            ErrorCode.INTERNAL_ERROR,
            ErrorDomain.NONE,
            f"Child process ({QEMU_IMG} resize {path} {capacity_bytes}) unexpected exit status 1: qemu-img: Could"
            f" not open '{path}': Failed to get \"write\" lock\nIs another process using the image [{path}]?\n",
        )
    _store(tx, row, changed)


def grow_through_guest(tx: Transaction, row: sqlite3.Row, capacity_bytes: int) -> None:
    """QEMU has resized the image it holds."""
    folder = PoolFacts(kind="dir", name="", uuid="", target=row["target"])
    changed = resize_volume(row["xml"], folder, capacity_bytes, shrink=True)
    _store(tx, row, changed)


def upload(tx: Transaction, ref: ObjectRef, content: Content) -> None:
    """virStorageVolUpload from the start of the volume, and the look libvirt takes at it afterwards.

    A file keeps its bytes up to `HEAD_BYTES` of them; of a larger one its first bytes and its digest.
    """
    _pool(tx, ref.pool)
    row = find(tx, ref)
    changed = written_volume(row["xml"], content.head, content.size)
    _store(tx, row, changed)
    tx.run(
        "UPDATE volumes SET format = ?, bootable = 1 WHERE host = ? AND path = ?", changed.format, tx.host, row["path"]
    )
    kept = (content.head if content.size <= HEAD_BYTES else content.head[:KEPT_BYTES]).hex()
    tx.run(
        "INSERT OR REPLACE INTO host_files (host, path, mode, size_bytes, sha256, content) VALUES (?, ?, ?, ?, ?, ?)",
        *(tx.host, row["path"], 0o600, content.size, content.sha256, kept),
    )


def download(tx: Transaction, ref: ObjectRef, length: int) -> bytes:
    """virStorageVolDownload of the first bytes: what was uploaded, or zeros of a volume nobody wrote to."""
    _pool(tx, ref.pool)
    row = find(tx, ref)
    known = tx.one("SELECT size_bytes, content FROM host_files WHERE host = ? AND path = ?", tx.host, row["path"])
    if known is None:
        return bytes(min(length, row["physical_bytes"] or row["capacity_bytes"]))
    if not known["content"] and known["size_bytes"]:
        raise Refused(f"the emulator keeps only the digest of an image of {known['size']} bytes")
    return bytes.fromhex(known["content"])[:length]


def delete(tx: Transaction, ref: ObjectRef) -> None:
    """virStorageVolDelete: never refused because someone uses the volume, or because another one is based on it."""
    _pool(tx, ref.pool)
    row = find(tx, ref)
    everywhere = Host(tx).is_shared(row["path"])
    tx.run("DELETE FROM volumes WHERE (host = ? OR ?) AND path = ?", tx.host, everywhere, row["path"])
    tx.run("DELETE FROM host_files WHERE host = ? AND path = ?", tx.host, row["path"])
    tx.run("DELETE FROM host_changes WHERE host = ? AND kind = 'thin' AND what = ?", tx.host, row["path"])


def dump(tx: Transaction, ref: ObjectRef) -> str:
    """virStorageVolGetXMLDesc."""
    _pool(tx, ref.pool)
    return str(find(tx, ref)["xml"])


def look_up(tx: Transaction, ref: ObjectRef) -> ObjectRef:
    """virStorageVolLookupByName, in an active pool."""
    _pool(tx, ref.pool)
    return ObjectRef(kind=ObjectKind.VOLUME, name=find(tx, ref)["name"], pool=ref.pool)


def listed(tx: Transaction, pool: str) -> tuple[ObjectInfo, ...]:
    """Every volume of an active pool by name."""
    row = _pool(tx, pool)
    sql = "SELECT name FROM volumes WHERE host = ? AND target = ? ORDER BY name"
    return tuple(
        ObjectInfo(ref=ObjectRef(kind=ObjectKind.VOLUME, name=found["name"], pool=pool), active=True)
        for found in tx.rows(sql, tx.host, row["target"])
    )


def find(tx: Transaction, ref: ObjectRef) -> sqlite3.Row:
    """The volume's row, or libvirt's NO_STORAGE_VOL."""
    row = tx.one(
        "SELECT volumes.* FROM volumes JOIN pools USING (host, target)"
        " WHERE host = ? AND pools.name = ? AND volumes.name = ?",
        tx.host,
        ref.pool,
        ref.name,
    )
    if row is None:
        raise missing(ref)
    return row


def _pool(tx: Transaction, name: str) -> sqlite3.Row:
    return pools.active(tx, ObjectRef(kind=ObjectKind.POOL, name=name))


def _store(tx: Transaction, row: sqlite3.Row, changed: VolumeFacts) -> None:
    tx.run(
        "UPDATE volumes SET capacity_bytes = ?, allocation_bytes = ?, physical_bytes = ?, xml = ?"
        " WHERE host = ? AND path = ?",
        *(changed.capacity_bytes, changed.allocation_bytes, changed.physical_bytes, changed.xml),
        *(tx.host, row["path"]),
    )
