"""`zkvm plugin install`: make Pulumi find the provider from any project, without an activated environment."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from zkvm_provider.cli.session import Json, answer
from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.model.kinds import PACKAGE, VERSION

app = typer.Typer(help="The provider as a plugin of Pulumi.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """The provider as a plugin of Pulumi."""


@app.command()
def install(
    context: typer.Context,
    pulumi: Annotated[str, typer.Option("--pulumi", help="The Pulumi CLI to register with (default: PATH).")] = "",
    as_json: Json = False,
) -> None:
    """Register the provider of this Python environment with Pulumi (`pulumi plugin ls` shows it)."""
    command = pulumi or shutil.which("pulumi") or ""
    if not command or not (Path(command).is_file() or shutil.which(command)):
        remedy = "put it on PATH, or name it with --pulumi; `make up` in zkvm's repository provides one"
        raise NotFound("the Pulumi CLI", remedy=remedy)
    with tempfile.TemporaryDirectory() as folder:
        _write_launcher(Path(folder))
        vector = [command, "plugin", "install", "resource", PACKAGE, VERSION, "--file", folder, "--reinstall"]
        done = subprocess.run(vector, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise Refused(f"pulumi plugin install did not work: {done.stderr.strip() or done.stdout.strip()}")
    text = f"resource plugin {PACKAGE} {VERSION} is registered; it runs {sys.executable}\n"
    answer(context, as_json, {"plugin": PACKAGE, "version": VERSION, "python": sys.executable}, text)


def _write_launcher(folder: Path) -> None:
    """A script that names this environment's Python, so that no activation is needed."""
    launcher = folder / f"pulumi-resource-{PACKAGE}"
    quoted = "'" + sys.executable.replace("'", "'\\''") + "'"
    launcher.write_text(f'#!/bin/sh\nexec {quoted} -m zkvm_provider.provider "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
