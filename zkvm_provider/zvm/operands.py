"""The operands of one statement, taken from left to right; what does not fit is a `BadOperand` with a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zkvm_provider.zvm.words import Word

_SIZE = re.compile(r"(\d{1,15})([KMGTPE])")
_POWER = {"K": 1, "M": 2, "G": 3, "T": 4, "P": 5, "E": 6}
_NAME = re.compile(r"[A-Z0-9@#$_+:&*-]{1,8}")


class BadOperand(Exception):
    """An operand is missing or cannot be read; the text is for the user."""


class Operands:
    """A cursor over the words behind the keyword."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = [word.text for word in words]
        self._at = 0

    def __bool__(self) -> bool:
        return self._at < len(self._words)

    def peek(self) -> str:
        """The next word without taking it; empty at the end."""
        return self._words[self._at] if self else ""

    def rest(self) -> tuple[str, ...]:
        """All that is left."""
        left = tuple(self._words[self._at :])
        self._at = len(self._words)
        return left

    def word(self, what: str) -> str:
        """The next word, which must be there."""
        if not self:
            raise BadOperand(f"{what} is missing")
        self._at += 1
        return self._words[self._at - 1]

    def name(self, what: str) -> str:
        """A name of up to eight characters."""
        text = self.word(what)
        if not _NAME.fullmatch(text):
            raise BadOperand(f"{what} must be a name of at most 8 characters, found {text!r}")
        return text

    def vdev(self, what: str = "the virtual device number") -> int:
        """A device number: one to four hex digits."""
        return device_number(self.word(what), what)

    def number(self, what: str, *, least: int = 0, most: int = 10**9) -> int:
        """A decimal number within bounds."""
        text = self.word(what)
        if not text.isascii() or not text.isdigit() or len(text) > 12 or not least <= int(text) <= most:
            raise BadOperand(f"{what} must be a number from {least} to {most}, found {text!r}")
        return int(text)

    def size(self, what: str) -> int:
        """A storage size such as 512M, in bytes."""
        return storage_size(self.word(what), what)


def device_number(text: str, what: str) -> int:
    """One to four hex digits as a number. Raises BadOperand."""
    if not re.fullmatch(r"[0-9A-F]{1,4}", text):
        raise BadOperand(f"{what} must be one to four hex digits, found {text!r}")
    return int(text, 16)


def storage_size(text: str, what: str) -> int:
    """Bytes of `512M`. Raises BadOperand."""
    match = _SIZE.fullmatch(text)
    if match is None:
        raise BadOperand(f"{what} must be digits with K, M, G, T, P or E, found {text!r}")
    size = int(match[1]) * int(1024 ** _POWER[match[2]])
    if not 0 < size < 2**64:
        raise BadOperand(f"{what} must be above 0 and below 16E, found {text!r}")
    return size


def number_list(text: str, what: str, *, most: int) -> tuple[int, ...]:
    """Numbers and ranges such as `6`, `1-3` or `10,20`. Raises BadOperand."""
    found: list[int] = []
    for part in filter(None, text.split(",")):
        match = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", part)
        if match is None:
            raise BadOperand(f"{what} must be numbers from 0 to {most}, found {part!r}")
        first, last = int(match[1]), int(match[2] or match[1])
        if not first <= last <= most:
            raise BadOperand(f"{what} must be numbers from 0 to {most}, found {part!r}")
        found += range(first, last + 1)
    return tuple(found)
