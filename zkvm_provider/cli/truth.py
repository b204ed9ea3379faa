"""`zkvm fidelity`: how truly the emulator answers, measured against answers of a real libvirt."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from zkvm_provider.cli.session import Json, answer
from zkvm_provider.fidelity.prepare import inventory_text
from zkvm_provider.fidelity.run import run
from zkvm_provider.wiring import scratch_machine


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("fidelity")(fidelity)


def fidelity(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of captured answers.")],
    as_json: Json = False,
) -> None:
    """Run every captured case through the emulator and score how many answers are the same."""
    with TemporaryDirectory() as folder:
        score = run(directory, lambda: scratch_machine(Path(folder), inventory_text()))
    answer(context, as_json, score.as_json(), score.as_text())
