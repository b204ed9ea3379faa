"""Reading network, pool and volume XML the way libvirt's `virxml.c` does: absent, empty and malformed told apart."""

from __future__ import annotations

import re

from lxml import etree

from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

Node = etree._Element

_UUID = re.compile(r"\s*[0-9a-fA-F]{8}(-?)(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\s*")


def parse_document(xml: str, *, root: str, what: str, domain: ErrorDomain) -> Node:
    """The root element, which must be `<root>`.

    Raises XML_DETAIL in `domain` for text that is no XML (with line and caret, `what` as file name), XML_ERROR in
    the XML domain for another root element.
    """
    node = well_formed(xml, what=what, domain=domain)
    if node.tag != root:
        reason = f"unexpected root element <{node.tag}>, expecting <{root}>"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, reason)
    return node


def well_formed(xml: str, *, what: str, domain: ErrorDomain) -> Node:
    """The root element, whatever it is. Raises XML_DETAIL in `domain` for text that is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(xml.encode(), parser)
    except etree.XMLSyntaxError as fault:
        raise refusal(ErrorCode.XML_DETAIL, domain, _where(xml, what, fault)) from fault


def child(node: Node, path: str) -> Node | None:
    """The first element at `path` (relative, slashes between names), or None."""
    return node.find(path)


def children(node: Node, path: str) -> list[Node]:
    """Every element at `path`, in document order."""
    return node.findall(path)


def attribute(node: Node | None, name: str) -> str | None:
    """The attribute's value, None where absent; an empty value stays empty (virXMLPropString)."""
    return None if node is None else _text(node.get(name))


def filled(node: Node | None, name: str) -> str | None:
    """The attribute's value, None where absent or empty (virXPathString on an attribute)."""
    return attribute(node, name) or None


def content(node: Node, path: str) -> str | None:
    """The text of the first element at `path`, None where absent or empty (virXPathString)."""
    found = node.find(path)
    if found is None:
        return None
    return "".join(str(piece) for piece in found.itertext()) or None


def tristate(node: Node | None, name: str) -> str | None:
    """`yes`, `no` or None where absent (virXMLPropTristateBool). Raises XML_ERROR for anything else."""
    return choice(node, name, ("yes", "no"))


def choice(node: Node | None, name: str, choices: tuple[str, ...]) -> str | None:
    """The attribute if it is one of `choices`, None where absent (virXMLPropEnum). Raises XML_ERROR."""
    value = attribute(node, name)
    if node is None or value is None:
        return None
    if value not in choices:
        raise invalid_attribute(node, name, value)
    return value


def unsigned(node: Node | None, name: str) -> int | None:
    """The attribute as a whole number from 0 on, None where absent (virXMLPropUInt). Raises XML_ERROR."""
    value = attribute(node, name)
    if node is None or value is None:
        return None
    number = whole_number(value)
    if number is None or not 0 <= number < 2**32:
        raise invalid_attribute(node, name, value)
    return number


def whole_number(text: str) -> int | None:
    """A decimal integer with libvirt's tolerance: blanks before it, nothing after it; None for other text."""
    return int(text) if re.fullmatch(r"\s*[+-]?\d+", text) else None


def invalid_attribute(node: Node, name: str, value: str) -> Exception:
    """virxml.c's refusal of an attribute's value."""
    reason = f"Invalid value for attribute '{name}' in element '{node.tag}': '{value}'."
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.XML, reason)


def canonical_uuid(text: str) -> str | None:
    """The uuid in libvirt's form (lower case, with dashes), or None where `text` is none."""
    if _UUID.fullmatch(text) is None:
        return None
    digits = re.sub(r"[^0-9a-f]", "", text.lower())
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def is_multicast(mac: str) -> bool:
    """Whether the lowest bit of a MAC address's first byte is set."""
    return bool(int(mac.split(":", maxsplit=1)[0], 16) & 1)


def canonical_mac(text: str) -> str | None:
    """The MAC address in lower case with two digits a byte, or None where `text` is none (virMacAddrParse)."""
    parts = text.split(":")
    if len(parts) != 6 or not all(re.fullmatch(r"[0-9a-fA-F]{1,2}", part) for part in parts):
        return None
    return ":".join(f"{int(part, 16):02x}" for part in parts)


def _text(value: str | bytes | None) -> str | None:
    return value.decode() if isinstance(value, bytes) else value


def _where(xml: str, what: str, fault: etree.XMLSyntaxError) -> str:
    row, column = fault.position
    lines = xml.splitlines() or [""]
    line = lines[min(max(row, 1), len(lines)) - 1]
    message = (fault.msg or "").rsplit(", line ", 1)[0]
    return f"{what}:{row}: {message}\n{line}\n{'-' * max(column - 2, 0)}^"
