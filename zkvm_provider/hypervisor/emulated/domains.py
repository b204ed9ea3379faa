"""Domains: the verbs that define, describe and tune them (power and devices have files of their own)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable

from zkvm_provider.hypervisor.emulated import domain, power
from zkvm_provider.hypervisor.emulated.domain.tune import COUNTED
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.port import (
    DomainStats,
    ErrorCode,
    ErrorDomain,
    ObjectInfo,
    ObjectKind,
    ObjectRef,
    PowerState,
    Scope,
)

IDLE_SHARE = 0.08
"""Share of a processor an idle guest uses: the middle of what was measured for a small one."""

_COUNTED = re.compile(rf"<iothreadids {COUNTED}='[^']*'>")
_PASSWORD = re.compile(r"(<graphics [^>]*?) passwd='[^']*'(?: passwdValidTo='[^']*')?")

Rewrite = Callable[[str, bool], str]
"""From an XML and whether it is the live one to the new XML; raises libvirt's refusal."""


def define(tx: Transaction, xml: str, *, validate: bool) -> ObjectRef:
    """virDomainDefineXMLFlags: make or replace the persistent configuration; a running guest goes on."""
    made = domain.define(xml, profile=tx.profile, virt_types=tx.inventory.virt_types, validate=validate, dice=tx.dice)
    tx.journalled_object = f"domain '{made.name}'"
    same = tx.one("SELECT * FROM domains WHERE host = ? AND uuid = ?", tx.host, made.uuid)
    named = tx.one("SELECT uuid FROM domains WHERE host = ? AND name = ?", tx.host, made.name)
    if same is not None and same["name"] != made.name:
        raise _taken(f"domain '{same['name']}' is already defined with uuid {made.uuid}")
    if named is not None and named["uuid"] != made.uuid:
        raise _taken(f"domain '{made.name}' already exists with uuid {named['uuid']}")
    if same is None:
        tx.run(
            "INSERT INTO domains (host, uuid, name, config_xml, state, reason, max_memory_kib,"
            " current_memory_kib, vcpus, vcpus_max) VALUES (?, ?, ?, ?, ?, 'unknown', ?, ?, ?, ?)",
            *(tx.host, made.uuid, made.name, made.xml, PowerState.SHUTOFF.value),
            *(made.memory_kib, made.current_memory_kib, made.vcpus_current, made.vcpus_max),
        )
    else:
        tx.change("domains", made.uuid, config_xml=made.xml, persistent=1)
        if same["live_xml"] is None:
            _show(tx, made.uuid, made)
    tx.emit(made.name, "DEFINED", "ADDED" if same is None else "UPDATED")
    return ObjectRef(kind=ObjectKind.DOMAIN, name=made.name, uuid=made.uuid)


def undefine(tx: Transaction, ref: ObjectRef) -> None:
    """virDomainUndefine: a running domain becomes transient."""
    row = tx.find(ref)
    if not row["persistent"]:
        raise invalid(ErrorDomain.QEMU, "cannot undefine transient domain")
    if row["live_xml"] is None:
        tx.run("DELETE FROM domains WHERE host = ? AND uuid = ?", tx.host, row["uuid"])
    else:
        tx.change("domains", row["uuid"], persistent=0, autostart=0)
    tx.emit(row["name"], "UNDEFINED", "REMOVED")


def rename(tx: Transaction, ref: ObjectRef, name: str) -> ObjectRef:
    """virDomainRename, for stopped persistent domains."""
    row = tx.find(ref)
    if row["live_xml"] is not None:
        raise invalid(ErrorDomain.QEMU, "cannot rename active domain")
    if name == row["name"]:
        raise invalid(ErrorDomain.DOMAIN, "Can't rename domain to itself")
    if tx.one("SELECT 1 FROM domains WHERE host = ? AND name = ?", tx.host, name) is not None:
        raise invalid(ErrorDomain.DOMAIN, f"domain with name '{name}' already exists")
    tx.change("domains", row["uuid"], config_xml=domain.rename(row["config_xml"], name), name=name)
    tx.run("UPDATE knobs SET domain = ? WHERE host = ? AND domain = ?", name, tx.host, row["name"])
    tx.emit(row["name"], "UNDEFINED", "RENAMED")
    tx.emit(name, "DEFINED", "RENAMED")
    return ObjectRef(kind=ObjectKind.DOMAIN, name=name, uuid=row["uuid"])


