"""Locks that a killed Pulumi left behind: recognised, said, and taken away."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """One lock file of Pulumi's file backend."""

    path: Path
    pid: int
    hostname: str
    since: str

    @property
    def is_stale(self) -> bool:
        """Taken on this machine by a process that is gone, or whose number another program has now."""
        return self.hostname == socket.gethostname() and not _is_pulumi(self.pid)


def locks_in(folder: Path) -> Iterator[Lock]:
    """Every readable lock of a stack."""
    for path in sorted(folder.glob("*.json")):
        try:
            told = json.loads(path.read_text())
            yield Lock(path=path, pid=int(told["pid"]), hostname=str(told["hostname"]), since=str(told["timestamp"]))
        except (ValueError, KeyError, OSError):
            continue  # being written, or just released


def _is_pulumi(pid: int) -> bool:
    """Whether the process lives and is a Pulumi, as far as this system tells."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    command = Path(f"/proc/{pid}/cmdline")
    return not command.exists() or b"pulumi" in command.read_bytes()
