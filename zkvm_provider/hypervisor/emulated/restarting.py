"""A host goes down and comes up again: what ran is gone, what starts with the host is started.

After a restart libvirt knows its persistent objects only, all of them off; then it starts networks, pools and domains
with the autostart mark, and goes on where one of them cannot be started.
"""

from __future__ import annotations

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated import migrating, networks, pools, power
from zkvm_provider.hypervisor.emulated.lifecycle import Act
from zkvm_provider.hypervisor.emulated.transaction import Transaction
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef


def restart(tx: Transaction) -> None:
    """The power of the machine is cut and comes back."""
    migrating.lose_arrivals(tx)
    for row in tx.rows("SELECT * FROM domains WHERE host = ? AND live_xml IS NOT NULL", tx.host):
        power.lose(tx, row)
    tx.run("DELETE FROM networks WHERE host = ? AND NOT persistent", tx.host)
    for table in ("networks", "pools"):
        tx.run(f"UPDATE {table} SET live_xml = NULL WHERE host = ?", tx.host)  # noqa: S608 -- names of our own tables
    for kind, table in ((ObjectKind.NETWORK, "networks"), (ObjectKind.POOL, "pools"), (ObjectKind.DOMAIN, "domains")):
        sql = f"SELECT name, uuid FROM {table} WHERE host = ? AND autostart ORDER BY name"  # noqa: S608 -- ditto
        for row in tx.rows(sql, tx.host):
            _start(tx, ObjectRef(kind=kind, name=row["name"], uuid=row["uuid"]))


def _start(tx: Transaction, ref: ObjectRef) -> None:
    tx.db.execute("SAVEPOINT autostart")
    try:
        match ref.kind:
            case ObjectKind.NETWORK:
                networks.start(tx, ref)
            case ObjectKind.POOL:
                pools.start(tx, ref)
            case _:
                power.act(tx, tx.find(ref), Act.START)
    except BackendError as failure:
        tx.db.execute("ROLLBACK TO autostart")
        tx.emit(ref.name, "AUTOSTART_FAILED", failure.message)
    tx.db.execute("RELEASE autostart")
