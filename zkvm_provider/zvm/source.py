"""The bytes of a directory file as numbered lines: code page, record form, sequence columns.

A source directory is a CMS file, usually of fixed 80-byte records; columns 73 to 80 may hold sequence numbers. On its
way to Linux it may have lost its line ends, or never have been translated from EBCDIC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import InvalidInput

RECORD, DATA = 80, 72
_NUMBERED = re.compile(r"[A-Z0-9@#$]{0,3}[0-9]{5,8}")
_EBCDIC_BLANK, _EBCDIC_LETTERS = 0x40, frozenset(range(0xC1, 0xEA))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Lines without their ends, from line 1; `has_sequence` says that columns 73 to 80 were taken off."""

    lines: tuple[str, ...]
    has_sequence: bool = False


def read_source(data: bytes, *, name: str) -> Source:
    """The lines of a file called `name`. Raises InvalidInput for a file that is empty, EBCDIC or not text."""
    if not data.strip(b" \t\r\n\x00\x1a"):
        raise InvalidInput.at(name, "the file is empty; expected a user directory in source form (USER DIRECT)")
    if _is_ebcdic(data):
        raise InvalidInput.at(
            name,
            "this is EBCDIC text, not ASCII; translate it first, for records of 80 bytes with "
            f"`dd if={name} of={name}.txt conv=ascii cbs=80`, or transfer it from z/VM again in ASCII mode",
        )
    lines = _records(_decoded(data, name))
    cut = _has_sequence(lines)
    return Source(lines=tuple(line[:DATA].rstrip() if cut else line for line in lines), has_sequence=cut)


def _decoded(data: bytes, name: str) -> str:
    controls = sum(data.count(code) for code in range(32) if code not in (9, 10, 12, 13, 26))
    if controls > len(data) // 100:
        at = next(number for number, code in enumerate(data) if code < 32 and code not in (9, 10, 12, 13, 26))
        raise InvalidInput.at(
            name, f"this is not text (byte {at} is 0x{data[at]:02x}); expected USER DIRECT in source form"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _records(text: str) -> list[str]:
    if "\n" not in text and "\r" not in text and len(text) > RECORD and len(text) % RECORD == 0:
        return [text[at : at + RECORD].rstrip() for at in range(0, len(text), RECORD)]
    unified = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a\x00")
    lines = unified.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return [_plain(line) for line in lines]


def _plain(line: str) -> str:
    """Without tabs, and without control characters, which no statement may hold."""
    if line.isprintable():
        return line.rstrip()
    return "".join(each if each.isprintable() else " " for each in line.expandtabs(8)).rstrip()


def _has_sequence(lines: Sequence[str]) -> bool:
    """Whether columns 73 to 80 are sequence numbers beyond doubt: on most lines, never anything else, never falling.

    When in doubt they are data: a number that is read as an operand is reported, an operand that is cut off is lost.
    """
    fields = [line[DATA:RECORD].strip() for line in lines if len(line) > DATA]
    written = sum(1 for line in lines if line.strip())
    if len(fields) < 2 or 2 * len(fields) <= written or any(len(line) > RECORD for line in lines):
        return False
    numbers = [field for field in fields if field]
    if not all(_NUMBERED.fullmatch(field) for field in numbers):
        return False
    values = [int(re.sub(r"^\D*(?:\d+\D+)?", "", field)[-5:]) for field in numbers]
    return len(values) > 1 and all(before < after for before, after in pairwise(values))


def _is_ebcdic(data: bytes) -> bool:
    sample = data[:8192]
    letters = sum(1 for code in sample if code in _EBCDIC_LETTERS)
    return sample.count(_EBCDIC_BLANK) + letters > 0.5 * len(sample) and sample.count(0x20) < sample.count(
        _EBCDIC_BLANK
    )
