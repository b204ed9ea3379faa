"""`zkvm fidelity`: how truly the emulator answers, measured against answers of a real libvirt."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from zkvm_provider.cli.session import Json, answer
from zkvm_provider.errors import InvalidInput
from zkvm_provider.fidelity.capture import capture
from zkvm_provider.fidelity.exceptions import load_exceptions
from zkvm_provider.fidelity.prepare import inventory_text
from zkvm_provider.fidelity.run import run, run_against
from zkvm_provider.wiring import connect, scratch_machine

_Against = Annotated[
    str, typer.Option("--against", metavar="URI", help="Compare with what this libvirt host answers now.")
]
_Capture = Annotated[
    str, typer.Option("--capture", metavar="URI", help="Record what this libvirt host answers to new inputs.")
]


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("fidelity")(fidelity)


def fidelity(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of captured answers.")],
    against: _Against = "",
    capture_from: _Capture = "",
    as_json: Json = False,
) -> None:
    """Run every captured case through the emulator and score how many answers are the same."""
    if against and capture_from:
        raise InvalidInput.at("--capture", "goes without --against: record first, compare then")
    if capture_from:
        _capture(context, directory, capture_from, as_json)
        return
    with TemporaryDirectory() as folder:
        fresh = lambda: scratch_machine(Path(folder), inventory_text())
        score = run_against(directory, fresh, connect(against).hypervisor) if against else run(directory, fresh)
    score = score.excepting(load_exceptions(directory))
    answer(context, as_json, score.as_json(), score.as_text())


def _capture(context: typer.Context, directory: Path, uri: str, as_json: bool) -> None:
    done = capture(directory, connect(uri).hypervisor)
    lines = [*done.recorded, f"{len(done.recorded)} recorded, {done.kept} had their answers already"]
    answer(context, as_json, done, "\n".join(lines))
