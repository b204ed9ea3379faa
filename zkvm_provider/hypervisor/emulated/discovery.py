"""Pools whose volumes are not made but found: the LUNs of an iSCSI target or of an FCP device, multipath devices.

libvirt names a LUN `unit:BUS:TARGET:UNIT`. Source: libvirt-s390x lab, a pool of type iscsi-direct: its
volumes are reported one sector short of the LUN.
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.pool import PoolFacts
from zkvm_provider.hypervisor.emulated.transaction import Transaction

KINDS = frozenset({"iscsi-direct", "iscsi", "scsi", "mpath"})
SECTOR_BYTES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    name: str
    path: str
    kind: str
    size_bytes: int


def look(tx: Transaction, facts: PoolFacts, target: str) -> None:
    """Replace what was known of the pool's volumes by what is there now."""
    tx.run("DELETE FROM volumes WHERE host = ? AND target = ?", tx.host, target)
    finders = {"scsi": _scsi_luns, "mpath": _multipath_devices}
    for found in finders.get(facts.kind, _iscsi_luns)(tx, facts):
        tx.run(
            "INSERT OR REPLACE INTO volumes VALUES (?, ?, ?, ?, 'raw', ?, ?, ?, '', 1, ?)",
            *(tx.host, found.path, target, found.name),
            *(found.size_bytes, found.size_bytes, found.size_bytes, _xml(found)),
        )


def _iscsi_luns(tx: Transaction, facts: PoolFacts) -> Iterator[_Found]:
    for target in tx.inventory.iscsi_targets:
        if target.iqn not in facts.devices:
            continue
        portal = f"{target.host}:{target.port}"
        for lun in target.luns:
            key = f"ip-{portal}-iscsi-{target.iqn}-lun-{lun.unit}"
            direct = facts.kind == "iscsi-direct"
            yield _Found(
                name=f"unit:0:0:{lun.unit}",
                path=key if direct else f"/dev/disk/by-path/{key}",
                kind="network" if direct else "block",
                size_bytes=lun.capacity - SECTOR_BYTES if direct else lun.capacity,
            )


def _scsi_luns(tx: Transaction, facts: PoolFacts) -> Iterator[_Found]:
    for each in Host(tx).attached_luns():
        if facts.source_name and facts.source_name != f"scsi_host{each.host}":
            continue
        yield _Found(
            name=f"unit:0:{each.port.target}:{each.unit}",
            path=f"/dev/disk/by-path/ccw-{each.fcp.bus_id}-fc-{each.port.wwpn}-lun-{each.lun.lun}",
            kind="block",
            size_bytes=each.lun.capacity,
        )


def _multipath_devices(tx: Transaction, _: PoolFacts) -> Iterator[_Found]:
    """One a LUN, however many ways lead to it; called by the kernel's number (libvirt's storage_backend_mpath.c)."""
    if not tx.inventory.has_multipath:
        return
    luns = {each.lun.identity: each.lun for each in Host(tx).attached_luns()}
    for number, (wwid, lun) in enumerate(luns.items()):
        yield _Found(name=f"dm-{number}", path=f"/dev/mapper/{wwid}", kind="block", size_bytes=lun.capacity)


def _xml(found: _Found) -> str:
    return (
        f"<volume type='{found.kind}'>\n"
        f"  <name>{found.name}</name>\n"
        f"  <key>{found.path}</key>\n"
        f"  <capacity unit='bytes'>{found.size_bytes}</capacity>\n"
        f"  <allocation unit='bytes'>{found.size_bytes}</allocation>\n"
        f"  <target>\n"
        f"    <path>{found.path}</path>\n"
        f"    <format type='raw'/>\n"
        f"  </target>\n"
        f"</volume>"
    )
