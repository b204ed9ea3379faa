"""Owners and modes on an emulated host: root's, readable by all, but for those that its inventory tells.

libvirt there hands a guest's files over to QEMU's user, as its default is; the folders on the way stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from zkvm_provider.hypervisor.access import Access, Account, PathStep, Way
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.inventory import HostInventory, Permissions
from zkvm_provider.hypervisor.emulated.transaction import Transaction

QEMU: Final = Account(uid=64055, gid=64055)
"""Debian's libvirt-qemu, of which the golden data speak."""
_FOLDER_MODE, _FILE_MODE = 0o755, 0o644
_NUMBERS = {"root": 0, "libvirt-qemu": QEMU.uid}
_FIRST_USER = 1000


def way_to(tx: Transaction, path: str) -> Way:
    """How a path is reached."""
    host = Host(tx)
    exists = host.file_exists(path)
    if path.startswith("/dev/"):
        return Way(path=path, exists=exists)
    steps = [_step(tx.inventory, above) for above in _above(path)]
    if exists:
        row = tx.one("SELECT mode FROM host_files WHERE host = ? AND path = ?", tx.host, path)
        mode = None if host.folder_exists(path) else _FILE_MODE if row is None else int(row["mode"])
        steps.append(_step(tx.inventory, path.rstrip("/") or "/", mode))
    return Way(path=path, exists=exists, steps=tuple(steps))


def is_out_of_reach(tx: Transaction, path: str) -> bool:
    """Whether a folder on the way does not let QEMU's user pass. In /dev QEMU has devices of its own."""
    if not tx.inventory.permissions or path.startswith("/dev/"):
        return False
    folders = (_step(tx.inventory, above) for above in _above(path))
    return not all(folder.lets(QEMU, (), Access.PASS) for folder in folders)


def _step(inventory: HostInventory, path: str, file_mode: int | None = None) -> PathStep:
    """A folder, or a file of that mode."""
    plain = Permissions(path=path, owner="root", mode=f"{_FOLDER_MODE if file_mode is None else file_mode:04o}")
    told = next((each for each in inventory.permissions if each.path == path), plain)
    mounted = inventory.filesystem_of(path)
    number = _NUMBERS.get(told.owner, _FIRST_USER)
    return PathStep(
        path=path,
        is_folder=file_mode is None,
        uid=number,
        gid=number,
        user=told.owner,
        group=told.owner,
        mode=int(told.mode, 8),
        is_shared=mounted is not None and mounted.shared,
    )


def _above(path: str) -> Iterator[str]:
    yield "/"
    names = path.strip("/").split("/")
    yield from ("/" + "/".join(names[:count]) for count in range(1, len(names)))
