"""Case files of installation media: files by their path below `/iso`, contents in a word."""

from __future__ import annotations

import hashlib
from typing import Any

from zkvm_provider.model.boot_parameters import BootParameters
from zkvm_provider.model.install_media import InstallMedia
from zkvm_provider.model.observed import ObservedFile, ObservedMedia
from zkvm_provider.reconcile.desired import DesiredFile, DesiredMedia
from zkvm_provider.reconcile.install_media import plan_media, remove_media
from zkvm_provider.reconcile.plan import Plan

FOLDER = "/iso"


def plan_media_case(text: dict[str, Any]) -> Plan:
    """The plan of one case file; `remove` in place of `desired` takes a medium away."""
    files = {f"{FOLDER}/{name}": _observed(name, content) for name, content in text.get("observed", {}).items()}
    observed = ObservedMedia(folder=FOLDER, name="eric", files=files) if files else None
    if "remove" in text:
        assert observed is not None
        made = {f"{FOLDER}/{name}": _digest(content) for name, content in text["remove"].items()}
        shared = {f"{FOLDER}/{name}": who for name, who in text["shared"].items()}
        return remove_media(observed, made={**made, **dict.fromkeys(text["folders"], "")}, shared=shared)
    return plan_media(_desired(text["desired"]), observed)


def _desired(given: dict[str, Any]) -> DesiredMedia:
    wanted = tuple(
        DesiredFile(
            path=f"{FOLDER}/{name}",
            mode=given.get("mode", 0o644),
            size_bytes=len(content),
            sha256=_digest(content),
            content=content.encode(),
        )
        for name, content in given["files"].items()
    )
    return DesiredMedia(
        media=InstallMedia(name="eric", directory=FOLDER, parameters=BootParameters()),
        folder=FOLDER,
        files=wanted,
        folders=tuple(given.get("folders", ())),
        images=tuple(f"{FOLDER}/{name}" for name in given.get("images", ())),
        made=frozenset(f"{FOLDER}/{name}" for name in given.get("made", ())),
        foreign=frozenset(f"{FOLDER}/{name}" for name in given.get("foreign", ())),
        shared=frozenset(f"{FOLDER}/{name}" for name in given.get("shared", ())),
    )


def _observed(name: str, content: str) -> ObservedFile:
    return ObservedFile(path=f"{FOLDER}/{name}", size_bytes=len(content), mode=0o644, sha256=_digest(content))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
