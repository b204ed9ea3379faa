"""Storage pools: the port's verbs on rows; the rules for their XML are elsewhere."""

from __future__ import annotations

import sqlite3

from zkvm_provider.hypervisor.emulated import discovery
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.pool import (
    KINDS,
    ChangeKind,
    PoolFacts,
    Space,
    build_pool,
    define_pool,
    delete_pool,
    pool_facts,
    pool_space,
    pool_xml,
    start_pool,
)
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.emulated.views import PoolView
from zkvm_provider.hypervisor.emulated.volume import probe_volume
from zkvm_provider.hypervisor.port import ErrorDomain, ObjectInfo, ObjectKind, ObjectRef, PoolInfo


def define(tx: Transaction, xml: str, *, validate: bool) -> ObjectRef:
    """virStoragePoolDefineXML: an active pool goes on as it is until it is restarted."""
    made = define_pool(xml, PoolView(tx), tx.dice, validate=validate)
    tx.journalled_object = f"pool '{made.name}'"
    facts = pool_facts(made.xml)
    known = tx.one("SELECT live_xml FROM pools WHERE host = ? AND uuid = ?", tx.host, made.uuid)
    if known is None:
        sql = "INSERT INTO pools (host, uuid, name, config_xml, kind, target) VALUES (?, ?, ?, ?, ?, ?)"
        tx.run(sql, tx.host, made.uuid, made.name, made.xml, facts.kind, _target(facts))
    else:
        tx.change("pools", made.uuid, config_xml=made.xml)
        if known["live_xml"] is None:
            tx.change("pools", made.uuid, kind=facts.kind, target=_target(facts))
    tx.emit(made.name, "POOL_DEFINED")
    return ObjectRef(kind=ObjectKind.POOL, name=made.name, uuid=made.uuid)


def undefine(tx: Transaction, ref: ObjectRef) -> None:
    """virStoragePoolUndefine: refused while active; what it holds stays."""
    row = inactive(tx, ref, "still active")
    tx.run("DELETE FROM pools WHERE host = ? AND uuid = ?", tx.host, row["uuid"])
    tx.emit(row["name"], "POOL_UNDEFINED")


def start(tx: Transaction, ref: ObjectRef) -> None:
    """virStoragePoolCreate: the folder, device or volume group must be there."""
    row = inactive(tx, ref, "already active")
    xml = start_pool(row["config_xml"], PoolView(tx))
    facts = pool_facts(xml)
    tx.change("pools", row["uuid"], config_xml=xml, live_xml=xml, kind=facts.kind, target=_target(facts))
    _look_at_contents(tx, facts)
    tx.emit(row["name"], "POOL_STARTED")


def stop(tx: Transaction, ref: ObjectRef) -> None:
    """virStoragePoolDestroy: the data stays."""
    row = active(tx, ref)
    tx.change("pools", row["uuid"], live_xml=None)
    tx.emit(row["name"], "POOL_STOPPED")


def kinds() -> tuple[str, ...]:
    """Types with a backend (virConnectGetStoragePoolCapabilities)."""
    return tuple(sorted(name for name, kind in KINDS.items() if kind.is_installed))


def build(tx: Transaction, ref: ObjectRef, *, formats: bool) -> None:
    """virStoragePoolBuild, with NO_OVERWRITE where a file system is to be made."""
    row = inactive(tx, ref, "already active")
    view = PoolView(tx)
    view.apply(build_pool(row["config_xml"], view, formats=formats))


def delete(tx: Transaction, ref: ObjectRef) -> None:
    """virStoragePoolDelete: a volume group goes with its logical volumes, a folder only when it is empty."""
    row = inactive(tx, ref, "still active")
    view = PoolView(tx)
    changes = delete_pool(row["config_xml"], view)
    view.apply(changes)
    if any(change.kind is ChangeKind.REMOVE_VOLUME_GROUP for change in changes):
        tx.run("DELETE FROM volumes WHERE host = ? AND target = ?", tx.host, row["target"])


def refresh(tx: Transaction, ref: ObjectRef) -> None:
    """virStoragePoolRefresh: libvirt reads format features off the images again."""
    row = active(tx, ref)
    _look_at_contents(tx, pool_facts(row["live_xml"]))


