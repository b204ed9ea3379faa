"""What libvirt's `storagepool.rng` wants of a pool beyond known names: the parts each type must have."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.pool.kinds import KINDS
from zkvm_provider.hypervisor.emulated.pool.mount_options import mount_options_fault
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_WANTED = {
    "dir": ("target/path",),
    "fs": ("source/device", "target/path"),
    "netfs": ("source/host", "source/dir", "target/path"),
    "logical": ("target/path",),
    "disk": ("source/device", "target/path"),
    "iscsi": ("source/host", "source/device", "target/path"),
    "iscsi-direct": ("source/host", "source/device", "source/initiator"),
    "scsi": ("source/adapter", "target/path"),
    "mpath": ("target/path",),
}
_ADAPTERLESS = ("source/device", "source/host", "source/dir", "source/adapter")
_PATTERNS = {
    "target/path": r"/[^\r\n]*",
    "target/permissions/mode": "[0-7]{1,4}",
}
_WWN = re.compile("(0x)?[0-9a-fA-F]{16}")


def require_parts(root: Node) -> None:
    """Refuse (XML_INVALID_SCHEMA) a pool whose type is unknown, or that lacks or misuses a part of its type."""
    kind = root.get("type") or ""
    known = KINDS.get(kind)
    if known is None:
        raise _refusal("Element pool failed to validate content")
    for path in _WANTED.get(kind, ()):
        if root.find(path) is None:
            raise _refusal(f"Expecting an element {path.rpartition('/')[2]}, got nothing")
    for path, pattern in _PATTERNS.items():
        text = root.findtext(path)
        if text is not None and not re.fullmatch(pattern, text.strip()):
            raise _refusal("Error validating value")
    if (
        kind != "rbd" and root.find("refresh") is not None
    ):  # measured on libvirt 9.0.0; storagepool.rng has it there only
        lines = ("Expecting an element target, got nothing", "Invalid sequence in interleave")
        raise _refusal("\n".join((*lines, "Element pool failed to validate content")))
    if fault := mount_options_fault(root):
        raise _refusal(fault)
    style = root.find("source/format")
    if style is not None and known.formats and style.get("type") not in known.formats:
        raise _refusal("Extra element format in interleave")
    protocol_fits = kind == "netfs" and (style is None or style.get("type") in {"auto", "nfs"})
    if root.find("source/protocol") is not None and not protocol_fits:
        raise _refusal("Element source has extra content: protocol")
    if kind in {"dir", "mpath"} and any(root.find(path) is not None for path in _ADAPTERLESS):
        raise _refusal("Element pool failed to validate content")
    adapter = root.find("source/adapter")
    for name in ("wwnn", "wwpn"):
        if adapter is not None and adapter.get(name) is not None and not _WWN.fullmatch(adapter.get(name) or ""):
            raise _refusal(f"Invalid attribute {name} for element adapter")


def _refusal(reason: str) -> Exception:
    text = f"Unable to validate doc against /usr/share/libvirt/schemas/storagepool.rng\n{reason}\n"
    return refusal(ErrorCode.XML_INVALID_SCHEMA, ErrorDomain.XML, text)
