"""The file an emulated machine lives in: one SQLite database that many processes and threads share.

Laws. A transaction is taken whole or not at all, so a process may be killed anywhere and leaves a valid
machine. Each thread of each process has a connection of its own. Writers queue: first in the process, then at
the file (`BEGIN IMMEDIATE` with a busy time-out). Nobody does slow work inside a transaction. A file that
cannot be used is `Unreachable` with the reason; one that is not there is `NotFound` unless it may be created.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zkvm_provider.errors import NotFound, Unreachable
from zkvm_provider.hypervisor.emulated.schema import (
    APPLICATION_ID,
    HOST_TABLES,
    SCHEMA_VERSION,
    TABLE_NAMES,
    TABLES,
)

BUSY_TIMEOUT_S = 60.0
DEFAULT_SEED = "zkvm"


class _Connection(sqlite3.Connection):
    """A connection that closes itself with its thread (the weak set in `Store` can hold it)."""

    def __del__(self) -> None:
        with suppress(sqlite3.Error):
            self.close()


class Store:
    """One store file. `create` permits to make it; a *new* one draws all its randomness from `seed`."""

    def __init__(self, path: Path, *, create: bool, seed: str = DEFAULT_SEED) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._writing = threading.Lock()
        if not path.exists():
            if not create:
                raise NotFound(
                    f"emulator store {path}",
                    remedy="make it with `zkvm emulator reset`, or let `pulumi up` make it",
                )
            self._create(seed)
        self.reseed()

    def reseed(self) -> None:
        """Take the seed that the file has now."""
        with self.read() as db:
            row = db.execute("SELECT value FROM meta WHERE name = 'seed'").fetchone()
        self.seed = str(row["value"])

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A consistent view; it never waits for a writer and must not write."""
        with self._translated():
            db = self._connection()
            db.execute("BEGIN")
            try:
                yield db
            finally:
                db.execute("ROLLBACK")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or on any exception nothing."""
        with self._translated(), self._writing:
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def close(self) -> None:
        """Close every connection of this process. Repeatable; a later verb opens a new one."""
        for connection in list(self._connections):
            connection.close()
        self._connections.clear()
        self._local = threading.local()

    def dump(self) -> str:
        """Everything in the store as text, one row a line: equal text means equal machines."""
        lines: list[str] = []
        with self.read() as db:
            for table in TABLE_NAMES:
                lines.append(f"# {table}")
                rows = db.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 -- names of our own tables
                lines += sorted(json.dumps(dict(row), sort_keys=True, ensure_ascii=False) for row in rows)
        return "\n".join(lines) + "\n"

    def renew(self, host: str, inventory: str) -> None:
        """Make one host new, with that inventory (YAML text): all that was on it is forgotten."""
        with self.write() as db:
            for table in HOST_TABLES:
                db.execute(f"DELETE FROM {table} WHERE host = ?", (host,))  # noqa: S608 -- names of our own tables
            db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?)", (host, inventory))

    def erase(self, seed: str = "") -> None:
        """Empty every host, which keeps its inventory, and start the numbers anew; `seed` replaces the seed."""
        with self.write() as db:
            for table in (*HOST_TABLES, "sqlite_sequence"):
                db.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of our own tables
            if seed:
                db.execute("UPDATE meta SET value = ? WHERE name = 'seed'", (seed,))
        self.seed = seed or self.seed

    def _create(self, seed: str) -> None:
        """Build the file aside and link it into place: nobody opens half a store, and the first one wins."""
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft.unlink(missing_ok=True)
            db = sqlite3.connect(draft, isolation_level=None)
            try:
                db.execute("PRAGMA journal_mode = WAL")
                db.executescript(f"BEGIN; {TABLES} PRAGMA application_id = {APPLICATION_ID};")
                db.execute("INSERT INTO meta VALUES ('seed', ?)", (seed,))
                db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
                db.execute("COMMIT")
            finally:
                db.close()
            draft.chmod(0o600)  # domain XML may hold passwords of consoles
            with suppress(FileExistsError):
                os.link(draft, self.path)
            draft.unlink()
        except (OSError, sqlite3.Error) as failure:
            raise Unreachable(self._uri, f"the store cannot be made: {failure}") from failure

    @property
    def _uri(self) -> str:
        return f"emulated:{self.path}"

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection; a child after fork gets its own (SQLite forbids to share one)."""
        held: tuple[int, _Connection] | None = getattr(self._local, "held", None)
        if held is not None and held[0] == os.getpid():
            return held[1]
        connection = self._open()
        self._local.held = (os.getpid(), connection)
        self._connections.add(connection)
        return connection

    def _open(self) -> _Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
            factory=_Connection,
        )
        connection.row_factory = sqlite3.Row
        try:
            self._check(connection)
            # A power cut may lose the last verbs, never their order; a killed process loses nothing.
            connection.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        """Ours, and of a version this code knows."""
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if application != APPLICATION_ID:
            raise Unreachable(self._uri, "the file is no zkvm store; name another path or move the file away")
        if version != SCHEMA_VERSION:
            newer = version > SCHEMA_VERSION
            remedy = "use the zkvm that wrote it" if newer else "move the file away to start with an empty machine"
            age = "newer" if newer else "older"
            raise Unreachable(
                self._uri,
                f"the store has schema {version} of {age} zkvm, this one reads {SCHEMA_VERSION}; {remedy}",
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """SQLite's own failures in our words, at one place."""
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.ProgrammingError as failure:
            if "closed" not in str(failure):
                raise
            raise Unreachable(self._uri, "the connection was closed while a verb was under way") from failure
        except sqlite3.OperationalError as failure:
            if "locked" in str(failure) or "busy" in str(failure):
                reason = f"another process has held the store for {BUSY_TIMEOUT_S:g} s; try again"
            else:
                reason = f"the store cannot be used: {failure}"
            raise Unreachable(self._uri, reason) from failure
        except sqlite3.DatabaseError as failure:
            reason = f"the file is damaged or no zkvm store ({failure}); move it away to start anew"
            raise Unreachable(self._uri, reason) from failure
