"""XML text in and out: libvirt's refusals for what is not XML, and its way of writing (two blanks, single quotes)."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.shape import Node, elements
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_PARSER_LIMITS = {"resolve_entities": False, "no_network": True, "remove_comments": False}


def parse(xml: str, *, what: str = "(domain_definition)", domain: ErrorDomain = ErrorDomain.DOMAIN) -> Node:
    """The root element. Text that is not XML is XML_DETAIL with the parser's message, line and a caret."""
    parser = etree.XMLParser(**_PARSER_LIMITS)  # type: ignore[arg-type]
    try:
        return etree.fromstring(xml.encode(), parser)
    except etree.XMLSyntaxError as fault:
        raise _not_xml(xml, what, domain, fault) from fault
    except ValueError as fault:
        raise refusal(ErrorCode.XML_DETAIL, domain, f"{what}:1: {fault}\n") from fault


def write(node: Node) -> str:
    """The tree as libvirt formats it, with a final line end."""
    lines: list[str] = []
    _write(node, 0, lines)
    return "\n".join(lines) + "\n"


def same(left: Node | None, right: Node | None) -> bool:
    """Both absent, or equal as libvirt would write them."""
    if left is None or right is None:
        return left is right
    return write(left) == write(right)


def escape(value: str) -> str:
    """libvirt's escaping (virBufferEscapeString): the five characters, in attributes and text alike."""
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&apos;"), ('"', "&quot;")):
        value = value.replace(sign, entity)
    return value


def _write(node: Node, depth: int, lines: list[str]) -> None:
    indent = "  " * depth
    if node.tag == "metadata":
        lines.append(_verbatim(node, depth))
        return
    tag = _tag(node)
    head = indent + "<" + tag + "".join(f" {name}='{escape(value)}'" for name, value in _attributes(node))
    children = list(elements(node))
    text = node.text or ""
    if children:
        lines.append(head + ">")
        for child in children:
            _write(child, depth + 1, lines)
        lines.append(f"{indent}</{tag}>")
    elif text:
        lines.append(f"{head}>{escape(text)}</{tag}>")
    else:
        lines.append(head + "/>")


def _tag(node: Node) -> str:
    name = etree.QName(node)
    return f"{node.prefix}:{name.localname}" if node.prefix else name.localname


def _attributes(node: Node) -> list[tuple[str, str]]:
    found = [(str(name), str(value)) for name, value in node.attrib.items()]
    if node.getparent() is None:
        found += [(f"xmlns:{prefix}", uri) for prefix, uri in node.nsmap.items() if prefix]
    return found


def _verbatim(node: Node, depth: int) -> str:
    """`<metadata>` as libxml2 prints it inside a document: its own quotes, indented where it holds no text."""
    holder = etree.Element("domain")
    place = holder
    for _ in range(depth - 1):
        place = etree.SubElement(place, "domain")
    copy = deepcopy(node)
    copy.tail = None
    place.append(copy)
    if not any((child.tail or "").strip() or child.tail for child in copy) and not copy.text:
        printed = etree.tostring(holder, pretty_print=True, encoding="unicode")
    else:
        printed = etree.tostring(copy, encoding="unicode")
    start, end = printed.index("<metadata"), printed.rindex("</domain>") if "</domain>" in printed else len(printed)
    return "  " * depth + printed[start:end].rstrip()


def _not_xml(xml: str, what: str, domain: ErrorDomain, fault: etree.XMLSyntaxError) -> Exception:
    row, column = fault.position
    lines = xml.splitlines() or [""]
    line = lines[min(max(row, 1), len(lines)) - 1]
    message = (fault.msg or "").rsplit(", line ", 1)[0]
    caret = "-" * max(column - 1, 0) + "^"
    return refusal(ErrorCode.XML_DETAIL, domain, f"{what}:{row}: {message}\n{line}\n{caret}")
