"""A running domain moves from one host of the store to another, in the phases of libvirt's protocol.

*Begin* checks at the source and makes the incoming domain at the target, paused; the guest runs on at the source until
*finish*, one transaction that starts it there and takes it away here. A job is a row of `migrations`: a peer-to-peer
one belongs to the source's daemon and ends by itself when its time has come (knob `migration`), a direct one is given
up when its client has died. Refusals and their order are those of libvirt 9.0.0 (qemu_migration.c).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated import channels, domain
from zkvm_provider.hypervisor.emulated.host import Host
from zkvm_provider.hypervisor.emulated.lifecycle import Pace
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.sources import DiskSource, disk_sources, volume_of
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.emulated.views import DomainView
from zkvm_provider.hypervisor.port import (
    ErrorCode,
    ErrorDomain,
    Migration,
    MigrationProgress,
    ObjectRef,
    PowerState,
)

PACE = "migration"
"""The knob, and the kind of transition, of a migration under way."""
_SHORTEST_S = 0.01
"""A migration that is quick still has a middle, in which it can be given up."""
_INCOMING = "migrating"
"""libvirt's reason for the paused domain at the target."""
_UNMIGRATABLE_HOSTDEVS = frozenset({"pci", "mdev", "scsi_host"})


def begin(tx: Transaction, ref: ObjectRef, target: str, how: Migration) -> str:
    """Check, and make the incoming domain. Answers the guest's uuid; the job ends at a later look."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        raise invalid(ErrorDomain.DOMAIN, "domain is not running")
    if job_of(tx, row["uuid"]) is not None:
        text = "cannot acquire state change lock (held by monitor=remoteDispatchDomainMigratePerform3Params)"
        raise refusal(ErrorCode.OPERATION_TIMEOUT, ErrorDomain.QEMU, f"Timed out during operation: {text}")
    if how.post_copy:
        text = "unable to execute QEMU command 'migrate-set-capabilities': Postcopy is not supported"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.QEMU, text)
    _refuse_what_cannot_go(row["live_xml"])
    if not how.unsafe:
        _refuse_unsafe(tx, row["live_xml"], how)
    if target == tx.host:
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.QEMU, f"Attempt to migrate guest to the same host {target}")
    _prepare(_at(tx, target), row, how)
    sql = "INSERT INTO migrations (host, uuid, target, client_pid, begun_s) VALUES (?, ?, ?, ?, ?)"
    tx.run(sql, tx.host, row["uuid"], target, None if how.uri else os.getpid(), tx.now_s)
    pace = Pace.parse(tx.knob(PACE, default="at-once", domain=row["name"]))
    due_s = None if pace.looks else tx.now_s + max(pace.seconds, _SHORTEST_S)
    tx.run("INSERT INTO transitions VALUES (?, ?, ?, ?, ?)", tx.host, row["uuid"], PACE, due_s, pace.looks or None)
    return str(row["uuid"])


def finish(tx: Transaction, uuid: str) -> None:
    """The guest runs at the target from now on, and only there; a direct job whose client has died is given up."""
    job = job_of(tx, uuid)
    row = tx.one("SELECT * FROM domains WHERE host = ? AND uuid = ?", tx.host, uuid)
    if job is None or row is None:
        return
    if job["client_pid"] is not None and not _is_alive(job["client_pid"]):
        _give_up(tx, job, row)
        return
    _end(tx, uuid)
    there = _at(tx, job["target"])
    was_paused = row["state"] == PowerState.PAUSED.value
    state, reason = (PowerState.PAUSED, "user") if was_paused else (PowerState.RUNNING, "migrated")
    there.change("domains", uuid, state=state.value, reason=reason, persistent=1, config_xml=row["config_xml"])
    there.change("domains", uuid, os_is_up=row["os_is_up"], driver_is_up=row["driver_is_up"])
    there.change("domains", uuid, balloon_target_kib=row["balloon_target_kib"], started_s=row["started_s"])
    sql = "INSERT INTO transitions SELECT ?, uuid, kind, due_s, looks_left FROM transitions WHERE host = ? AND uuid = ?"
    tx.run(sql, there.host, tx.host, uuid)
    there.emit(row["name"], "RESUMED", "MIGRATED")
    there.emit(row["name"], "DEFINED", "ADDED")
    _forget(tx, uuid)
    tx.emit(row["name"], "STOPPED", "MIGRATED")
    tx.emit(row["name"], "UNDEFINED", "REMOVED")


def has_arrivals(tx: Transaction) -> bool:
    """Whether a guest that comes here from another host is due."""
    return bool(_arrivals(tx))


def settle_arrivals(tx: Transaction) -> None:
    """Let guests arrive that are due, by whichever of the two hosts is looked at."""
    for row in _arrivals(tx):
        finish(_at(tx, row["host"]), row["uuid"])


def _arrivals(tx: Transaction) -> Sequence[sqlite3.Row]:
    return tx.rows(
        "SELECT host, uuid FROM migrations JOIN transitions USING (host, uuid)"
        " WHERE target = ? AND kind = ? AND due_s <= ?",
        *(tx.host, PACE, tx.now_s),
    )


def lose_arrivals(tx: Transaction) -> None:
    """This host goes down: guests that were on their way here go on where they come from."""
    for job in tx.rows("SELECT * FROM migrations WHERE target = ?", tx.host):
        source = _at(tx, job["host"])
        row = source.one("SELECT * FROM domains WHERE host = ? AND uuid = ?", source.host, job["uuid"])
        if row is not None:
            _give_up(source, job, row)


def abort(tx: Transaction, ref: ObjectRef) -> None:
    """virDomainAbortJob: the guest goes on here as if nothing had been."""
    row = tx.find(ref)
    job = job_of(tx, row["uuid"])
    if job is None:
        raise invalid(ErrorDomain.QEMU, "no job is active on the domain")
    _give_up(tx, job, row)


def progress(tx: Transaction, ref: ObjectRef) -> MigrationProgress | None:
    """virDomainGetJobStats: a third of the memory is over after the first look, and so on."""
    row = tx.find(ref)
    job = job_of(tx, row["uuid"])
    if job is None:
        sql = "SELECT 1 FROM migrations WHERE target = ? AND uuid = ?"
        return None if tx.one(sql, tx.host, row["uuid"]) is None else MigrationProgress(is_incoming=True)
    total = row["max_memory_kib"] * 1024
    elapsed_ms = int((tx.now_s - job["begun_s"]) * 1000)
    return MigrationProgress(elapsed_ms=elapsed_ms, total_bytes=total, remaining_bytes=total // 2)


def job_of(tx: Transaction, uuid: str) -> sqlite3.Row | None:
    """The outgoing migration of a domain."""
    return tx.one("SELECT * FROM migrations WHERE host = ? AND uuid = ?", tx.host, uuid)


def guest_is_off(tx: Transaction, row: sqlite3.Row) -> None:
    """The guest ended at the source: there is nothing left to move."""
    job = job_of(tx, row["uuid"])
    if job is not None:
        _give_up(tx, job, row)


def aborted(name: str) -> BackendError:
    """What the migrating client hears when its job was given up."""
    text = f"migration out job: canceled by client ({name})"
    return refusal(ErrorCode.OPERATION_ABORTED, ErrorDomain.QEMU, text)


def _prepare(there: Transaction, row: sqlite3.Row, how: Migration) -> None:
    """The target's part: the name must be free, and everything the guest uses must be there too."""
    uuid, name = row["uuid"], row["name"]
    named = there.one("SELECT uuid FROM domains WHERE host = ? AND name = ?", there.host, name)
    if named is not None and named["uuid"] != uuid:
        text = f"domain '{name}' already exists with uuid {named['uuid']}"
        raise refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.DOMAIN, text)
    held = there.one("SELECT * FROM domains WHERE host = ? AND uuid = ?", there.host, uuid)
    if held is not None and held["live_xml"] is not None:
        raise invalid(ErrorDomain.DOMAIN, f"domain is already active as '{name}'")
    moving = _migratable(there, row)
    if how.copy_storage == "incremental":
        _refuse_to_make_images(there, moving)
    number = there.count("domain_id", 1)
    live = domain.start(moving, world=DomainView(there, uuid), domain_id=number, profile=there.profile)
    live = domain.set_memory(live, row["current_memory_kib"], live=True)
    if held is None:
        there.run(
            "INSERT INTO domains (host, uuid, name, config_xml, persistent, state, reason, max_memory_kib,"
            " current_memory_kib, vcpus, vcpus_max) VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)",
            *(there.host, uuid, name, row["config_xml"], PowerState.PAUSED.value, _INCOMING),
            *(row["max_memory_kib"], row["current_memory_kib"], row["vcpus"], row["vcpus_max"]),
        )
    there.change("domains", uuid, live_xml=live, domain_id=number, state=PowerState.PAUSED.value, reason=_INCOMING)
    there.change("domains", uuid, max_memory_kib=row["max_memory_kib"], current_memory_kib=row["current_memory_kib"])
    there.change("domains", uuid, vcpus=row["vcpus"], vcpus_max=row["vcpus_max"])
    channels.lay_out(there, uuid, live)
    there.emit(name, "STARTED", "MIGRATED")


