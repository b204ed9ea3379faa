"""The tables of an emulated machine, as SQL text; nothing here opens a file.

Columns have names, XML is kept as text, times are seconds since the epoch from the injected clock. What a
list or the statistics show stands in columns of its own, so that neither parses XML.
"""

from __future__ import annotations

APPLICATION_ID = 0x7A6B766D  # "zkvm" in ASCII: tells our file from any other SQLite file
SCHEMA_VERSION = 3

TABLES = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE hosts (
    host TEXT PRIMARY KEY,
    inventory TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE counters (
    host TEXT NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (host, name)
) WITHOUT ROWID;

CREATE TABLE allocations (
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    value INTEGER NOT NULL,
    uuid TEXT NOT NULL,
    PRIMARY KEY (host, kind, value)
) WITHOUT ROWID;

CREATE TABLE knobs (
    host TEXT NOT NULL,
    domain TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (host, domain, name)
) WITHOUT ROWID;

CREATE TABLE domains (
    host TEXT NOT NULL,
    uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    config_xml TEXT NOT NULL,
    live_xml TEXT,
    persistent INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    domain_id INTEGER,
    autostart INTEGER NOT NULL DEFAULT 0,
    max_memory_kib INTEGER NOT NULL,
    current_memory_kib INTEGER NOT NULL,
    vcpus INTEGER NOT NULL,
    vcpus_max INTEGER NOT NULL,
    balloon_target_kib INTEGER,
    os_is_up INTEGER NOT NULL DEFAULT 0,
    driver_is_up INTEGER NOT NULL DEFAULT 0,
    started_s REAL,
    PRIMARY KEY (host, uuid)
) WITHOUT ROWID;
CREATE UNIQUE INDEX domain_names ON domains (host, name);

CREATE TABLE transitions (
    host TEXT NOT NULL,
    uuid TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_s REAL,
    looks_left INTEGER,
    PRIMARY KEY (host, uuid, kind)
) WITHOUT ROWID;

CREATE TABLE migrations (
    host TEXT NOT NULL,
    uuid TEXT NOT NULL,
    target TEXT NOT NULL,
    client_pid INTEGER,
    begun_s REAL NOT NULL,
    PRIMARY KEY (host, uuid)
) WITHOUT ROWID;

CREATE TABLE subchannels (
    host TEXT NOT NULL,
    uuid TEXT NOT NULL,
    number INTEGER NOT NULL,
    device TEXT NOT NULL,
    cu_type TEXT NOT NULL,
    alias TEXT NOT NULL,
    PRIMARY KEY (host, uuid, number)
) WITHOUT ROWID;

CREATE TABLE networks (
    host TEXT NOT NULL,
    uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    config_xml TEXT NOT NULL,
    live_xml TEXT,
    persistent INTEGER NOT NULL DEFAULT 1,
    autostart INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (host, uuid)
) WITHOUT ROWID;
CREATE UNIQUE INDEX network_names ON networks (host, name);

CREATE TABLE pools (
    host TEXT NOT NULL,
    uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    config_xml TEXT NOT NULL,
    live_xml TEXT,
    autostart INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (host, uuid)
) WITHOUT ROWID;
CREATE UNIQUE INDEX pool_names ON pools (host, name);

CREATE TABLE volumes (
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    target TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    capacity_bytes INTEGER NOT NULL,
    allocation_bytes INTEGER NOT NULL,
    physical_bytes INTEGER NOT NULL,
    backing_path TEXT NOT NULL,
    bootable INTEGER NOT NULL,
    xml TEXT NOT NULL,
    PRIMARY KEY (host, path)
) WITHOUT ROWID;
CREATE UNIQUE INDEX volume_names ON volumes (host, target, name);

CREATE TABLE mdevs (
    host TEXT NOT NULL,
    uuid TEXT NOT NULL,
    name TEXT NOT NULL,
    xml TEXT NOT NULL,
    active INTEGER NOT NULL DEFAULT 0,
    persistent INTEGER NOT NULL DEFAULT 1,
    autostart INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (host, uuid)
) WITHOUT ROWID;

CREATE TABLE host_changes (
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    devices TEXT NOT NULL,
    format TEXT NOT NULL,
    PRIMARY KEY (host, kind, what)
) WITHOUT ROWID;

CREATE TABLE host_files (
    host TEXT NOT NULL,
    path TEXT NOT NULL,
    mode INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (host, path)
) WITHOUT ROWID;

CREATE TABLE device_states (
    host TEXT NOT NULL,
    device TEXT NOT NULL,
    online INTEGER NOT NULL,
    PRIMARY KEY (host, device)
) WITHOUT ROWID;

CREATE TABLE events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    time_s REAL NOT NULL,
    host TEXT NOT NULL,
    object TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL
);

CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    time_s REAL NOT NULL,
    host TEXT NOT NULL,
    verb TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL
);
"""

TABLE_NAMES = (
    "meta",
    "hosts",
    "counters",
    "allocations",
    "knobs",
    "domains",
    "transitions",
    "migrations",
    "subchannels",
    "networks",
    "pools",
    "volumes",
    "mdevs",
    "host_changes",
    "host_files",
    "device_states",
    "events",
    "journal",
)
"""In the order of a dump."""

HOST_TABLES = tuple(name for name in TABLE_NAMES if name not in {"meta", "hosts"})
"""Tables whose rows belong to one host."""
