"""One host of one store, verb by verb: transaction, journal and what is due, in one place.

A verb is one SQLite transaction: first what is due by the clock happens, then the verb, then its journal row.
A refused verb leaves only that row. The journal has names and outcomes, never XML.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from zkvm_provider.clock import Clock
from zkvm_provider.errors import BackendError, NotFound, ZkvmError
from zkvm_provider.hypervisor.emulated import power
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text, parse_inventory
from zkvm_provider.hypervisor.emulated.store import Store
from zkvm_provider.hypervisor.emulated.transaction import Transaction

DONE = "done"


class Session:
    """The host named `host` in `store`; `create` permits to add it, with `inventory` or the built-in one."""

    def __init__(self, store: Store, host: str, clock: Clock, *, create: bool, inventory: str = "") -> None:
        self.store = store
        self.host = host
        self.clock = clock
        if inventory:
            parse_inventory(inventory)
        stored = self._stored_inventory()
        if stored is None and not create:
            raise NotFound(
                f"emulated host {host!r}",
                where=f"emulator store {store.path}",
                remedy=f"make it with `zkvm emulator reset --host {host}`, or let `pulumi up` make it",
            )
        if create and (stored is None or (inventory and inventory != stored)):
            with store.write() as db:
                db.execute(
                    "INSERT INTO hosts VALUES (?, ?) ON CONFLICT (host) DO UPDATE SET inventory = ?2 WHERE ?3",
                    (host, inventory or default_inventory_text(), bool(inventory)),
                )

    @contextmanager
    def verb(self, name: str, what: str) -> Iterator[Transaction]:
        """A transaction in which the verb `name` may change things; `what` is the object for the journal."""
        refused: ZkvmError | None = None
        with self.store.write() as db:
            tx = self._transaction(db)
            if power.has_due(tx):
                power.settle(tx, is_look=False)
            tx.journalled_object = what
            db.execute("SAVEPOINT verb")
            try:
                yield tx
            except ZkvmError as failure:
                db.execute("ROLLBACK TO verb")
                refused = failure
            db.execute("RELEASE verb")
            tx.run(
                "INSERT INTO journal (time_s, host, verb, object, outcome) VALUES (?, ?, ?, ?, ?)",
                *(tx.now_s, self.host, name, tx.journalled_object, _outcome(refused)),
            )
        if refused is not None:
            raise _named(refused, name, tx.journalled_object)

    @contextmanager
    def look(self, name: str, what: str = "") -> Iterator[Transaction]:
        """A consistent view for a verb that only reads; whoever looks carries out what is due."""
        try:
            with self.store.read() as db:
                tx = self._transaction(db)
                if not power.has_due(tx):
                    yield tx
                    return
            with self.store.write() as db:
                power.settle(self._transaction(db), is_look=True)
            with self.store.read() as db:
                yield self._transaction(db)
        except BackendError as failure:
            raise _named(failure, name, what) from None

    def _transaction(self, db: sqlite3.Connection) -> Transaction:
        tx = Transaction(db, host=self.host, now_s=self.clock.now_s())
        if tx.one("SELECT 1 FROM hosts WHERE host = ?", self.host) is None:
            raise NotFound(f"emulated host {self.host!r}", where=f"emulator store {self.store.path}")
        return tx

    def _stored_inventory(self) -> str | None:
        with self.store.read() as db:
            row = db.execute("SELECT inventory FROM hosts WHERE host = ?", (self.host,)).fetchone()
        return None if row is None else str(row["inventory"])


def _outcome(refused: ZkvmError | None) -> str:
    match refused:
        case None:
            return DONE
        case BackendError():
            return f"refused {refused.code}/{refused.domain}"
        case _:
            return f"refused {type(refused).__name__}"


def _named(failure: ZkvmError, verb: str, what: str) -> ZkvmError:
    """The same error, telling which verb on what was refused."""
    if isinstance(failure, BackendError):
        failure.verb, failure.what = verb, what
    return failure
