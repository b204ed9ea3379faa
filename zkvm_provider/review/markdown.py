"""A preview as a comment for a change request, in Markdown: what changes, with which effect, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zkvm_provider.model.difference import differences
from zkvm_provider.review.preview import STACK, UNCHANGED, Message, Preview, Step

_SIGN = {"create": "＋", "update": "～", "delete": "－", "replace": "±", "import": "＝"}
_WORD = {
    "create": "to make",
    "update": "to change",
    "delete": "to remove",
    "replace": "to replace",
    "import": "to import",
}
_MARKUP = re.compile(r"([\\`*<>|])")

Row = tuple[str, str, str, str]


def comment(preview: Preview) -> str:
    """The whole comment; a preview that failed leads with its faults."""
    parts = [f"### {_headline(preview)}"]
    if preview.errors:
        parts.append("\n".join(_fault(error) for error in preview.errors))
    warnings = [m for m in preview.messages if m.severity == "warning"]
    if warnings:
        parts.append("\n".join(f"- ⚠ {_about(each)}{_escape(each.plain)}" for each in warnings))
    rows = [row for step in preview.changes for row in _rows(preview, step)]
    if rows:
        parts.append(_table(rows))
    return "\n\n".join(parts) + "\n"


def _headline(preview: Preview) -> str:
    where = f"`{preview.stack}`" if preview.stack else "this stack"
    if preview.errors:
        count = len(preview.errors)
        return f"{where}: stopped, {count} fault{'s' if count > 1 else ''} to mend"
    counts: dict[str, int] = {}
    for step in preview.changes:
        word = _WORD.get(step.op, step.op)
        counts[word] = counts.get(word, 0) + 1
    same = len(
        {s.urn for s in preview.steps if s.op in UNCHANGED and s.urn.type != STACK} - {s.urn for s in preview.changes}
    )
    told = [f"{count} {word}" for word, count in counts.items()] or ["nothing to change"]
    return f"{where}: {', '.join(told)}" + (f", {same} unchanged" if same else "")


def _fault(error: Message) -> str:
    """One line; a text of several (a program's traceback) as a block."""
    first, _, more = error.plain.partition("\n")
    block = f"\n\n```\n{more.replace('```', '` ` `')}\n```\n" if more else ""
    return f"- ✗ {_about(error)}{_escape(first)}{block}"


def _about(message: Message) -> str:
    if message.urn is None or message.urn.type == STACK:
        return ""
    return f"{message.urn.kind} **{_escape(message.urn.name)}**: "


def _rows(preview: Preview, step: Step) -> Iterator[Row]:
    """One row for each effect line; without any (a create, a delete) one for the resource."""
    who = f"{_SIGN.get(step.op, step.op)} {step.urn.kind} **{_escape(step.urn.name)}**"
    lines = preview.effects_of(step.urn)
    for line in lines:
        yield who, _escape(line.what), f"**{line.effect}**", _escape(line.why)
        who = ""
    if not lines:
        yield who, _escape(_what(step)), _WORD.get(step.op, step.op), ""


def _what(step: Step) -> str:
    if step.op == "update" and step.old and step.new:
        return "; ".join(str(each) for each in differences(step.old.inputs, step.new.inputs))
    if step.op == "delete":
        return "is removed from its host"
    return ""


def _table(rows: Iterable[Row]) -> str:
    head = ["| Resource | Change | Effect | Why |", "|---|---|---|---|"]
    return "\n".join([*head, *(f"| {' | '.join(cells)} |" for cells in rows)])


def _escape(text: str) -> str:
    """Plain text in one table cell."""
    return _MARKUP.sub(r"\\\1", text.replace("\n", " "))
