"""A statement as words: blanks part them, quotes keep them together."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass

_QUOTES = "'\""


@dataclass(frozen=True, slots=True)
class Word:
    """One operand. Quoted text keeps its case and blanks; everything else is in upper case, as CP reads it."""

    text: str
    quoted: bool = False
    closed: bool = True

    def __str__(self) -> str:
        return f"'{self.text}'" if self.quoted else self.text


def split(text: str) -> list[Word]:
    """The words of a statement. A quote opens only at the beginning of a word; an unclosed one goes to the end."""
    if "'" not in text and '"' not in text:
        return [Word(each) for each in text.upper().split()]
    found: list[Word] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] in _QUOTES:
            end = text.find(text[at], at + 1)
            found.append(Word(text[at + 1 : end if end > 0 else len(text)], quoted=True, closed=end > 0))
            at = end + 1 if end > 0 else len(text)
        else:
            end = at
            while end < len(text) and not text[end].isspace():
                end += 1
            found.append(Word(text[at:end].upper()))
            at = end
    return found


def joined(words: list[Word]) -> str:
    """The words as one line."""
    return " ".join(str(word) for word in words)
