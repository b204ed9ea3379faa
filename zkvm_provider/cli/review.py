"""What a pipeline calls: a preview as a comment for reviewers, and drift told by who caused it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from zkvm_provider.cli.files import read_text
from zkvm_provider.cli.layout import table
from zkvm_provider.cli.session import Json, answer
from zkvm_provider.errors import InvalidInput
from zkvm_provider.review.drift import drifts
from zkvm_provider.review.markdown import comment
from zkvm_provider.review.preview import Preview
from zkvm_provider.review.reading import read_preview

STANDARD_INPUT = "-"
PREVIEW, REFRESH = "pulumi preview --json", "pulumi refresh --preview-only --json"
"""Which command writes what is read here."""
FAULTS, DRIFTED = 1, 2
"""Exit codes: the preview has faults; something drifted (with --exit-code)."""

PreviewFile = Annotated[
    str, typer.Argument(metavar="PREVIEW", help="What Pulumi wrote with --json; - for standard input.")
]


def register(app: typer.Typer) -> None:
    """Hang the commands into `zkvm`."""
    app.command("review")(review)
    app.command("drift")(drift)


def review(context: typer.Context, preview: PreviewFile, as_json: Json = False) -> None:
    """Write a preview as a comment for a change request (Markdown). Exit code 1 when it has faults.

    PREVIEW is the answer of `pulumi preview --json`.
    """
    read = _read(preview, PREVIEW)
    answer(context, as_json, {"errors": read.errors, "changes": read.changes}, comment(read))
    if read.errors:
        raise typer.Exit(FAULTS)


def drift(
    context: typer.Context,
    preview: PreviewFile,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 2 when something drifted.")] = False,
    as_json: Json = False,
) -> None:
    """Tell what changed behind Pulumi's back, and who did it.

    PREVIEW is the answer of `pulumi refresh --preview-only --json`.
    """
    read = _read(preview, REFRESH)
    if not read.is_refresh:
        raise InvalidInput.at(preview, f"is no refresh; write it with `{REFRESH}`")
    found = drifts(read)
    rows = [(each.who.value, f"{each.kind} {each.name}", each.what, each.advice) for each in found]
    text = table(("Who", "What", "How", "And now"), rows) if rows else "no drift: every host is as it was left\n"
    answer(context, as_json, found, text)
    if found and exit_code:
        raise typer.Exit(DRIFTED)


def _read(name: str, written_by: str) -> Preview:
    if name == STANDARD_INPUT:
        return read_preview(sys.stdin.read(), source="standard input", written_by=written_by)
    return read_preview(read_text(Path(name)), source=name, written_by=written_by)
