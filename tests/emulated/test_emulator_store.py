"""The store's promises: shared by processes and threads, whole transactions, one clear error for a bad file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from zkvm_provider.errors import NotFound, Unreachable
from zkvm_provider.hypervisor.emulated.schema import SCHEMA_VERSION, TABLE_NAMES
from zkvm_provider.hypervisor.emulated.store import Store

PROCESSES = 8
THREADS = 16
TURNS = 5

RAISE = "INSERT INTO counters VALUES ('lpar1', 'turns', 1) ON CONFLICT (host, name) DO UPDATE SET value = value + 1"


def turns(store: Store) -> int:
    with store.read() as db:
        row = db.execute("SELECT value FROM counters WHERE name = 'turns'").fetchone()
    return 0 if row is None else int(row["value"])


def take_turns(path: Path) -> None:
    """One of the processes: creates the store if it is first, and counts with all its threads."""
    store = Store(path, create=True)

    def count() -> None:
        for _ in range(TURNS):
            with store.write() as db:  # looks first, then writes what follows from it, as verbs do
                row = db.execute("SELECT value FROM counters WHERE name = 'turns'").fetchone()
                value = 1 if row is None else row["value"] + 1
                db.execute("INSERT OR REPLACE INTO counters VALUES ('lpar1', 'turns', ?)", (value,))
            with store.read() as db:
                assert db.execute("SELECT value FROM counters").fetchone()["value"] >= value

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()


def test_eight_processes_of_sixteen_threads_lose_no_write(tmp_path: Path) -> None:
    path = tmp_path / "lab.sqlite"
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=take_turns, args=(path,)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    assert turns(Store(path, create=False)) == PROCESSES * THREADS * TURNS


def test_a_store_is_made_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "lab.sqlite"
    with pytest.raises(NotFound, match=r"lab\.sqlite not found.*zkvm emulator"):
        Store(path, create=False)
    assert not path.parent.exists()
    Store(path, create=True)
    assert path.exists()


def test_making_a_store_leaves_no_draft(tmp_path: Path) -> None:
    Store(tmp_path / "lab.sqlite", create=True).close()
    assert {entry.name for entry in tmp_path.iterdir()} == {"lab.sqlite"}


def test_a_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "lab.sqlite", create=True)
    with store.write() as db:
        db.execute(RAISE)
        modes = {entry.name: entry.stat().st_mode & 0o777 for entry in tmp_path.iterdir()}
    assert modes.keys() == {"lab.sqlite", "lab.sqlite-wal", "lab.sqlite-shm"}
    assert set(modes.values()) == {0o600}


def test_an_exception_undoes_the_whole_transaction(tmp_path: Path) -> None:
    store = Store(tmp_path / "lab.sqlite", create=True)

    def stumble() -> None:
        with store.write() as db:
            db.execute(RAISE)
            db.execute("SELECT * FROM nowhere")

    with pytest.raises(Unreachable, match="no such table"):
        stumble()
    assert turns(store) == 0


def test_a_reader_sees_one_moment(tmp_path: Path) -> None:
    store = Store(tmp_path / "lab.sqlite", create=True)
    other = Store(store.path, create=False)
    with store.read() as db:
        before = db.execute("SELECT count(*) FROM counters").fetchone()[0]
        with other.write() as writing:
            writing.execute(RAISE)
        assert db.execute("SELECT count(*) FROM counters").fetchone()[0] == before == 0
    assert turns(store) == 1


DIES = """
import os, signal, sys
from pathlib import Path
from zkvm_provider.hypervisor.emulated.store import Store
store = Store(Path(sys.argv[1]), create=True)
with store.write() as db:
    db.execute("INSERT INTO counters VALUES ('lpar1', 'turns', 1)")
with store.write() as db:
    db.execute("UPDATE counters SET value = 99")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_inside_a_transaction_leaves_what_was_before(tmp_path: Path) -> None:
    path = tmp_path / "lab.sqlite"
    done = subprocess.run([sys.executable, "-c", DIES, path], check=False)
    assert done.returncode == -signal.SIGKILL
    store = Store(path, create=False)
    assert turns(store) == 1
    with store.write() as db:
        db.execute(RAISE)
    assert turns(store) == 2


def test_a_child_after_fork_has_its_own_connection(tmp_path: Path) -> None:
    store = Store(tmp_path / "lab.sqlite", create=True)
    with store.write() as db:
        db.execute(RAISE)
    child = os.fork()
    if child == 0:
        try:
            with store.write() as db:
                db.execute(RAISE)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert turns(store) == 2


def test_a_file_that_is_no_database_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "lab.sqlite"
    path.write_text("this is no database, but it is long enough to be looked at" * 20)
    with pytest.raises(Unreachable, match="no zkvm store"):
        Store(path, create=True)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lab.sqlite"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE songs (name TEXT)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(Unreachable, match="no zkvm store"):
        Store(path, create=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("version", "word"), [(SCHEMA_VERSION + 1, "newer"), (SCHEMA_VERSION - 1, "older")])
def test_a_store_of_another_version_says_so(tmp_path: Path, version: int, word: str) -> None:
    path = tmp_path / "lab.sqlite"
    Store(path, create=True).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {version}")
    db.close()
    with pytest.raises(Unreachable, match=word):
        Store(path, create=False)


def test_a_damaged_store_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "lab.sqlite"
    Store(path, create=True).close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(Unreachable, match="damaged"):
        Store(path, create=False)


def test_the_dump_names_every_table(tmp_path: Path) -> None:
    store = Store(tmp_path / "lab.sqlite", create=True)
    with store.read() as db:
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables - {"sqlite_sequence"} == set(TABLE_NAMES)
    assert [line[2:] for line in store.dump().splitlines() if line.startswith("# ")] == list(TABLE_NAMES)


def test_a_verb_whose_connection_is_closed_under_it_says_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "lab.sqlite", create=True)

    def read_on_after_closing() -> None:
        with store.read() as db:
            store.close()
            db.execute("SELECT * FROM meta")

    with pytest.raises(Unreachable, match="was closed"):
        read_on_after_closing()


def test_closing_is_repeatable_and_a_later_verb_opens_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "lab.sqlite", create=True)
    store.close()
    store.close()
    assert turns(store) == 0