def set_autostart(tx: Transaction, ref: ObjectRef, autostart: bool) -> None:
    """virDomainSetAutostart."""
    row = tx.find(ref)
    if not row["persistent"]:
        raise invalid(ErrorDomain.QEMU, "cannot set autostart for transient domain")
    tx.change("domains", row["uuid"], autostart=int(autostart))


def dump(tx: Transaction, ref: ObjectRef, *, live: bool) -> str:
    """virDomainGetXMLDesc: the running configuration if wanted and there, otherwise the persistent one.

    Passwords of displays are in the persistent one only, which the port asks for with VIR_DOMAIN_XML_SECURE.
    """
    row = tx.find(ref)
    xml = str(row["live_xml"] if live and row["live_xml"] is not None else row["config_xml"])
    if live and f"<iothreadids {COUNTED}=" in xml:
        xml = _COUNTED.sub("<iothreadids>", xml)
    return _PASSWORD.sub(r"\1", xml) if live and "<graphics " in xml else xml


def listed(tx: Transaction) -> tuple[ObjectInfo, ...]:
    """Every domain by name, without a look into its XML."""
    rows = tx.rows(
        "SELECT name, uuid, state, persistent, autostart, domain_id FROM domains WHERE host = ? ORDER BY name",
        tx.host,
    )
    return tuple(_info(row) for row in rows)


def stats(tx: Transaction) -> tuple[DomainStats, ...]:
    """virConnectGetAllDomainStats, from columns alone."""
    rows = tx.rows(
        "SELECT name, uuid, state, reason, current_memory_kib, max_memory_kib, vcpus, vcpus_max, started_s,"
        " driver_is_up FROM domains WHERE host = ? ORDER BY name",
        tx.host,
    )
    return tuple(_stats(tx, row) for row in rows)


def row_of(tx: Transaction, ref: ObjectRef) -> tuple[ObjectInfo, DomainStats]:
    """virDomainListGetStats of one domain, with what a list tells of it."""
    row = tx.find(ref)
    return _info(row), _stats(tx, row)


def _info(row: sqlite3.Row) -> ObjectInfo:
    return ObjectInfo(
        ref=ObjectRef(kind=ObjectKind.DOMAIN, name=row["name"], uuid=row["uuid"]),
        active=row["domain_id"] is not None,
        persistent=bool(row["persistent"]),
        autostart=bool(row["autostart"]),
        state=PowerState(row["state"]),
        domain_id=row["domain_id"],
    )


def _stats(tx: Transaction, row: sqlite3.Row) -> DomainStats:
    return DomainStats(
        ref=ObjectRef(kind=ObjectKind.DOMAIN, name=row["name"], uuid=row["uuid"]),
        state=PowerState(row["state"]),
        state_reason=row["reason"],
        current_memory_kib=row["current_memory_kib"],
        max_memory_kib=row["max_memory_kib"],
        vcpus_current=row["vcpus"],
        vcpus_max=row["vcpus_max"],
        cpu_time_ns=_cpu_time_ns(tx, row["started_s"]),
        balloon_driver_is_up=bool(row["driver_is_up"]),
    )


def set_memory(tx: Transaction, ref: ObjectRef, kib: int, scope: Scope) -> None:
    """virDomainSetMemoryFlags. Live it is the balloon's target, reached when the guest's driver is up."""
    row = tx.find(ref)
    check_scope(row, scope)
    if Scope.CONFIG in scope:
        rewrite(tx, row, Scope.CONFIG, lambda xml, live: domain.set_memory(xml, kib, live=live))
    if Scope.LIVE in scope:
        domain.set_memory(row["live_xml"], kib, live=True)  # refuses what libvirt refuses
        if "<memballoon model='none'" in row["live_xml"]:
            raise invalid(ErrorDomain.QEMU, "Unable to change memory of active domain without the balloon device")
        power.follow_balloon(tx, row, kib)


