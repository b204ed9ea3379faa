"""Folders of the host that a guest mounts: virtiofs and 9p."""

from __future__ import annotations

from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.model.filesystem import Filesystem, FilesystemKind

_KINDS = {"virtiofs": FilesystemKind.VIRTIOFS, "path": FilesystemKind.NINE_P, "": FilesystemKind.NINE_P}
_MODES = {FilesystemKind.VIRTIOFS: "passthrough", FilesystemKind.NINE_P: "mapped"}
"""virtiofs knows no other; 9p keeps the guest's owners in attributes, so that QEMU need not be root."""


def read_filesystem(filesystem: Device, name: str) -> Filesystem | None:
    """The file system, or None when the model cannot say what it is."""
    kind = _KINDS.get(filesystem.attribute("driver", "type"))
    source, tag = filesystem.attribute("source", "dir"), filesystem.attribute("target", "dir")
    if kind is None or filesystem.element.get("type") != "mount" or not source.startswith("/") or not tag:
        return None
    mode = filesystem.element.get("accessmode", _MODES[kind])
    if mode != _MODES[kind] or filesystem.has_foreign_address:
        return None
    return Filesystem(
        name=name,
        source=source,
        tag=tag,
        kind=kind,
        read_only="readonly" in filesystem.children,
        devno=filesystem.devno,
    )
