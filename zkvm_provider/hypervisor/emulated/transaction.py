"""One verb on one host: the database, the host's facts, the time and the chance it may use.

Everything a verb does goes through one `Transaction`; it lives as long as the SQLite transaction around it.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from functools import cached_property
from random import Random
from typing import Any

from zkvm_provider.errors import BackendError, NotFound
from zkvm_provider.hypervisor.emulated.inventory import HostInventory, parse_inventory
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE, Profile
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectKind, ObjectRef

_MISSING = {
    ObjectKind.DOMAIN: (ErrorCode.NO_DOMAIN, ErrorDomain.QEMU, "no domain"),
    ObjectKind.NETWORK: (ErrorCode.NO_NETWORK, ErrorDomain.NETWORK, "no network"),
    ObjectKind.POOL: (ErrorCode.NO_STORAGE_POOL, ErrorDomain.STORAGE, "no storage pool"),
    ObjectKind.VOLUME: (ErrorCode.NO_STORAGE_VOL, ErrorDomain.STORAGE, "no storage vol"),
    ObjectKind.NODE_DEVICE: (ErrorCode.NO_NODE_DEVICE, ErrorDomain.NODEDEV, "no node device"),
}
_FIND = {
    ObjectKind.DOMAIN: "SELECT * FROM domains WHERE host = ? AND {} = ?",
    ObjectKind.NETWORK: "SELECT * FROM networks WHERE host = ? AND {} = ?",
    ObjectKind.POOL: "SELECT * FROM pools WHERE host = ? AND {} = ?",
}


class Transaction:
    """The host named `host`, inside the open transaction `db`, at the time `now_s`."""

    def __init__(self, db: sqlite3.Connection, *, host: str, now_s: float, profile: Profile = DEFAULT_PROFILE) -> None:
        self.db = db
        self.host = host
        self.now_s = now_s
        self.profile = profile
        self.journalled_object = ""
        """What the journal names as the object; a define sets it once it knows the name."""

    @cached_property
    def inventory(self) -> HostInventory:
        """What the host is made of."""
        row = self.one("SELECT inventory FROM hosts WHERE host = ?", self.host)
        if row is None:
            raise NotFound(f"emulated host {self.host!r}", remedy="`zkvm emulator show` lists the hosts")
        return parse_inventory(row["inventory"])

    @cached_property
    def seed(self) -> str:
        """Where all chance of this store comes from."""
        row = self.one("SELECT value FROM meta WHERE name = 'seed'")
        return "" if row is None else str(row["value"])

    @cached_property
    def dice(self) -> Random:
        """The chance of this verb: the same seed, host and verbs before it give the same numbers."""
        turn = self.count("dice")
        digest = hashlib.sha256(f"dice/{self.seed}/{self.host}/{turn}".encode()).digest()
        return Random(int.from_bytes(digest, "big"))  # noqa: S311 -- repeatable on purpose, no secret

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row, or None."""
        row: sqlite3.Row | None = self.db.execute(sql, values).fetchone()
        return row

    def rows(self, sql: str, *values: Any) -> Sequence[sqlite3.Row]:
        """All rows."""
        return self.db.execute(sql, values).fetchall()

    def run(self, sql: str, *values: Any) -> int:
        """Execute a statement; answers how many rows it changed."""
        return self.db.execute(sql, values).rowcount

    def change(self, table: str, uuid: str, **columns: Any) -> None:
        """Set columns of the one row of `table` with that uuid."""
        sets = ", ".join(f"{name} = ?" for name in columns)
        self.run(f"UPDATE {table} SET {sets} WHERE host = ? AND uuid = ?", *columns.values(), self.host, uuid)  # noqa: S608

    def count(self, name: str, start: int = 0) -> int:
        """The counter's value, which is then raised by one; `start` is its first value."""
        row = self.one(
            "INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT (host, name)"
            " DO UPDATE SET value = value + 1 RETURNING value",
            self.host,
            name,
            start,
        )
        return start if row is None else int(row["value"])

    def count_up(self, name: str, least: int) -> int:
        """The next value of a counter that goes up by one or, if that is more, to `least`."""
        row = self.one(
            "INSERT INTO counters VALUES (?, ?, ?) ON CONFLICT (host, name)"
            " DO UPDATE SET value = max(value + 1, excluded.value) RETURNING value",
            self.host,
            name,
            least,
        )
        return least if row is None else int(row["value"])

    def knob(self, name: str, *, default: str, domain: str = "") -> str:
        """A setting of the host; one for the domain goes before it."""
        row = self.one(
            "SELECT value FROM knobs WHERE host = ? AND name = ? AND domain IN (?, '') ORDER BY domain DESC",
            self.host,
            name,
            domain,
        )
        return default if row is None else str(row["value"])

    def has_host(self, name: str) -> bool:
        """Whether the store has a host of that name."""
        return self.one("SELECT 1 FROM hosts WHERE host = ?", name) is not None

    def emit(self, subject: str, event: str, detail: str = "") -> None:
        """An event row, in the words of libvirt's callbacks."""
        self.run(
            "INSERT INTO events (time_s, host, object, event, detail) VALUES (?, ?, ?, ?, ?)",
            self.now_s,
            self.host,
            subject,
            event,
            detail,
        )

    def find(self, ref: ObjectRef) -> sqlite3.Row:
        """The row of a domain, network or pool; a uuid in `ref` wins. Raises libvirt's NO_… when absent."""
        by, value = ("uuid", ref.uuid) if ref.uuid else ("name", ref.name)
        sql = _FIND.get(ref.kind)
        row = None if sql is None else self.one(sql.format(by), self.host, value)
        if row is None:
            raise missing(ref)
        return row


def missing(ref: ObjectRef) -> BackendError:
    """libvirt's refusal for an object that is not there."""
    code, domain, what = _MISSING[ref.kind]
    by, value = ("uuid", ref.uuid) if ref.uuid else ("name", ref.name)
    return refusal(code, domain, f"{what} with matching {by} '{value}'")


def invalid(domain: ErrorDomain, text: str) -> BackendError:
    """OPERATION_INVALID: the object's state does not allow the verb."""
    return refusal(ErrorCode.OPERATION_INVALID, domain, text)
