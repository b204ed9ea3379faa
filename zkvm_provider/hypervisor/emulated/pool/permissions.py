"""`<permissions>` of a pool's or volume's target (virStorageDefParsePerms)."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.pool.shape import Permissions
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node, child, content, whole_number
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_NOBODY = 2**32 - 1


def read_permissions(root: Node, path: str) -> Permissions:
    """The permissions at `path`, empty ones where there are none. Raises XML_ERROR."""
    node = child(root, path)
    if node is None:
        return Permissions()
    return Permissions(
        mode=_mode(node),
        owner=_number(node, "owner"),
        group=_number(node, "group"),
        label=content(node, "label"),
    )


def write_permissions(permissions: Permissions, out: XmlWriter) -> None:
    """Write `<permissions>` unless they say nothing."""
    if permissions.is_empty:
        return
    with out.element("permissions"):
        out.text("mode", None if permissions.mode is None else f"0{permissions.mode:o}")
        out.text("owner", permissions.owner)
        out.text("group", permissions.group)
        out.text("label", permissions.label)


def _mode(node: Node) -> int | None:
    text = content(node, "mode")
    if text is None:
        return None
    mode = int(text, 8) if re.fullmatch(r"\s*[0-7]+", text) else -1
    if mode < 0 or mode & ~0o777:
        raise _malformed("malformed octal mode")
    return mode


def _number(node: Node, name: str) -> int | None:
    if child(node, name) is None:
        return None
    number = whole_number(content(node, name) or "")
    if number is None or not -1 <= number <= _NOBODY:
        raise _malformed(f"malformed {name} element")
    return None if number in {-1, _NOBODY} else number


def _malformed(reason: str) -> Exception:
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, reason)
