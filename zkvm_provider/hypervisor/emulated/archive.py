"""A whole store as text, and back: for carrying a lab elsewhere, putting one back, and comparing two.

The first line says what it is and of which schema; then each table has a heading, `# domains`, and one row a line as a
JSON object, sorted. Equal text means equal machines.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.emulated.schema import SCHEMA_VERSION, TABLE_NAMES
from zkvm_provider.hypervisor.emulated.store import Store

_MARK = "zkvm emulator"
_WHOLE, _DEFINITIONS = "whole", "definitions"
_RUN_TABLES = frozenset({"counters", "allocations", "transitions", "migrations", "events", "journal"})
_TIME = re.compile(r"<([amcb]time)>[\d.]+</\1>")
_RUN_COLUMNS = frozenset({"live_xml", "domain_id", "started_s", "os_is_up", "driver_is_up", "balloon_target_kib"})
"""What depends on the order and the time of starts, and not on what was asked for."""


def export(store: Store, *, definitions: bool = False) -> str:
    """The store as text. `definitions`: only what is defined and in which state; the same for labs made alike."""
    head = {_MARK: _DEFINITIONS if definitions else _WHOLE, "schema": SCHEMA_VERSION}
    lines = [json.dumps(head)]
    with store.read() as db:
        for table in TABLE_NAMES:
            if not (definitions and table in _RUN_TABLES):
                lines += [f"# {table}", *sorted(_rows(db, table, definitions=definitions))]
    return "\n".join(lines) + "\n"


def restore(store: Store, text: str, *, source: str) -> None:
    """Make the store what `text` says, in one step; what was there is forgotten.

    Raises InvalidInput with the line that is wrong; then nothing was changed.
    """
    rows = list(_parse(text, source))
    try:
        with store.write() as db:
            for table in TABLE_NAMES:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of our own tables
            for number, table, row in rows:
                _insert(db, table, row, f"{source}:{number}")
        store.reseed()
    except sqlite3.Error as refused:
        raise InvalidInput.at(source, f"does not fit together: {refused}") from refused


def _rows(db: sqlite3.Connection, table: str, *, definitions: bool) -> Iterator[str]:
    for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608 -- names of our own tables
        columns = {name: row[name] for name in row.keys() if not (definitions and name in _RUN_COLUMNS)}  # noqa: SIM118
        text = json.dumps(columns, sort_keys=True, ensure_ascii=False)
        yield _TIME.sub(r"<\1/>", text) if definitions else text


def _parse(text: str, source: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    lines = text.splitlines()
    _check_head(lines[0] if lines else "", source)
    table = ""
    for number, line in enumerate(lines[1:], start=2):
        if line.startswith("# "):
            table = line[2:]
            if table not in TABLE_NAMES:
                raise InvalidInput.at(f"{source}:{number}", f"there is no table {table!r}")
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InvalidInput.at(f"{source}:{number}", f"is not JSON: {error}") from error
        if not isinstance(row, dict) or not table:
            raise InvalidInput.at(f"{source}:{number}", "expected an object below the heading of its table")
        yield number, table, row


def _check_head(line: str, source: str) -> None:
    try:
        head = json.loads(line)
        kind, schema = head[_MARK], head["schema"]
    except (ValueError, LookupError, TypeError):
        raise InvalidInput.at(
            f"{source}:1", "is no export of the emulator: `zkvm emulator export` writes one"
        ) from None
    if schema != SCHEMA_VERSION:
        raise InvalidInput.at(f"{source}:1", f"is of schema {schema}, this zkvm has {SCHEMA_VERSION}: export it anew")
    if kind != _WHOLE:
        raise InvalidInput.at(f"{source}:1", "holds definitions only, for comparing; export without --definitions")


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any], where: str) -> None:
    known = {each["name"] for each in db.execute(f"PRAGMA table_info({table})")}
    if strange := sorted(row.keys() - known):
        raise InvalidInput.at(where, f"table {table} has no column {', '.join(strange)}")
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    try:
        db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 -- checked above
    except sqlite3.Error as refused:
        raise InvalidInput.at(where, f"cannot be a row of {table}: {refused}") from refused
