"""Networks: the port's verbs on rows; the rules for their XML are elsewhere."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.network import define_network, start_network, update_network
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.emulated.views import NetworkView, bridge_name
from zkvm_provider.hypervisor.network_update import NetworkUpdate
from zkvm_provider.hypervisor.port import ErrorDomain, ObjectInfo, ObjectKind, ObjectRef, Scope


def define(tx: Transaction, xml: str, *, validate: bool) -> ObjectRef:
    """virNetworkDefineXML: a running network goes on as it is until it is restarted."""
    made = define_network(xml, NetworkView(tx), tx.dice, validate=validate)
    tx.journalled_object = f"network '{made.name}'"
    known = tx.one("SELECT 1 FROM networks WHERE host = ? AND uuid = ?", tx.host, made.uuid)
    if known is None:
        sql = "INSERT INTO networks (host, uuid, name, config_xml) VALUES (?, ?, ?, ?)"
        tx.run(sql, tx.host, made.uuid, made.name, made.xml)
    else:
        tx.change("networks", made.uuid, config_xml=made.xml, persistent=1)
    tx.emit(made.name, "NETWORK_DEFINED")
    return ObjectRef(kind=ObjectKind.NETWORK, name=made.name, uuid=made.uuid)


def undefine(tx: Transaction, ref: ObjectRef) -> None:
    """virNetworkUndefine: an active network becomes transient, whoever uses it."""
    row = tx.find(ref)
    if not row["persistent"]:
        raise invalid(ErrorDomain.NETWORK, "can't undefine transient network")
    if row["live_xml"] is None:
        tx.run("DELETE FROM networks WHERE host = ? AND uuid = ?", tx.host, row["uuid"])
    else:
        tx.change("networks", row["uuid"], persistent=0, autostart=0)
    tx.emit(row["name"], "NETWORK_UNDEFINED")


def start(tx: Transaction, ref: ObjectRef) -> None:
    """virNetworkCreate."""
    row = tx.find(ref)
    if row["live_xml"] is not None:
        raise invalid(ErrorDomain.NETWORK, "network is already active")
    tx.change("networks", row["uuid"], live_xml=start_network(row["config_xml"], NetworkView(tx)))
    tx.emit(row["name"], "NETWORK_STARTED")


def stop(tx: Transaction, ref: ObjectRef) -> None:
    """virNetworkDestroy: not refused while guests use it."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        raise invalid(ErrorDomain.NETWORK, f"network '{row['name']}' is not active")
    if row["persistent"]:
        tx.change("networks", row["uuid"], live_xml=None)
    else:
        tx.run("DELETE FROM networks WHERE host = ? AND uuid = ?", tx.host, row["uuid"])
    tx.emit(row["name"], "NETWORK_STOPPED")


def update(tx: Transaction, ref: ObjectRef, update: NetworkUpdate, scope: Scope) -> None:
    """virNetworkUpdate: the running network first, then its definition; one transaction, so both or none."""
    row = tx.find(ref)
    if Scope.LIVE in scope and row["live_xml"] is None:
        raise invalid(ErrorDomain.NETWORK, "network is not running")
    if Scope.CONFIG in scope and not row["persistent"]:
        raise invalid(ErrorDomain.NETWORK, "cannot change persistent config of a transient network")
    if Scope.LIVE in scope:
        tx.change("networks", row["uuid"], live_xml=update_network(row["live_xml"], update))
    if Scope.CONFIG in scope:
        tx.change("networks", row["uuid"], config_xml=update_network(row["config_xml"], update))
    tx.emit(row["name"], "NETWORK_UPDATED")


def set_autostart(tx: Transaction, ref: ObjectRef, autostart: bool) -> None:
    """virNetworkSetAutostart."""
    row = tx.find(ref)
    if not row["persistent"]:
        raise invalid(ErrorDomain.NETWORK, "cannot set autostart for transient network")
    tx.change("networks", row["uuid"], autostart=int(autostart))


def dump(tx: Transaction, ref: ObjectRef, *, live: bool) -> str:
    """virNetworkGetXMLDesc."""
    row = tx.find(ref)
    return str(row["live_xml"] if live and row["live_xml"] is not None else row["config_xml"])


def listed(tx: Transaction) -> tuple[ObjectInfo, ...]:
    """Every network by name."""
    rows = tx.rows(
        "SELECT name, uuid, live_xml IS NOT NULL AS active, persistent, autostart FROM networks"
        " WHERE host = ? ORDER BY name",
        tx.host,
    )
    return tuple(
        ObjectInfo(
            ref=ObjectRef(kind=ObjectKind.NETWORK, name=row["name"], uuid=row["uuid"]),
            active=bool(row["active"]),
            persistent=bool(row["persistent"]),
            autostart=bool(row["autostart"]),
        )
        for row in rows
    )


def bridges(tx: Transaction) -> tuple[str, ...]:
    """The Linux bridges that active networks made (not those they only use)."""
    sql = "SELECT live_xml FROM networks WHERE host = ? AND live_xml IS NOT NULL ORDER BY name"
    names = (bridge_name(row["live_xml"]) for row in tx.rows(sql, tx.host))
    return tuple(name for name in names if name and name not in tx.inventory.interfaces)
