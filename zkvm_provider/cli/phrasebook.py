"""`zkvm phrasebook`: z/VM's words beside KVM's."""

from __future__ import annotations

from typing import Annotated

import typer

from zkvm_provider.cli.layout import table
from zkvm_provider.cli.session import Json, answer
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.phrasebook import PHRASES, look_up


def register(app: typer.Typer) -> None:
    """Hang the command into `zkvm`."""
    app.command("phrasebook")(phrasebook)


def phrasebook(
    context: typer.Context,
    word: Annotated[
        str, typer.Argument(metavar="[WORD]", help="A word of either side, or a topic; all without it.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Show what a word of z/VM is called on KVM, and the other way round."""
    found = look_up(word)
    if not found:
        topics = ", ".join(dict.fromkeys(each.topic for each in PHRASES))
        raise InvalidInput.at("WORD", f"the phrasebook has no {word!r}; its topics are {topics}")
    rows = [(each.topic, each.zvm, each.kvm, each.note) for each in found]
    answer(context, as_json, found, table(("Topic", "z/VM", "KVM", "Note"), rows))
