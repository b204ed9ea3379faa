"""zkvm's own metadata in a domain: owner, URN, the unfinished mark, used device numbers and units, the user's notes."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import ZKVM
from zkvm_provider.model.address import Devno
from zkvm_provider.model.identity import Identity

MARK = f"{{{ZKVM}}}guest"
_NOTE = f"{{{ZKVM}}}note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the metadata say; all empty for a foreign domain."""

    identity: Identity | None
    unfinished: bool
    used_devnos: frozenset[Devno]
    used_units: frozenset[int]
    notes: dict[str, str]


def read_mark(root: Element) -> Mark:
    """The mark of a domain. Device numbers that cannot be read are left out."""
    element = root.find(f"metadata/{MARK}")
    if element is None:
        return Mark(identity=None, unfinished=False, used_devnos=frozenset(), used_units=frozenset(), notes={})
    return mark_in(element)


def mark_in(element: Element) -> Mark:
    """What the metadata element itself says."""
    owner, urn = element.get("owner"), element.get("urn")
    return Mark(
        identity=Identity(owner=owner, urn=urn) if owner and urn else None,
        unfinished=element.get("unfinished") == "yes",
        used_devnos=frozenset(_devnos(element.get("used") or "")),
        used_units=frozenset(int(word) for word in (element.get("units") or "").split() if word.isdigit()),
        notes={note.get("key") or "": note.text or "" for note in element.iterfind(_NOTE)},
    )


def _devnos(text: str) -> list[Devno]:
    found = []
    for word in text.split():
        try:
            found.append(Devno.parse(word))
        except ValueError:
            continue
    return found
