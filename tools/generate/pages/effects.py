"""The policy table as a page."""

from __future__ import annotations

from itertools import groupby

from zkvm_provider.reconcile.policy import rows
from zkvm_provider.reconcile.rule import Row, Rule, Turn, Use

_HEAD = """# Effects of a change

What each change does. Preview shows the same words, and `up` does what preview showed.

- **live**: the object takes it at once, and keeps it in its configuration.
- **next boot**: the configuration has it at once, a running guest after its next full stop and start.
- **configuration**: nothing runs, so the configuration is all there is to change.
- **replace**: the object is made anew.
- **refused**: zkvm does not do it, and says why.
- **reported**: nothing on the machine changes, only what zkvm does or keeps.

A guest is in use while it runs; a pool, volume, network or DASD while a running guest uses it.
"""


def effects_page() -> str:
    """Every row of the table; changes with the same effects share a line."""
    parts = [_HEAD]
    for kind, of_kind in groupby(rows(), key=lambda row: row.kind):
        parts += [f"## {kind}", "", "| field | change | in use | not in use |", "|---|---|---|---|"]
        for path, of_path in groupby(of_kind, key=lambda row: row.path):
            parts += [f"| `{path}` | {turns} | {used} | {unused} |" for turns, used, unused in _lines(tuple(of_path))]
        parts.append("")
    return "\n".join(parts)


def _lines(of_path: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    by_turn: dict[Turn, dict[Use, Rule]] = {}
    for row in of_path:
        by_turn.setdefault(row.turn, {})[row.use] = row.rule
    merged: dict[tuple[str, str], list[str]] = {}
    for turn, rules in by_turn.items():
        merged.setdefault((_cell(rules[Use.RUNNING]), _cell(rules[Use.STOPPED])), []).append(turn.value)
    return [(", ".join(turns), used, unused) for (used, unused), turns in merged.items()]


def _cell(rule: Rule) -> str:
    text = f"**{rule.effect.value}**" + (f": {rule.words}" if rule.words else "")
    if rule.unless is not None:
        way = rule.unless
        value = str(way.value).lower() if isinstance(way.value, bool) else way.value
        text += f"; with `{way.field}` `{value}` **{way.effect.value}**" + (f": {way.reason}" if way.reason else "")
    return text.replace("|", "\\|")
