"""`<memoryBacking><hugepages/>`: huge pages of the host's default size. Pages of a named size are not the model's."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import drop


def _plain(root: Element) -> Element | None:
    found = root.find("memoryBacking/hugepages")
    return found if found is not None and not len(found) else None


def _read(root: Element) -> bool:
    return _plain(root) is not None


def _take_out(root: Element) -> None:
    found = _plain(root)
    if found is None:
        return
    backing = found.getparent()
    drop(found)
    if backing is not None and not len(backing):
        drop(backing)


PART = Part(field="hugepages", read=_read, take_out=_take_out, canonical=bool)
