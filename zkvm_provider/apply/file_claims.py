"""What the resources of a program want in the files of a host: two that want other bytes in one would never settle."""

from __future__ import annotations

import threading
from collections.abc import Mapping


class FileClaims:
    """What was heard in one preview, of resources that change and of those that stay. Safe to ask from many threads."""

    def __init__(self) -> None:
        self._wanted: dict[tuple[str, str], dict[str, str]] = {}
        self._kept: dict[str, dict[tuple[str, str], str]] = {}
        self._lock = threading.Lock()

    def claim(self, machine_id: str, path: str, urn: str, sha256: str) -> str:
        """A resource that is made or changes wants these bytes. Who else wants other ones, by URN; empty for nobody."""
        place = (machine_id, path)
        with self._lock:
            claims = self._wanted.setdefault(place, {})
            claims[urn] = sha256
            kept = {other: files[place] for other, files in self._kept.items() if other != urn and place in files}
            return next((other for other, digest in {**kept, **claims}.items() if digest != sha256), "")

    def keep(self, machine_id: str, urn: str, digests: Mapping[str, str]) -> tuple[str, ...]:
        """A resource stays as it is, and its files as they are. Those in which one that changes wants other bytes."""
        files = {(machine_id, path): digest for path, digest in digests.items()}
        with self._lock:
            self._kept[urn] = files
            wanted = {place: {**self._wanted.get(place, {}), urn: files[place]}.values() for place in files}
        return tuple(path for (machine, path), digest in files.items() if {*wanted[machine, path]} != {digest})

    def release(self, urn: str) -> None:
        """The resource changes after all: what it wants is heard in its own preview."""
        with self._lock:
            self._kept.pop(urn, None)
