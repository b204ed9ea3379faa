"""Passwords are taken out while a directory is read: no object, message or report ever holds one.

They stand in USER and IDENTITY (second operand), MDISK (after the mode), APPCPASS, and in some CP commands. What is
not understood is not shown: an unknown statement may be a misspelt USER.
"""

from __future__ import annotations

import re

from zkvm_provider.zvm.table import lookup
from zkvm_provider.zvm.words import Word, joined, split

HOLD_PASSWORDS = frozenset({"USER", "IDENTITY", "MDISK", "APPCPASS", "COMMAND"})
"""Statements that may hold a password."""

MASK = "********"
NO_PASSWORDS = frozenset({"NOLOG", "NOPASS", "AUTOONLY", "LBYONLY"})
"""Keywords in place of a log-on password (USER statement)."""

MODE = re.compile(r"(R|RR|W|WR|M|MR|MW)[VSED]{0,3}")
_AFTER_PASSWORD = re.compile(r"\d+[KMGTPE]?|ON|OFF|.|[A-H]{1,8}")
_SIZE = re.compile(r"\d+[KMGTPE]")
_LEAST = 4
_TOKEN, _WORD = re.compile(r"\S+"), re.compile(r"[\w@#$]+")
"""A password in a comment: with what signs it has, or beside others (`(SECRET1)`, `PW=SECRET1,`)."""


class Redactor:
    """Knows, while one file is read, the passwords seen so far: comments repeat them. It is forgotten afterwards."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def statement(self, name: str, words: list[Word]) -> list[Word]:
        """The words without passwords; `name` is the statement's full name, `?` an unknown one."""
        match name:
            case "USER" | "IDENTITY":
                return self._head(words)
            case "MDISK":
                return self._minidisk(words)
            case "APPCPASS":
                return self._from(words, 4)
            case "COMMAND":
                return self._command(words)
            case "?":
                hidden = len(words) - 1
                return [*words[:1], Word(f"({hidden} operands not shown)")] if hidden > 0 else words
        return words

    def comment(self, text: str) -> str:
        """A comment: one that holds a statement is read as the statement, and known passwords are masked."""
        stars = len(text) - len(text.lstrip("* "))
        body = text[stars:]
        first = body.split(None, 1)[0].upper() if body.strip() else ""
        row = lookup(first)
        if row is not None and row.name in HOLD_PASSWORDS:
            words = split(body)
            if row.name not in ("USER", "IDENTITY") or len(words) == 3 or any(_SIZE.fullmatch(w.text) for w in words):
                return text[:stars] + joined(self.statement(row.name, words))
        if not self._seen:
            return text
        return _TOKEN.sub(lambda found: _WORD.sub(self._masked, self._masked(found)), text)

    def _masked(self, found: re.Match[str]) -> str:
        return MASK if found[0].upper() in self._seen else found[0]

    def _head(self, words: list[Word]) -> list[Word]:
        clean = list(words)
        if len(words) > 2 and words[2].text not in NO_PASSWORDS:
            self._hide(clean, 2)
        for at in range(3, len(words)):
            if not _AFTER_PASSWORD.fullmatch(words[at].text):
                self._hide(clean, at)
        return clean

    def _minidisk(self, words: list[Word]) -> list[Word]:
        """`MDISK vdev type start size volid mode …`; DEVNO, V-DISK and T-DISK have one operand less."""
        short = len(words) > 3 and words[3].text in ("DEVNO", "V-DISK", "T-DISK")
        mode = 5 if short else 6
        clean = self._from(words, mode + 1)
        if len(words) > mode and not MODE.fullmatch(words[mode].text):
            self._hide(clean, mode)
        return clean

    def _command(self, words: list[Word]) -> list[Word]:
        """`COMMAND [CP] LINK [TO] user vdev [AS] vdev mode [PASS=] password`, `AUTOLOG user password`."""
        texts = [word.text for word in words]
        verb = 2 if texts[1:2] == ["CP"] else 1
        if len(texts) <= verb:
            return words
        if "AUTOLOG".startswith(texts[verb]) and len(texts[verb]) >= 4:
            return self._from(words, verb + 2)
        if texts[verb] == "LINK":
            mode = next((at for at in range(verb + 3, len(texts)) if MODE.fullmatch(texts[at])), verb + 4)
            return self._from(words, mode + 1)
        return words

    def _from(self, words: list[Word], start: int) -> list[Word]:
        clean = list(words)
        for at in range(start, len(words)):
            self._hide(clean, at)
        return clean

    def _hide(self, words: list[Word], at: int) -> None:
        if len(words[at].text) >= _LEAST:
            self._seen.add(words[at].text.upper())
        words[at] = Word(MASK)
