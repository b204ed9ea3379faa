"""The policy table on the terminal: what a change of each field does."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated

import typer

from zkvm_provider.cli.session import Json, answer
from zkvm_provider.errors import InvalidInput
from zkvm_provider.reconcile.policy import rows
from zkvm_provider.reconcile.rule import Row, Rule, Turn, Use


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
    answer(context, as_json, chosen, _text(chosen, shutil.get_terminal_size((_WIDTH, 24)).columns))


_WIDTH = 100
"""Columns where there is no terminal."""
_EFFECT = 15
_USES = {Use.RUNNING: "in use", Use.STOPPED: "not in use"}


def _text(chosen: list[Row], width: int) -> str:
    """Kind, field, and a paragraph for each effect: what, when, why."""
    lines: list[str] = []
    for kind, of_kind in groupby(chosen, key=lambda row: row.kind):
        lines += [kind, ""]
        for path, of_path in groupby(of_kind, key=lambda row: row.path):
            lines.append(f"  {path}")
            lines += [line for rule, when in _rules(tuple(of_path)) for line in _paragraph(rule, when, width)]
        lines.append("")
    return "\n".join(lines)


def _rules(of_path: tuple[Row, ...]) -> Iterator[tuple[Rule, str]]:
    """Each rule of a field once, and when it holds; what holds in use comes first."""
    every = tuple(dict.fromkeys(row.turn for row in of_path))
    for use, word in _USES.items():
        for rule in dict.fromkeys(row.rule for row in of_path if row.use is use):
            turns = {each: tuple(row.turn for row in of_path if (row.rule, row.use) == (rule, each)) for each in _USES}
            is_the_same = len(set(turns.values())) == 1
            if use is Use.RUNNING or not is_the_same:
                yield rule, _say(turns[use], every) + ("" if is_the_same else f", {word}")


def _say(turns: tuple[Turn, ...], every: tuple[Turn, ...]) -> str:
    return "any change" if turns == every else ", ".join(turn.value for turn in turns)


def _paragraph(rule: Rule, when: str, width: int) -> list[str]:
    head = f"    {rule.effect.value:<{_EFFECT}}"
    texts = [when, rule.words]
    if (way := rule.unless) is not None:
        texts.append(f"with `{way.field}` `{str(way.value).lower()}` {way.effect.value}: {way.reason}")
    said = ": ".join(texts[:2]).removesuffix(": ") + "".join(f"; {text.removesuffix(': ')}" for text in texts[2:])
    return textwrap.wrap(said, width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False)