def set_autostart(tx: Transaction, ref: ObjectRef, autostart: bool) -> None:
    """virStoragePoolSetAutostart."""
    tx.change("pools", tx.find(ref)["uuid"], autostart=int(autostart))


def dump(tx: Transaction, ref: ObjectRef, *, live: bool) -> str:
    """virStoragePoolGetXMLDesc, with sizes while active."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        return pool_xml(row["config_xml"], None)
    space = _space(tx, row)
    return pool_xml(row["live_xml"] if live else row["config_xml"], space)


def info(tx: Transaction, ref: ObjectRef) -> PoolInfo:
    """virStoragePoolGetInfo: zeros for an inactive pool."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        return PoolInfo(active=False, capacity_bytes=0, allocation_bytes=0, available_bytes=0)
    space = _space(tx, row)
    return PoolInfo(
        active=True,
        capacity_bytes=space.capacity_bytes,
        allocation_bytes=space.allocation_bytes,
        available_bytes=space.available_bytes,
    )


def listed(tx: Transaction) -> tuple[ObjectInfo, ...]:
    """Every pool by name."""
    sql = "SELECT name, uuid, live_xml IS NOT NULL AS active, autostart FROM pools WHERE host = ? ORDER BY name"
    return tuple(
        ObjectInfo(
            ref=ObjectRef(kind=ObjectKind.POOL, name=row["name"], uuid=row["uuid"]),
            active=bool(row["active"]),
            autostart=bool(row["autostart"]),
        )
        for row in tx.rows(sql, tx.host)
    )


def active(tx: Transaction, ref: ObjectRef) -> sqlite3.Row:
    """The row of an active pool, or libvirt's refusal."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        raise invalid(ErrorDomain.STORAGE, f"storage pool '{row['name']}' is not active")
    return row


def inactive(tx: Transaction, ref: ObjectRef, otherwise: str) -> sqlite3.Row:
    """The row of an inactive pool; `otherwise` ends libvirt's refusal."""
    row = tx.find(ref)
    if row["live_xml"] is not None:
        raise invalid(ErrorDomain.STORAGE, f"storage pool '{row['name']}' is {otherwise}")
    return row


def _space(tx: Transaction, row: sqlite3.Row) -> Space:
    """The pool's own space, or that of the LUNs found in it, which are in use as a whole."""
    if row["kind"] not in discovery.KINDS:
        return pool_space(row["live_xml"], PoolView(tx))
    found = tx.rows("SELECT capacity_bytes FROM volumes WHERE host = ? AND target = ?", tx.host, row["target"])
    total = sum(int(lun["capacity_bytes"]) for lun in found)
    return Space(capacity_bytes=total, allocation_bytes=total)


def _target(facts: PoolFacts) -> str:
    """Where the pool's volumes are: its folder, or its source where it has none."""
    source = ",".join((*facts.hosts, *facts.devices, facts.source_name))
    return facts.target if facts.kind not in discovery.KINDS else f"{facts.kind}:{source}"


def _look_at_contents(tx: Transaction, facts: PoolFacts) -> None:
    target = _target(facts)
    if facts.kind in discovery.KINDS:
        discovery.look(tx, facts, target)
        return
    _find_what_others_made(tx, target)
    for row in tx.rows("SELECT path, xml FROM volumes WHERE host = ? AND target = ?", tx.host, target):
        probed = probe_volume(row["xml"])
        if probed != row["xml"]:
            tx.run("UPDATE volumes SET xml = ? WHERE host = ? AND path = ?", probed, tx.host, row["path"])


def _find_what_others_made(tx: Transaction, target: str) -> None:
    """Images that other hosts of the store put into the same folder of a shared file system."""
    if Host(tx).is_shared(f"{target}/"):
        columns = (
            "path, target, name, format, capacity_bytes, allocation_bytes, physical_bytes, backing_path, bootable, xml"
        )
        tx.run(
            f"INSERT OR IGNORE INTO volumes (host, {columns}) SELECT ?, {columns} FROM volumes"  # noqa: S608
            " WHERE target = ? AND host <> ?",
            *(tx.host, target, tx.host),
        )
