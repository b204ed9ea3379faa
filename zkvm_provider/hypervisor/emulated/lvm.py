"""Volume groups of the emulated host, and what its operator does to them with LVM's own tools."""

from __future__ import annotations

from zkvm_provider.errors import Refused
from zkvm_provider.hypervisor.emulated.host import EXTENT_BYTES, Host
from zkvm_provider.hypervisor.emulated.pool import ChangeKind, PoolFacts
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.emulated.volume import VolumeFacts, resized_logical, thin_volume
from zkvm_provider.hypervisor.lvm import LogicalVolume, VolumeGroup

_REMEDY = "vgs and lvs on the host show what is there"


def groups(tx: Transaction) -> tuple[VolumeGroup, ...]:
    """Those of the inventory and those that pools made, with their volumes."""
    made = tx.rows(
        "SELECT what FROM host_changes WHERE host = ? AND kind = ?", tx.host, ChangeKind.MAKE_VOLUME_GROUP.value
    )
    names = {group.name for group in tx.inventory.volume_groups} | {str(row["what"]) for row in made}
    return tuple(found for name in sorted(names) if (found := _group(tx, name)) is not None)


def create_thin_volume(tx: Transaction, group: str, thin_pool: str, name: str, size_bytes: int) -> None:
    """lvcreate --thin."""
    found = _needed(tx, group)
    if thin_pool not in found.thin_pools:
        raise Refused(f"lvcreate of {group}/{thin_pool}: Failed to find thin pool {group}/{thin_pool}", remedy=_REMEDY)
    if found.volume(name) is not None:
        words = f'Logical Volume "{name}" already exists in volume group "{group}"'
        raise Refused(f"lvcreate of {group}/{thin_pool}: {words}", remedy=_REMEDY)
    folder = PoolFacts(kind="logical", name="", uuid="", target=f"/dev/{group}", source_name=group)
    made = thin_volume(name, _rounded(size_bytes), folder, tx.dice, tx.now_s)
    tx.run(
        "INSERT INTO volumes (host, path, target, name, format, capacity_bytes, allocation_bytes, physical_bytes,"
        " backing_path, bootable, xml) VALUES (?, ?, ?, ?, ?, ?, 0, ?, '', 0, ?)",
        *(tx.host, made.path, folder.target, name, made.format, made.capacity_bytes, made.physical_bytes, made.xml),
    )
    tx.run("INSERT INTO host_changes VALUES (?, 'thin', ?, ?, '')", tx.host, made.path, thin_pool)


def resize(tx: Transaction, group: str, name: str, size_bytes: int) -> None:
    """lvextend or lvreduce; whole extents, and no more than are free."""
    found = _needed(tx, group)
    volume, size = found.volume(name), _rounded(size_bytes)
    if volume is None:
        raise Refused(f"lvextend of {group}/{name}: Failed to find logical volume", remedy=_REMEDY)
    more = size - volume.size_bytes
    if more > found.free_bytes and not volume.thin_pool:
        words = f"Insufficient free space: {more // EXTENT_BYTES} extents needed, but only"
        raise Refused(
            f"lvextend of {group}/{name}: {words} {found.free_bytes // EXTENT_BYTES} available", remedy=_REMEDY
        )
    row = tx.one("SELECT * FROM volumes WHERE host = ? AND path = ?", tx.host, f"/dev/{group}/{name}")
    if row is not None:
        changed: VolumeFacts = resized_logical(row["xml"], size)
        allocation = 0 if volume.thin_pool else size
        tx.run(
            "UPDATE volumes SET capacity_bytes = ?, allocation_bytes = ?, physical_bytes = ?, xml = ?"
            " WHERE host = ? AND path = ?",
            *(size, allocation, size, changed.xml, tx.host, row["path"]),
        )


def _group(tx: Transaction, name: str) -> VolumeGroup | None:
    space = Host(tx).volume_group(name)
    if space is None:
        return None
    given = next((group for group in tx.inventory.volume_groups if group.name == name), None)
    rows = tx.rows(
        "SELECT name, path, capacity_bytes FROM volumes WHERE host = ? AND target = ?", tx.host, f"/dev/{name}"
    )
    thin = {
        str(row["what"]): str(row["devices"])
        for row in tx.rows("SELECT what, devices FROM host_changes WHERE host = ? AND kind = 'thin'", tx.host)
    }
    volumes = (
        LogicalVolume(name=row["name"], size_bytes=row["capacity_bytes"], thin_pool=thin.get(row["path"], ""))
        for row in rows
    )
    return VolumeGroup(
        name=name,
        extent_bytes=EXTENT_BYTES,
        size_bytes=space.capacity_bytes,
        free_bytes=space.available_bytes,
        volumes=tuple(volumes),
        thin_pools=given.thin_pools if given else (),
    )


def _needed(tx: Transaction, name: str) -> VolumeGroup:
    found = _group(tx, name)
    if found is None:
        raise Refused(f'volume group "{name}" not found', remedy=_REMEDY)
    return found


def _rounded(size_bytes: int) -> int:
    return -(-size_bytes // EXTENT_BYTES) * EXTENT_BYTES
