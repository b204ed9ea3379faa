"""Takes every known secret out of any text that leaves the process: messages, reasons, log lines.

A secret is looked for as it is and in the forms texts carry it: base64 (also inside a longer base64 text), escaped
for JSON, XML, URLs or by Python's repr, and line by line. Values of one to three characters, and numbers, are taken out
only where they stand alone: removing every `a` from a text would show where they were and destroy the message.
"""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from zkvm_provider.model.partial import Partial, Tree

MASK = "[secret]"

_SHORT = 4
_SHORTEST_BASE64_CORE = 6


class Scrubber:
    """The secrets this process was shown. Safe for use by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[str] = set()
        self._forms: tuple[str, ...] = ()
        self._words: tuple[re.Pattern[str], ...] = ()

    def learn(self, partial: Partial) -> None:
        """Remember every known value at the secret paths of `partial`."""
        from zkvm_provider.provider import paths

        for path in partial.secrets:
            try:
                tree = paths.at(partial.tree, paths.split(path))
            except LookupError:
                continue
            for _, value in paths.leaves(tree):
                self._learn_value(value)

    def scrub(self, text: str) -> str:
        """`text` with every known secret replaced by a mask."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        for word in self._words:
            text = word.sub(MASK, text)
        return text

    def _learn_value(self, value: Tree) -> None:
        if not isinstance(value, (str, int, float)) or isinstance(value, bool) or value == "":
            return
        text = str(value)
        key = f"{type(value).__name__}:{text}"
        with self._lock:
            if key in self._known:
                return
            self._known.add(key)
            if isinstance(value, str) and len(value) >= _SHORT:
                forms = {*self._forms, *_forms(value)}
                self._forms = tuple(sorted(forms, key=lambda form: (-len(form), form)))
            else:
                self._words = (*self._words, re.compile(rf"(?<!\w){re.escape(text)}(?!\w)"))


def _forms(secret: str) -> Iterator[str]:
    """Every form of a secret that is long enough to be looked for."""
    lines = {line.strip() for line in secret.splitlines()} if "\n" in secret else set()
    for text in {secret, secret.strip(), *lines}:
        if len(text) >= _SHORT:
            yield from _escaped(text)
            yield from _base64(text.encode("utf-8", "surrogatepass"))


def _escaped(text: str) -> Iterator[str]:
    yield text
    yield json.dumps(text)[1:-1]
    yield json.dumps(text, ensure_ascii=False)[1:-1]
    yield repr(text)[1:-1]
    yield html.escape(text, quote=False)
    yield html.escape(text, quote=False).replace('"', "&quot;").replace("'", "&apos;")
    yield quote(text, safe="", errors="replace")


def _base64(data: bytes) -> Iterator[str]:
    """The base64 text of `data`, and what remains of it at each of the three places inside a longer base64 text."""
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(data).decode().rstrip("=")
        for offset in (1, 2):
            shifted = encode(bytes(offset) + data).decode().rstrip("=")
            core = shifted[offset + 1 :]
            if len(core) > _SHORTEST_BASE64_CORE:
                yield core[:-1]
        whole = encode(data).decode().rstrip("=")
        if len(whole) > _SHORTEST_BASE64_CORE:
            yield whole[:-1]
