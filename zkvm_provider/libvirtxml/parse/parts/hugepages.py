"""`<memoryBacking>`: huge pages of the host's default size, and memory that is shared because virtiofs needs it.

Pages of a named size, and shared memory of a guest without virtiofs, are not the model's.
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.domain import Domain
from zkvm_provider.libvirtxml.parse.parts.part import Part
from zkvm_provider.libvirtxml.xmltext import attribute, drop, find, find_all

_SHARED = {"source": ("type", "memfd"), "access": ("mode", "shared")}


def _pages(backing: Element) -> Element | None:
    found = find(backing, "hugepages")
    return found if found is not None and not len(found) else None


def _read(domain: Domain) -> bool:
    backing = domain.children.get("memoryBacking")
    return backing is not None and _pages(backing) is not None


def _take_out(root: Element) -> None:
    backing = find(root, "memoryBacking")
    if backing is None:
        return
    pages = _pages(backing)
    if pages is not None:
        drop(pages)
    if any(attribute(each, "driver", "type") == "virtiofs" for each in find_all(root, "devices/filesystem")):
        for tag, (name, value) in _SHARED.items():
            for found in backing.findall(tag):
                if found.get(name) == value:
                    drop(found)
    if not len(backing):
        drop(backing)


PART = Part(field="hugepages", read=_read, take_out=_take_out, canonical=bool)
