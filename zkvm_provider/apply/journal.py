"""What zkvm is about to make where the host keeps no mark: written before, read after a crash.

libvirt has no metadata for volumes, and a DASD does not remember who set it online. One JSON line each, appended and
synchronised before the step; it lies beside the project's state and holds no secret.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`what` is `volume POOL-uuid/NAME`, `pool UUID`, `network UUID`, `dasd BUS-ID`, `fcp BUS-ID`, `file PATH`,
    `move GUEST-uuid`, or `additions` with a pool or network (what the user's templates add to it).

    `note` holds a fact to be remembered, or the XML of what is undefined for a moment.
    """

    machine_id: str
    what: str
    owner: str
    urn: str
    note: str = ""


class Journal:
    """A file of entries; the last one about a thing counts. Safe for many threads and processes (append only)."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(self, machine_id: str, what: str, identity: Identity, *, note: str = "") -> None:
        """Record an intent, on disk before this returns."""
        self._append(Entry(machine_id=machine_id, what=what, owner=identity.owner, urn=identity.urn, note=note))

    def forget(self, machine_id: str, what: str) -> None:
        """Record that the thing is gone, or no longer ours."""
        if self.last(machine_id, what) is not None:
            self._append(Entry(machine_id=machine_id, what=what, owner="", urn=""))

    def find(self, machine_id: str, what: str, identity: Identity) -> Entry | None:
        """The entry about `what` when it is ours."""
        last = self.last(machine_id, what)
        return last if last is not None and (last.owner, last.urn) == (identity.owner, identity.urn) else None

    def last(self, machine_id: str, what: str) -> Entry | None:
        """What is known about `what`, whoever made it; None when nothing is, or it is gone."""
        matching = [entry for entry in self._entries(what) if (entry.machine_id, entry.what) == (machine_id, what)]
        return matching[-1] if matching and matching[-1].urn else None

    def _entries(self, what: str) -> Iterator[Entry]:
        """Every entry that may be about `what`: one look at the text spares reading all others as JSON."""
        if not self._path.exists():
            return
        quoted = json.dumps(what, ensure_ascii=False)
        for line in self._path.read_text(encoding="utf-8").splitlines():
            if quoted not in line:
                continue
            try:
                yield Entry(**json.loads(line))
            except (ValueError, TypeError):
                continue  # a line cut off by a crash was never acted upon

    def _append(self, entry: Entry) -> None:
        line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(handle, line.encode())
                os.fsync(handle)
            finally:
                os.close(handle)
