"""`<capacity>` and `<allocation>` with their units (virStorageSize)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node, child, content, filled, whole_number
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain
from zkvm_provider.units import unit_bytes

_LARGEST = 2**63 - 1
"""A file offset is signed."""


def read_size(root: Node, path: str) -> int | None:
    """The size at `path` in bytes, None where absent. Raises XML_ERROR, INVALID_ARG for the unit, OVERFLOW."""
    text = content(root, path)
    if text is None:
        return None
    number = whole_number(text)
    if number is None or text.lstrip().startswith("-"):
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.STORAGE, "malformed capacity element")
    unit = filled(child(root, path), "unit") or "bytes"
    try:
        size = number * unit_bytes(unit)
    except ValueError:
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.NONE, f"unknown suffix '{unit}'") from None
    if size > _LARGEST:
        raise refusal(ErrorCode.OVERFLOW, ErrorDomain.NONE, f"value too large: {number}{unit}")
    return size
