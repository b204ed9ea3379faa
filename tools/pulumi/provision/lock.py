"""One filler of the cache at a time; the others wait and say for whom."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.pulumi.provision.progress import Progress

_POLL_S = 0.1


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Holds the lock file ``path``; the kernel frees it however the holder ends, so it never goes stale."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as stream:
        if not _try(stream.fileno()):
            with Progress(f"waiting for {_holder(path)}, which is filling {path.parent}") as progress:
                while not _try(stream.fileno()):
                    time.sleep(_POLL_S)
                    progress.tick()
        stream.truncate(0)
        stream.write(f"{os.getpid()}\n")
        stream.flush()
        yield


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(path: Path) -> str:
    number = path.read_text(encoding="ascii", errors="replace").strip()
    return f"process {number}" if number.isdigit() else "another process"
