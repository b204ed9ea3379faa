"""Reading and writing XML text safely: no entity is resolved, no network is used, no document type is accepted."""

from __future__ import annotations

import copy
import re
import threading
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from zkvm_provider.errors import Bug
from zkvm_provider.units import KIB, unit_bytes

ZKVM = "urn:zkvm:guest:1"
"""Namespace of zkvm's own metadata element."""

_NUMBER = re.compile(r"\s*(\d+)\s*")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


class NotWellFormed(Exception):
    """Text is not the XML that was expected; `line` counts in that text, from 1."""

    def __init__(self, reason: str, line: int) -> None:
        self.reason, self.line = reason, line
        super().__init__(reason)


class _Own(threading.local):
    """Each thread's own parser: one that several use makes them wait for one another."""

    def __init__(self) -> None:
        self.parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )


_own = _Own()


def read(text: str) -> Element:
    """The root element, without comments and processing instructions. Raises NotWellFormed."""
    try:
        root = etree.fromstring(_without_encoding(text).encode(), _own.parser)
    except etree.XMLSyntaxError as error:
        raise NotWellFormed(error.msg, error.lineno or 0) from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs' DocInfo lacks it
        raise NotWellFormed("a document type declaration is not accepted", 1)
    return root


def read_answer(text: str, tag: str) -> Element:
    """The root of what a hypervisor answered; `tag` is what it must be. Raises Bug otherwise."""
    try:
        root = read(text)
    except NotWellFormed as error:
        raise Bug(f"the hypervisor's <{tag}> XML cannot be read: {error.reason}") from error
    if root.tag != tag:
        raise Bug(f"expected the XML of a <{tag}> from the hypervisor, got <{root.tag}>")
    return root


def write_bare(element: Element) -> str:
    """Text of an element without any namespace and without what follows it."""
    bare = copy.deepcopy(element)
    bare.tail = None
    for node in bare.iter():
        node.tag = etree.QName(node).localname
    etree.cleanup_namespaces(bare)
    text: str = etree.tostring(bare, encoding="unicode")
    return text


def write(root: Element) -> str:
    """Text with two blanks per level, as libvirt prints; text of leaves is left alone."""
    etree.indent(root, space="  ")
    text: str = etree.tostring(root, encoding="unicode")
    return text + "\n"


def children(element: Element) -> Iterator[Element]:
    """Child elements, without entities and the like."""
    return (child for child in list(element) if isinstance(child.tag, str))


def drop(element: Element) -> None:
    """Take an element out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def clone(element: Element) -> Element:
    """A copy without parent and without the white space after it."""
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


def is_container(element: Element) -> bool:
    """Whether an element says nothing itself and only holds others (`<dns>`, `<features>`)."""
    return len(element) > 0 and not element.attrib and not (element.text or "").strip()


def find(element: Element, path: str) -> Element | None:
    """The first element at a path of bare tags (or `.`), as `Element.find` finds it in twice the time."""
    if "/" not in path:
        return element if path == "." else next(element.iterchildren(path), None)
    tag, _, rest = path.partition("/")
    for child in element.iterchildren(tag):
        found = find(child, rest)
        if found is not None:
            return found
    return None


def find_all(element: Element, path: str) -> Iterator[Element]:
    """Every element at a path of bare tags, in the order of the text; `*` stands for any tag."""
    tag, _, rest = path.partition("/")
    for child in element.iterchildren(tag):
        if rest:
            yield from find_all(child, rest)
        else:
            yield child


def text_of(root: Element, path: str) -> str:
    """Text of the element at `path`, exactly; empty when there is none."""
    found = find(root, path)
    return found.text or "" if found is not None else ""


def attribute(root: Element, path: str, name: str) -> str:
    """An attribute of the element at `path`; empty when either is missing."""
    found = find(root, path)
    return found.get(name) or "" if found is not None else ""


def size_of(root: Element, path: str, *, default_unit: str) -> int | None:
    """Bytes of the sized element at `path`, None when it is missing or no whole number."""
    return size_in(find(root, path), default_unit=default_unit)


def size_in(found: Element | None, *, default_unit: str) -> int | None:
    """Bytes of a sized element (`<memory unit='KiB'>`), None without one or when it is no whole number."""
    number = _NUMBER.fullmatch(found.text or "") if found is not None else None
    if found is None or number is None:
        return None
    return int(number.group(1)) * unit_bytes(found.get("unit") or default_unit)


def kib_up(size_bytes: int) -> int:
    """Whole KiB, rounded up: libvirt's rule for memory (captured in `012-mem-KB`)."""
    return -(-size_bytes // KIB)


def canonical(element: Element) -> str:
    """One text for all spellings of an element: order of attributes and children and white space mean nothing."""
    attributes = " ".join(f"{name!r}={value!r}" for name, value in sorted(element.attrib.items()))
    inner = "".join(sorted(canonical(child) for child in children(element)))
    return f"<{element.tag} {attributes}>{(element.text or '').strip()!r}{inner}</>"


def _without_encoding(text: str) -> str:
    """Drop an XML declaration: Python text has no encoding left to declare."""
    return _DECLARATION.sub(lambda match: "\n" * match.group().count("\n"), text)
