"""The lab's own Pulumi project: a working copy, so that the tracked files stay as they are."""

from __future__ import annotations

import os
import re
import secrets
import shlex
from pathlib import Path
from typing import Any

import yaml

from tools.lab.places import PROJECT, Places
from tools.pulumi_environment import own_pulumi


def prepare(places: Places, pulumi: Path) -> dict[str, str]:
    """Write the working copy, passphrase and wrapper; return the environment Pulumi runs in. Repeatable."""
    for folder in (places.project, places.state, places.home, places.wrapper.parent):
        folder.mkdir(parents=True, exist_ok=True)
    _write_passphrase(places)
    _write_project(places)
    _write_stack(places)
    environment = {
        **own_pulumi(pulumi=pulumi, python=places.python, home=places.home, backend=places.state.as_uri()),
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(places.passphrase),
        "PULUMI_STACK": places.stack,
    }
    _write_wrapper(places, pulumi, environment)
    return {**os.environ, **environment}


def _write_passphrase(places: Places) -> None:
    if not places.passphrase.exists():
        handle = os.open(places.passphrase, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(24))


def _write_project(places: Places) -> None:
    """The project file with its paths seen from the working copy."""
    project: dict[str, Any] = yaml.safe_load((places.root / "Pulumi.yaml").read_text())
    project["name"] = PROJECT
    project["main"] = os.path.relpath(places.program, places.project)
    project["runtime"]["options"]["virtualenv"] = "../../.venv"
    project.pop("stackConfigDir", None)
    for provider in project["plugins"]["providers"]:
        provider["path"] = str(places.root / provider["path"])
    (places.project / "Pulumi.yaml").write_text(yaml.safe_dump(project, sort_keys=False))


def _write_stack(places: Places) -> None:
    """The stack's file: what is tracked, plus what Pulumi and the lab wrote into the copy before."""
    kept: dict[str, Any] = {}
    if places.stack_copy.exists():
        kept = yaml.safe_load(places.stack_copy.read_text()) or {}
    tracked: dict[str, Any] = yaml.safe_load(places.stack_source.read_text()) or {}
    config = {**kept.get("config", {}), **tracked.get("config", {})}
    config.setdefault("zkvm:owner", f"lab-{secrets.token_hex(8)}")
    places.stack_copy.write_text(yaml.safe_dump({**kept, **tracked, "config": config}, sort_keys=False))


def _write_wrapper(places: Places, pulumi: Path, environment: dict[str, str]) -> None:
    lines = [
        "#!/bin/sh",
        "# Pulumi on the lab: its own state, home and passphrase. Written by `make up`.",
        *(
            f"{name}={shlex.quote(value)}; export {name}"
            for name, value in environment.items()
            if re.fullmatch(r"[A-Z_]+", name)
        ),
        f"cd {shlex.quote(str(places.project))} || exit 1",
        f'exec {shlex.quote(str(pulumi))} "$@"',
        "",
    ]
    places.wrapper.write_text("\n".join(lines))
    places.wrapper.chmod(0o755)
