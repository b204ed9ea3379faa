"""zkvm's own metadata in a domain: owner, URN, the unfinished mark, device numbers and units, the user's notes, and
what a guest that is started by it boots from (the running guest keeps the mark it was started with)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.parse.domain import Indexed
from zkvm_provider.libvirtxml.xmltext import ZKVM, find
from zkvm_provider.model.address import Devno
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch

MARK = f"{{{ZKVM}}}guest"
_PATCH = f"{{{ZKVM}}}patch"
_ADDED = f"{{{ZKVM}}}added"
_NOTE = f"{{{ZKVM}}}note"
_Number = TypeVar("_Number", Devno, int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the metadata say; all empty for a foreign domain."""

    identity: Identity | None
    unfinished: bool
    used_devnos: frozenset[Devno]
    used_units: frozenset[int]
    notes: dict[str, str]
    patches: tuple[XmlPatch, ...]
    templates: str = ""
    added: tuple[XmlPatch, ...] = ()
    boots: str | None = None
    given_devnos: tuple[tuple[str, Devno], ...] = ()
    given_units: tuple[tuple[str, int], ...] = ()


def read_mark(domain: Indexed) -> Mark:
    """The mark of a domain. Device numbers that cannot be read are left out."""
    metadata = domain.children.get("metadata")
    element = find(metadata, MARK) if metadata is not None else None
    if element is None:
        return Mark(
            identity=None, unfinished=False, used_devnos=frozenset(), used_units=frozenset(), notes={}, patches=()
        )
    return mark_in(element)


def mark_in(element: Element) -> Mark:
    """What the metadata element itself says."""
    owner, urn, told = element.get("owner"), element.get("urn"), list(element)
    return Mark(
        identity=Identity(owner=owner, urn=urn) if owner and urn else None,
        unfinished=element.get("unfinished") == "yes",
        used_devnos=_devnos(element.get("used") or ""),
        used_units=frozenset([int(word) for word in (element.get("units") or "").split() if word.isdigit()]),
        notes={note.get("key") or "": note.text or "" for note in told if note.tag == _NOTE},
        patches=tuple(_patches(told, _PATCH)),
        templates=element.get("templates") or "",
        added=tuple(_patches(told, _ADDED)),
        boots={"-": "", "": None}.get(word := element.get("boots") or "", word),
        given_devnos=_given(element.get("numbers") or "", Devno.parse),
        given_units=_given(element.get("places") or "", int),
    )


@lru_cache(maxsize=256)  # guests of one make have the same
def _given(text: str, number: Callable[[str], _Number]) -> tuple[tuple[str, _Number], ...]:
    """`disks[data]=0x0001 …`, sorted; a word that cannot be read is left out."""
    found = []
    for word in text.split():
        holder, _, value = word.rpartition("=")
        with suppress(ValueError):
            found.append((holder, number(value)))
    return tuple(sorted(each for each in found if each[0]))


def _patches(told: list[Element], tag: str) -> Iterator[XmlPatch]:
    """Patches by name; one that cannot be read is none."""
    for patch in sorted([each for each in told if each.tag == tag], key=_order):
        name, path, op = (patch.get(key) or "" for key in ("name", "path", "op"))
        if name and path and op in {*PatchOp}:
            value = None if op == PatchOp.REMOVE else patch.text or ""
            yield XmlPatch(name=name, path=path, op=PatchOp(op), value=value)


def _order(patch: Element) -> tuple[int, str]:
    """Patches by name, additions by number."""
    name = patch.get("name") or ""
    return (int(name) if patch.tag == _ADDED and name.isdigit() else 0, name)


@lru_cache(maxsize=256)  # as above
def _devnos(text: str) -> frozenset[Devno]:
    found = set()
    for word in text.split():
        with suppress(ValueError):
            found.add(Devno.parse(word))
    return frozenset(found)
