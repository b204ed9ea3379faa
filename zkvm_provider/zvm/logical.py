"""Lines put together to statements: a trailing comma continues a statement on the next line.

What leaves this file holds no password: `redaction.py` has taken them out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm.redaction import HOLD_PASSWORDS, Redactor
from zkvm_provider.zvm.table import ENTRY_NAMES, lookup
from zkvm_provider.zvm.words import Word, joined, split

COMMENT = "*"
_MAX_LINES = 64
"""More lines than any statement has; a run of commas longer than this is not one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogicalLine:
    """One statement, comment or run of nothing: its physical lines, canonical name, words and readable text.

    `name` is the statement's full name, `*` for a comment, empty for a blank line, `?` for an unknown keyword. `fault`
    says what is wrong with the way it is written.
    """

    lines: tuple[int, ...]
    name: str
    words: tuple[Word, ...] = ()
    text: str = ""
    fault: str = ""


def logical_lines(lines: tuple[str, ...]) -> Iterator[LogicalLine]:
    """Every line in exactly one result, in order of the first line.

    A comment may name a password that stands further down, so comments are cleaned when all passwords are known.
    """
    redactor = Redactor()
    found = [*_as_written(lines, redactor)]
    for each in found:
        if each.name == COMMENT:
            redactor.comment(each.text)  # it may be a statement itself, with a password that others repeat
    for each in found:
        yield replace(each, text=redactor.comment(each.text)) if each.name == COMMENT else each


def _as_written(lines: tuple[str, ...], redactor: Redactor) -> Iterator[LogicalLine]:
    """Statements clean, comments as they are."""
    number = 0
    while number < len(lines):
        text = lines[number].strip()
        if not text:
            number += 1
            yield LogicalLine(lines=(number,), name="")
        elif text.startswith(COMMENT):
            number += 1
            yield LogicalLine(lines=(number,), name=COMMENT, text=text)
        else:
            taken, whole, fault = _gather(lines, number)
            yield _statement(redactor, taken, whole, fault)
            number = taken[-1]


def _gather(lines: tuple[str, ...], start: int) -> tuple[tuple[int, ...], str, str]:
    """Line numbers, text and fault of the statement whose first line has index `start`."""
    taken, parts, at, fault = [start + 1], [], start, ""
    while True:
        text = lines[at].strip()
        if not text.endswith(","):
            parts.append(text)
            break
        parts.append(text[:-1])
        following = lines[at + 1].strip() if at + 1 < len(lines) else ""
        if not following or following.startswith(COMMENT) or len(taken) == _MAX_LINES or _must_not_be_joined(following):
            fault = "it ends with a comma, but no further line continues it"
            break
        at += 1
        taken.append(at + 1)
    return tuple(taken), " ".join(parts), fault


def _must_not_be_joined(text: str) -> bool:
    """Whether a line begins an entry, or a statement that may hold a password, which joined to another would show."""
    row = lookup(text.split(None, 1)[0].upper())
    return row is not None and (row.name in ENTRY_NAMES or row.name in HOLD_PASSWORDS)


def _statement(redactor: Redactor, taken: tuple[int, ...], whole: str, fault: str) -> LogicalLine:
    words = split(whole) or [Word(",")]
    row = lookup(words[0].text)
    name = row.name if row else "?"
    clean = redactor.statement(name, words)
    if not fault and not all(word.closed for word in words):
        fault = "a quote is opened and never closed"
    return LogicalLine(lines=taken, name=name, words=tuple(clean), text=joined(clean), fault=fault)
