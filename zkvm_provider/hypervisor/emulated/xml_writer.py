"""Writing XML as libvirt's buffer functions do: two blanks a level, single quotes, absent values left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy

from lxml import etree

Attributes = Mapping[str, str | int | None]

_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&apos;"), ('"', "&quot;"))


class XmlWriter:
    """Collects lines; attributes and texts that are None are not written."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0

    def empty(self, tag: str, attributes: Attributes | None = None) -> None:
        """`<tag a='b'/>`."""
        self._line(f"<{tag}{_format(attributes)}/>")

    def text(self, tag: str, text: str | int | None, attributes: Attributes | None = None) -> None:
        """`<tag>text</tag>`, or nothing where `text` is None."""
        if text is not None:
            self._line(f"<{tag}{_format(attributes)}>{_escape(str(text))}</{tag}>")

    @contextmanager
    def element(self, tag: str, attributes: Attributes | None = None) -> Iterator[None]:
        """`<tag a='b'>` and its end on lines of their own, whatever is written in between one level deeper."""
        self._line(f"<{tag}{_format(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{tag}>")

    def verbatim(self, node: etree._Element) -> None:
        """A foreign subtree, indented as libxml2 prints it at this depth."""
        copy = deepcopy(node)
        copy.tail = None
        etree.indent(copy, space="  ", level=self._depth)
        self._line(etree.tostring(copy, encoding="unicode"))

    def finish(self) -> str:
        """Everything written, with a final line end."""
        return "\n".join(self._lines) + "\n"

    def _line(self, text: str) -> None:
        self._lines.append("  " * self._depth + text)


def _format(attributes: Attributes | None) -> str:
    pairs = (attributes or {}).items()
    return "".join(f" {name}='{_escape(str(value))}'" for name, value in pairs if value is not None)


def _escape(text: str) -> str:
    for sign, entity in _ENTITIES:
        text = text.replace(sign, entity)
    return text
