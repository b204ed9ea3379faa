"""The policy table on the terminal: what a change of each field does."""

from __future__ import annotations

from typing import Annotated

import typer

from zkvm_provider.cli.layout import table
from zkvm_provider.cli.session import Json, answer
from zkvm_provider.errors import InvalidInput
from zkvm_provider.reconcile.policy import rows


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("effects")(effects)


def effects(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="Guest, Qcow2Disk, …; all without it.")] = "",
    as_json: Json = False,
) -> None:
    """Show what a change of each field does: live, next boot, replace, refused."""
    every = rows()
    chosen = [row for row in every if not kind or row.kind.lower() == kind.lower()]
    if not chosen:
        known = ", ".join(dict.fromkeys(row.kind for row in every))
        raise InvalidInput.at("KIND", f"there is no kind {kind!r}; there are {known}")
    cells = [(r.kind, r.path, r.turn.value, r.use.value, r.rule.effect.value, r.rule.words) for r in chosen]
    head = ("Kind", "Field", "Change", "In use", "Effect", "Reason")
    answer(context, as_json, chosen, table(head, cells))
