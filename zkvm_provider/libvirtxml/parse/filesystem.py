"""Folders of the host that a guest mounts: virtiofs and 9p."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_of, has_foreign_address
from zkvm_provider.libvirtxml.xmltext import attribute, find
from zkvm_provider.model.filesystem import Filesystem, FilesystemKind

_KINDS = {"virtiofs": FilesystemKind.VIRTIOFS, "path": FilesystemKind.NINE_P, "": FilesystemKind.NINE_P}
_MODES = {FilesystemKind.VIRTIOFS: "passthrough", FilesystemKind.NINE_P: "mapped"}
"""virtiofs knows no other; 9p keeps the guest's owners in attributes, so that QEMU need not be root."""


def read_filesystem(element: Element, name: str) -> Filesystem | None:
    """The file system, or None when the model cannot say what it is."""
    kind = _KINDS.get(attribute(element, "driver", "type"))
    source, tag = attribute(element, "source", "dir"), attribute(element, "target", "dir")
    if kind is None or element.get("type") != "mount" or not source.startswith("/") or not tag:
        return None
    if element.get("accessmode", _MODES[kind]) != _MODES[kind] or has_foreign_address(element):
        return None
    return Filesystem(
        name=name,
        source=source,
        tag=tag,
        kind=kind,
        read_only=find(element, "readonly") is not None,
        devno=devno_of(element),
    )