def _refuse_to_make_images(there: Transaction, xml: str) -> None:
    """qemuMigrationDstPrecreateStorage: a layer goes into a file that is there, and a volume has no path as yet."""
    for disk in disk_sources(xml):
        is_copied = not (disk.is_network or disk.is_read_only or disk.is_shareable) and (disk.path or disk.volume)
        if is_copied and not (disk.path and Host(there).file_exists(disk.path)):
            text = "pre-creation of storage targets for incremental storage migration is not supported"
            raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


def _migratable(there: Transaction, row: sqlite3.Row) -> str:
    """The running guest's XML as the target is told it (VIR_DOMAIN_XML_MIGRATABLE), in inactive form."""
    offered = there.inventory.virt_types
    live = _with_networks(row["live_xml"])
    return domain.define(live, profile=there.profile, virt_types=offered, validate=False, dice=there.dice).xml


def _with_networks(live_xml: str) -> str:
    """A live interface tells what its network made of it; the target's network of that name decides anew."""
    root = etree.fromstring(live_xml.encode())
    for interface in root.iterfind("devices/interface"):
        source = interface.find("source")
        name = source.get("network") if source is not None else None
        if source is not None and name:
            interface.set("type", "network")
            for other in set(source.attrib) - {"network", "portgroup"}:
                del source.attrib[other]
    return etree.tostring(root, encoding="unicode")