def set_max_memory(tx: Transaction, ref: ObjectRef, kib: int, scope: Scope) -> None:
    """virDomainSetMemoryFlags with VIR_DOMAIN_MEM_MAXIMUM."""
    rewrite(tx, tx.find(ref), scope, lambda xml, live: domain.set_max_memory(xml, kib, live=live))


def set_vcpus(tx: Transaction, ref: ObjectRef, count: int, scope: Scope, *, maximum: bool) -> None:
    """virDomainSetVcpusFlags."""
    rewrite(
        tx,
        tx.find(ref),
        scope,
        lambda xml, live: domain.set_vcpus(xml, count, live=live, profile=tx.profile, maximum=maximum),
    )


def add_iothread(tx: Transaction, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
    """virDomainAddIOThread."""
    rewrite(tx, tx.find(ref), scope, lambda xml, live: domain.add_iothread(xml, iothread_id, live=live))


def del_iothread(tx: Transaction, ref: ObjectRef, iothread_id: int, scope: Scope) -> None:
    """virDomainDelIOThread."""
    rewrite(tx, tx.find(ref), scope, lambda xml, live: domain.del_iothread(xml, iothread_id, live=live))


def set_metadata(
    tx: Transaction, ref: ObjectRef, namespace: str, prefix: str, element: str | None, scope: Scope
) -> None:
    """virDomainSetMetadata with VIR_DOMAIN_METADATA_ELEMENT."""
    row = tx.find(ref)
    rewrite(tx, row, scope, lambda xml, _: domain.set_metadata(xml, namespace, prefix, element))
    tx.emit(row["name"], "METADATA_CHANGE", namespace)


def metadata(tx: Transaction, ref: ObjectRef, namespace: str) -> str | None:
    """virDomainGetMetadata of the persistent configuration; None where libvirt says NO_DOMAIN_METADATA."""
    return domain.metadata(tx.find(ref)["config_xml"], namespace)


def rewrite(tx: Transaction, row: sqlite3.Row, scope: Scope, new_xml: Rewrite) -> str | None:
    """Change the XML of the scopes: first CONFIG, then LIVE, both or none. Answers the new live XML, if any."""
    check_scope(row, scope)
    config = new_xml(row["config_xml"], False) if Scope.CONFIG in scope else None
    live = new_xml(row["live_xml"], True) if Scope.LIVE in scope else None
    if config is not None:
        tx.change("domains", row["uuid"], config_xml=config)
    if live is not None:
        tx.change("domains", row["uuid"], live_xml=live)
    shown = live if row["live_xml"] is not None else config
    if shown is not None:
        _show(tx, row["uuid"], domain.describe(shown))
    return live


def check_scope(row: sqlite3.Row, scope: Scope) -> None:
    """virDomainObjUpdateModificationImpact: the wanted configuration must be there."""
    if Scope.LIVE in scope and row["live_xml"] is None:
        raise invalid(ErrorDomain.DOMAIN, "domain is not running")
    if Scope.CONFIG in scope and not row["persistent"]:
        raise invalid(ErrorDomain.DOMAIN, "transient domains do not have any persistent config")


def _show(tx: Transaction, uuid: str, facts: domain.Definition) -> None:
    """Bring the columns that lists and statistics read in line with the XML in force."""
    tx.change(
        "domains",
        uuid,
        max_memory_kib=facts.memory_kib,
        current_memory_kib=facts.current_memory_kib,
        vcpus=facts.vcpus_current,
        vcpus_max=facts.vcpus_max,
    )


def _cpu_time_ns(tx: Transaction, started_s: float | None) -> int:
    return 0 if started_s is None else int(max(0.0, tx.now_s - started_s) * IDLE_SHARE * 1_000_000_000)


def _taken(text: str) -> Exception:
    return refusal(ErrorCode.OPERATION_FAILED, ErrorDomain.DOMAIN, text)
