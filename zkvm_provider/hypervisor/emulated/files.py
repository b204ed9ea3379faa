"""Files of an emulated host: those of its inventory, and what verbs wrote into the store.

An image of the inventory has a size and no bytes: its digest is one of its own, and copies keep it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import PurePosixPath

from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.access import Access, Account, Chain, PathStep, Way
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.permissions import way_to
from zkvm_provider.hypervisor.emulated.pool import ChangeKind, HostChange
from zkvm_provider.hypervisor.emulated.session import Session
from zkvm_provider.hypervisor.emulated.sources import files_below
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.files import FileFacts, HostFiles, HostMemory

_FOLDER_MODE, _FILE_MODE = 0o755, 0o644


class EmulatedFiles(HostFiles):
    """The file verbs over the store."""

    _session: Session

    def file_facts(self, path: str) -> FileFacts | None:
        with self._session.look("file_facts", path) as tx:
            return _facts(tx, path)

    def ways(self, paths: Sequence[str]) -> tuple[Way, ...]:
        with self._session.look("ways", " ".join(paths)) as tx:
            return tuple(way_to(tx, path) for path in paths)

    def chains(self, images: Sequence[str]) -> tuple[Chain, ...]:
        with self._session.look("chains", " ".join(images)) as tx:
            return tuple(Chain(image=image, files=files_below(tx, image)) for image in images)

    def is_denied(self, step: PathStep, account: Account, access: Access) -> bool:
        return not step.lets(account, (), access)

    def read_file(self, path: str) -> bytes:
        with self._session.look("read_file", path) as tx:
            row = _row(tx, path)
            if row is not None and len(row["content"]) == 2 * row["size_bytes"]:
                return bytes.fromhex(row["content"])
            if _facts(tx, path) is None:
                raise NotFound(f"file {path}", where=tx.host)
            raise Refused(f"{path} is an image of the emulated host: it has a size, but no bytes")

    def list_folder(self, path: str) -> tuple[str, ...]:
        inside = f"{path.rstrip('/')}/"
        with self._session.look("list_folder", path) as tx:
            known = [*tx.inventory.files, *tx.inventory.folders, *(image.path for image in tx.inventory.images)]
            known += [row["path"] for row in tx.rows("SELECT path FROM host_files WHERE host = ?", tx.host)]
            known += [row["path"] for row in tx.rows("SELECT path FROM volumes WHERE host = ?", tx.host)]
            sql = "SELECT what FROM host_changes WHERE host = ? AND kind = ?"
            known += [row["what"] for row in tx.rows(sql, tx.host, ChangeKind.MAKE_FOLDER.value)]
        names = {name.removeprefix(inside).partition("/")[0] for name in known if name.startswith(inside)}
        return tuple(sorted(names - {""}))

    def write_file(self, path: str, content: bytes, mode: int) -> None:
        with self._session.verb("write_file", f"file '{path}'") as tx:
            _check_place(tx, path)
            _keep(tx, path, mode, len(content), hashlib.sha256(content).hexdigest(), content.hex())

    def copy_file(self, source: str, path: str, mode: int) -> None:
        with self._session.verb("copy_file", f"file '{path}'") as tx:
            facts = _facts(tx, source)
            if facts is None or facts.is_folder:
                raise NotFound(f"file {source}", where=tx.host)
            _check_place(tx, path)
            row = _row(tx, source)
            _keep(tx, path, mode, facts.size_bytes, facts.sha256, "" if row is None else row["content"])

    def remove_file(self, path: str) -> None:
        with self._session.verb("remove_file", f"file '{path}'") as tx:
            facts = _facts(tx, path)
            if facts is not None and facts.is_folder:
                raise Refused(f"rm of {path}: Is a directory")
            if facts is not None and _row(tx, path) is None:
                raise Refused(f"{path} belongs to the emulated host's inventory and cannot be removed")
            tx.run("DELETE FROM host_files WHERE host = ? AND path = ?", tx.host, path)

    def make_folder(self, path: str) -> None:
        with self._session.verb("make_folder", f"folder '{path}'") as tx:
            if not Host(tx).folder_exists(path):
                Host(tx).apply((HostChange(kind=ChangeKind.MAKE_FOLDER, what=str(PurePosixPath(path))),))

    def remove_folder(self, path: str) -> bool:
        with self._session.verb("remove_folder", f"folder '{path}'") as tx:
            host = Host(tx)
            if host.folder_exists(path) and host.folder_is_empty(path):
                host.apply((HostChange(kind=ChangeKind.REMOVE_FOLDER, what=str(PurePosixPath(path))),))
            return not host.folder_exists(path)

    def memory(self) -> HostMemory:
        """Running guests take what they currently have; the emulated host itself takes nothing."""
        with self._session.look("memory") as tx:
            sql = "SELECT total(current_memory_kib) AS taken FROM domains WHERE host = ? AND live_xml IS NOT NULL"
            row = tx.one(sql, tx.host)
            total, taken = tx.inventory.memory // 1024, int(row["taken"]) if row else 0
            swaps = tx.inventory.swaps
            return HostMemory(
                total_kib=total,
                available_kib=max(0, total - taken),
                swap_total_kib=sum(swap.size_kib for swap in swaps),
                swap_free_kib=sum(swap.size_kib - swap.used_kib for swap in swaps),
                swap_cached_kib=0,
            )


def _facts(tx: Transaction, path: str) -> FileFacts | None:
    row = _row(tx, path)
    if row is not None:
        size = int(row["size_bytes"])
        return FileFacts(path=path, is_folder=False, size_bytes=size, mode=row["mode"], sha256=row["sha256"])
    host = Host(tx)
    if host.folder_exists(path):
        return FileFacts(path=path, is_folder=True, size_bytes=0, mode=_FOLDER_MODE)
    if not host.file_exists(path):
        return None
    image = next((each for each in tx.inventory.images if each.path == path), None)
    size = image.size if image else host.device_capacity(path) or 0
    digest = hashlib.sha256(f"{path} {size}".encode() if size else b"").hexdigest()
    return FileFacts(path=path, is_folder=False, size_bytes=size, mode=_FILE_MODE, sha256=digest)


def _row(tx: Transaction, path: str) -> sqlite3.Row | None:
    return tx.one("SELECT * FROM host_files WHERE host = ? AND path = ?", tx.host, path)


def _check_place(tx: Transaction, path: str) -> None:
    folder = str(PurePosixPath(path).parent)
    if not Host(tx).folder_exists(folder):
        raise NotFound(f"folder {folder}", where=tx.host, remedy="make it first")
    if Host(tx).folder_exists(path):
        raise Refused(f"{path} is a folder")


def _keep(tx: Transaction, path: str, mode: int, size: int, sha256: str, content: str) -> None:
    tx.run("INSERT OR REPLACE INTO host_files VALUES (?, ?, ?, ?, ?, ?)", tx.host, path, mode, size, sha256, content)
