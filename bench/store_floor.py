"""The least a machine that survives a kill must do for a definition: read the XML, write it, one transaction each."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from uuid import uuid4

from lxml import etree

from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef

Rows = list[tuple[str, str]]
"""Uuid and name of each."""


class BareStore:
    """A table of documents by uuid; it understands nothing of them but the name."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute("CREATE TABLE domains (uuid TEXT PRIMARY KEY, name TEXT UNIQUE, xml TEXT)")

    def list(self, _kind: ObjectKind, **_pool: str) -> Rows:
        return self._base.execute("SELECT uuid, name FROM domains ORDER BY name").fetchall()

    def stats(self) -> Rows:
        return self._base.execute("SELECT uuid, name FROM domains ORDER BY name").fetchall()

    def dump(self, ref: ObjectRef) -> str:
        (xml,) = self._base.execute("SELECT xml FROM domains WHERE uuid = ?", (ref.uuid,)).fetchone()
        return str(xml)

    def define(self, _kind: ObjectKind, xml: str, **_validate: bool) -> ObjectRef:
        root = etree.fromstring(xml)
        name, uuid = root.findtext("name") or "", root.findtext("uuid") or str(uuid4())
        if root.find("uuid") is None:
            etree.SubElement(root, "uuid").text = uuid
        row = (uuid, name, etree.tostring(root, encoding="unicode", pretty_print=True))
        self._base.execute("BEGIN IMMEDIATE")
        self._base.execute("INSERT OR REPLACE INTO domains VALUES (?, ?, ?)", row)
        self._base.execute("COMMIT")
        return ObjectRef(kind=ObjectKind.DOMAIN, name=name, uuid=uuid)

    def undefine(self, ref: ObjectRef) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        self._base.execute("DELETE FROM domains WHERE uuid = ?", (ref.uuid,))
        self._base.execute("COMMIT")

    def close(self) -> None:
        self._base.close()
