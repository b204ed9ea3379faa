"""A real host lent to the contract: what others have there is hidden from the tests and never touched."""

from __future__ import annotations

import fcntl
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tools.waiting import wait_for
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import DomainStats, Hypervisor, ObjectInfo, ObjectKind, ObjectRef

_PATIENCE_S = 60.0
_PAUSE_S = 0.2
_KINDS = (ObjectKind.DOMAIN, ObjectKind.NETWORK, ObjectKind.POOL)


class Lent:
    """A `Hypervisor` that shows, and in the end removes, only what was defined through it: others may be at work."""

    def __init__(self, hypervisor: Hypervisor, uri: str) -> None:
        self._hypervisor = hypervisor
        self._ours: set[str] = set()
        lock = Path(tempfile.gettempdir()) / f"zkvm-contract-{zlib.crc32(uri.encode()):08x}.lock"
        self._lock = lock.open("w")  # one test at a time: all use the same names
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hypervisor, name)

    def define(self, kind: ObjectKind, xml: str, *, validate: bool = True) -> ObjectRef:
        ref = self._hypervisor.define(kind, xml, validate=validate)
        self._ours.add(ref.uuid)
        return ref

    def list(self, kind: ObjectKind, *, pool: str = "") -> tuple[ObjectInfo, ...]:
        rows = self._hypervisor.list(kind, pool=pool)
        return tuple(row for row in rows if row.ref.uuid in self._ours) if kind in _KINDS else rows

    def stats(self) -> tuple[DomainStats, ...]:
        return tuple(row for row in self._hypervisor.stats() if row.ref.uuid in self._ours)

    def give_back(self) -> None:
        """Remove what the test made: guests first, then volumes with their pools, then networks."""
        try:
            for kind in (ObjectKind.DOMAIN, ObjectKind.POOL, ObjectKind.NETWORK):
                for row in self.list(kind):
                    self._remove(row)
        finally:
            self._lock.close()

    def _remove(self, row: ObjectInfo) -> None:
        host, ref = self._hypervisor, row.ref
        with suppress(BackendError):  # transient objects are gone once they are stopped
            if ref.kind is ObjectKind.POOL:
                if not row.active:
                    host.start(ref)
                for volume in host.list(ObjectKind.VOLUME, pool=ref.name):
                    host.delete_volume(volume.ref)
                host.stop(ref)
                host.delete_pool(ref)
            elif row.active:
                host.stop(ref)
        with suppress(BackendError):
            host.undefine(ref)


def until(holds: Callable[[], bool], what: str) -> None:
    """Look again and again until it holds: a real guest takes seconds to come up."""
    wait_for(what, holds, limit_s=_PATIENCE_S, pause_s=_PAUSE_S)


def balloon_is_at(hypervisor: Hypervisor, ref: ObjectRef, kib: int) -> bool:
    """The guest's operating system has come as far as its balloon driver, which holds that much memory."""
    rows = (row for row in hypervisor.stats() if row.ref.uuid == ref.uuid)
    return any(row.balloon_driver_is_up and row.current_memory_kib == kib for row in rows)
