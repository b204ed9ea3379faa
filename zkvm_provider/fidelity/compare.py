"""Comparing two XML texts as a reader of the recorded data must: what is random or counted by the host is set aside.

Set aside are uuid, MAC address, interface id and port id where the input does not give that value, a domain's id,
numbers of pseudo-terminals, tap and macvtap devices, and a volume's time stamps. Order of elements counts, order of
attributes and white space between elements do not.
"""

from __future__ import annotations

import re

from lxml import etree

from zkvm_provider.dataclass import dataclass

_STAMPS = frozenset({"atime", "mtime", "ctime", "btime"})
_RANDOM_ATTRIBUTES = {("mac", "address"), ("parameters", "interfaceid"), ("source", "portid")}
_COUNTED = (
    (re.compile(r"/dev/pts/\d+"), "/dev/pts/*"),
    (re.compile(r"\bvnet\d+\b"), "vnet*"),
    (re.compile(r"\bmacvtap\d+\b"), "macvtap*"),
    (re.compile(r"/domain-\d+-"), "/domain-*-"),
)
_MESSAGE_NOISE = (
    (re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z"), "TIME"),
    (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "UUID"),
    (re.compile(r"\b(pid|process) \d+"), r"\1 PID"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two documents differ: its path in both, and what each has there."""

    want: str
    got: str


def first_difference(want: str, got: str, *, given: str) -> Difference | None:
    """Where `got` first differs from `want`, or None where they say the same; `given` is the case's input."""
    try:
        found = etree.fromstring(got.encode())
    except etree.XMLSyntaxError as failure:
        return Difference("well-formed XML", f"text that is none: {failure.msg}")
    values = _given_values(given)
    return _compare(etree.fromstring(want.encode()), found, "", values)


def quiet(message: str) -> str:
    """A message on one line, without process ids, QEMU's time stamps and uuids."""
    for noise, word in _MESSAGE_NOISE:
        message = noise.sub(word, message)
    return " ".join(message.split())


def _given_values(given: str) -> frozenset[str]:
    """Every value in the input that could name something random, in lower case."""
    return frozenset(re.findall(r"[0-9a-f][0-9a-f:-]{7,}", given.lower()))


def _compare(want: etree._Element, got: etree._Element, above: str, values: frozenset[str]) -> Difference | None:
    path = f"{above}/{want.tag}"
    if want.tag != got.tag:
        return Difference(f"{path}", f"{above}/{got.tag}")
    ours, theirs = _attributes(want, values), _attributes(got, values)
    if ours != theirs:
        return Difference(f"{path} {_only(ours, theirs)}", f"{path} {_only(theirs, ours)}")
    if _content(want, values) != _content(got, values):
        return Difference(f"{path}: {_content(want, values)}", f"{path}: {_content(got, values)}")
    children, others = _elements(want), _elements(got)
    for ours_below, theirs_below in zip(children, others, strict=False):
        difference = _compare(ours_below, theirs_below, path, values)
        if difference is not None:
            return difference
    if len(children) != len(others):
        common = min(len(children), len(others))
        return Difference(f"{path} {_names(children[common:])}", f"{path} {_names(others[common:])}")
    return None


def _elements(node: etree._Element) -> list[etree._Element]:
    return [child for child in node if isinstance(child.tag, str)]


def _attributes(node: etree._Element, values: frozenset[str]) -> dict[str, str]:
    found = {str(name): _counted(str(value)) for name, value in node.attrib.items()}
    for name, value in found.items():
        if (node.tag, name) in _RANDOM_ATTRIBUTES and value.lower() not in values:
            found[name] = "*"
    if node.tag == "domain" and node.getparent() is None:
        found.pop("id", None)
    return found


def _content(node: etree._Element, values: frozenset[str]) -> str:
    text = (node.text or "").strip()
    parent = node.getparent()
    if node.tag in _STAMPS:
        return "*"
    if node.tag == "uuid" and parent is not None and parent.getparent() is None and text.lower() not in values:
        return "*"
    return _counted(text)


def _counted(text: str) -> str:
    for number, word in _COUNTED:
        text = number.sub(word, text)
    return text


def _only(ours: dict[str, str], theirs: dict[str, str]) -> str:
    shown = [f"{name}='{value}'" for name, value in ours.items() if theirs.get(name) != value]
    return " ".join(shown) or "(no more attributes)"


def _names(elements: list[etree._Element]) -> str:
    return "followed by " + (" ".join(f"<{element.tag}>" for element in elements) or "nothing")
