"""Way 1: the user's own Pulumi, when it is new enough and can run Python programs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tools.pulumi.provision.cache import asked_version
from tools.pulumi.provision.pin import CLI, LANGUAGE_HOST, PINNED, Unavailable, is_new_enough, version_of


def from_path(env: Mapping[str, str]) -> Path:
    """The ``pulumi`` that the user's shell would run; raises :class:`Unavailable` with the reason."""
    search = env.get("PATH", "")
    found = shutil.which(CLI, path=search)
    if found is None:
        raise Unavailable("there is no pulumi on PATH")
    pulumi = Path(found).absolute()
    answer = asked_version(pulumi)
    version = version_of(answer)
    if version is None:
        raise Unavailable(f"{pulumi} does not say its version ({answer!r})")
    if not is_new_enough(version):
        raise Unavailable(f"{pulumi} is {answer}; 3.x from {PINNED} on is needed")
    if not _has_language_host(pulumi, search):
        raise Unavailable(f"{pulumi} has no {LANGUAGE_HOST}, neither beside it nor on PATH")
    return pulumi


def _has_language_host(pulumi: Path, search: str) -> bool:
    beside = (pulumi.with_name(LANGUAGE_HOST), pulumi.resolve().with_name(LANGUAGE_HOST))
    if any(os.access(host, os.X_OK) for host in beside):
        return True
    return shutil.which(LANGUAGE_HOST, path=search) is not None
