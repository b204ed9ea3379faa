"""Our own language host beside a CLI that was built: which files it is made of, and keeping them current."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from tools.pulumi.provision.pin import HOST_SCRIPTS, LANGUAGE_HOST

_SOURCES = Path(__file__).resolve().parent.parent
_OWN = {**{script: script for script in HOST_SCRIPTS}, LANGUAGE_HOST: "launcher.sh"}
OWN_FILES = frozenset(_OWN)


def install(into: Path) -> None:
    """Puts launcher and language host into ``into``, each in one step: nobody ever sees half a file."""
    for name, source in _OWN.items():
        wanted, there = _SOURCES / source, into / name
        if there.is_file() and there.read_bytes() == wanted.read_bytes():
            continue
        handle, fresh = tempfile.mkstemp(prefix=f".{name}.", dir=into)
        os.close(handle)
        shutil.copyfile(wanted, fresh)
        Path(fresh).chmod(0o755)
        Path(fresh).rename(there)