def _refuse_what_cannot_go(xml: str) -> None:
    """qemuMigrationSrcIsAllowed."""
    devices = etree.fromstring(xml.encode()).find("devices")
    for hostdev in devices.iterfind("hostdev") if devices is not None else ():
        kind = hostdev.get("type") or ""
        if kind in _UNMIGRATABLE_HOSTDEVS:
            text = f"cannot migrate a domain with <hostdev mode='subsystem' type='{kind}'>"
            raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)
    if devices is not None and devices.find("filesystem/driver[@type='virtiofs']") is not None:
        raise invalid(ErrorDomain.QEMU, "migration with virtiofs device is not supported")


def _refuse_unsafe(tx: Transaction, xml: str, how: Migration) -> None:
    """qemuMigrationSrcIsSafe: files must lie on a shared file system; QEMU 7.2 drops caches itself."""
    if not how.copy_storage and any(_is_local_file(tx, disk) for disk in disk_sources(xml)):
        raise refusal(ErrorCode.MIGRATE_UNSAFE, ErrorDomain.QEMU, "Migration without shared storage is unsafe")


def _is_local_file(tx: Transaction, disk: DiskSource) -> bool:
    row = volume_of(tx, disk)
    path = str(row["path"]) if row is not None else disk.path
    if disk.is_network or not path or path.startswith("/dev/") or disk.is_read_only:
        return False
    return not Host(tx).is_shared(path)


def _give_up(tx: Transaction, job: sqlite3.Row, row: sqlite3.Row) -> None:
    _end(tx, row["uuid"])
    there = _at(tx, job["target"])
    incoming = there.one("SELECT * FROM domains WHERE host = ? AND uuid = ?", there.host, row["uuid"])
    if incoming is not None and incoming["persistent"]:
        off = {"live_xml": None, "domain_id": None, "state": PowerState.SHUTOFF.value, "reason": "failed"}
        there.change("domains", row["uuid"], **off)
        _release(there, row["uuid"])
    else:
        _forget(there, row["uuid"])
    there.emit(row["name"], "STOPPED", "FAILED")


def _forget(tx: Transaction, uuid: str) -> None:
    _release(tx, uuid)
    tx.run("DELETE FROM domains WHERE host = ? AND uuid = ?", tx.host, uuid)


def _release(tx: Transaction, uuid: str) -> None:
    channels.forget(tx, uuid)
    tx.run("DELETE FROM transitions WHERE host = ? AND uuid = ?", tx.host, uuid)
    tx.run("DELETE FROM allocations WHERE host = ? AND uuid = ?", tx.host, uuid)


def _end(tx: Transaction, uuid: str) -> None:
    tx.run("DELETE FROM migrations WHERE host = ? AND uuid = ?", tx.host, uuid)
    tx.run("DELETE FROM transitions WHERE host = ? AND uuid = ? AND kind = ?", tx.host, uuid, PACE)


def _at(tx: Transaction, host: str) -> Transaction:
    return Transaction(tx.db, host=host, now_s=tx.now_s, profile=tx.profile)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
