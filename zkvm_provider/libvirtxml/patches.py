"""Patches of XML: made last, checked not to touch what zkvm owns, and taken back when they are gone.

Patches a user writes are of a domain's XML; what his templates add is told as patches of any object's. Taking back
means: an added element is removed, a set attribute or element is left to libvirt's default. What was there before and
was not zkvm's is not remembered.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace
from ipaddress import ip_address

from lxml import etree
from lxml.etree import _Element as Element

from zkvm_provider.errors import InvalidInput, ZkvmError
from zkvm_provider.libvirtxml.check import differences
from zkvm_provider.libvirtxml.lifecycle import lifecycle_fault
from zkvm_provider.libvirtxml.parse.domain import Indexed
from zkvm_provider.libvirtxml.parse.guest import parse_definition
from zkvm_provider.libvirtxml.parse.metadata import read_mark
from zkvm_provider.libvirtxml.parse.parts.debug import QEMU
from zkvm_provider.libvirtxml.xmltext import NotWellFormed, children, drop, is_container, read, read_answer, write
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch

_NAMESPACES = {"qemu": QEMU}
_DIFF_LINES = 40
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+([:-][0-9a-fA-F]+)+")
"""A MAC address or a uuid."""


def apply_patches(xml: str, patches: Iterable[XmlPatch]) -> str:
    """The XML with every patch made.

    Raises InvalidInput with the path of the patch (`xmlPatches[NAME].path`) that means no place or several, is not
    well-formed, or changes what zkvm owns.
    """
    patches = tuple(patches)
    if not patches:
        return xml
    root = read_answer(xml, "domain")
    owned = _owned(xml)
    for patch in patches:
        _apply(root, patch)
        try:
            now = _owned(write(root))
        except ZkvmError as error:
            raise _fault(patch, "path", f"breaks the definition: {error}") from None
        for difference in differences(owned, now):
            reason = f"changes {difference.path}, which zkvm owns; set it in the program instead"
            raise _fault(patch, "path", reason)
        if refused := lifecycle_fault(root):
            raise _fault(patch, "value", refused)
    return write(root)


def undo_patches(xml: str, patches: Iterable[XmlPatch], tag: str = "domain") -> str:
    """The XML, whose root is `tag`, without what these patches did."""
    root = read_answer(xml, tag)
    for patch in reversed(tuple(patches)):
        holder, last = _split(patch)
        if patch.op is PatchOp.ADD:
            for place in _find(root, patch.path):
                _take_back(place, _element(patch))
                _drop_empty(place)
            _drop_implied(root, patch)
        elif patch.op is PatchOp.SET:
            for place in _find(root, holder if last.startswith("@") else patch.path):
                if last.startswith("@"):
                    place.attrib.pop(last[1:], "")
                else:
                    drop(place)
    return write(root)


def held_patches(xml: str, patches: Iterable[XmlPatch], tag: str = "domain") -> tuple[XmlPatch, ...]:
    """Those of the patches that an XML, whose root is `tag`, still shows."""
    root = read_answer(xml, tag)
    return tuple(patch for patch in patches if _holds(root, patch))


def patches_in(xml: str) -> tuple[XmlPatch, ...]:
    """The patches that a domain's XML says it was made with."""
    return read_mark(Indexed(read_answer(xml, "domain"))).patches


def refuse_unkept(xml: str, patches: Iterable[XmlPatch]) -> None:
    """Raise InvalidInput for the first patch that libvirt did not keep as it was written."""
    kept = held_patches(xml, patches)
    for patch in patches:
        if patch not in kept:
            reason = "libvirt took it but does not show it so: write it as libvirt does (zkvm dumpxml --inactive)"
            raise _fault(patch, "path" if patch.op is PatchOp.REMOVE else "value", reason)


def diff_of(before: str, after: str, names: tuple[str, str] = ("rendered", "patched")) -> str:
    """What patches or templates change, as a short unified diff."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), *names, lineterm="", n=1))
    more = [f"… {len(lines) - _DIFF_LINES} more lines"] if len(lines) > _DIFF_LINES else []
    return "\n".join([*lines[:_DIFF_LINES], *more])


def _apply(root: Element, patch: XmlPatch) -> None:
    holder, last = _split(patch)
    match patch.op:
        case PatchOp.ADD:
            _one(root, patch.path, patch).append(_element(patch))
        case PatchOp.REMOVE if last.startswith("@"):
            place = _one(root, holder, patch)
            if last[1:] not in place.attrib:
                raise _fault(patch, "path", f"means no place: there is no {last} there")
            del place.attrib[last[1:]]
        case PatchOp.REMOVE:
            drop(_one(root, patch.path, patch))
        case _ if last.startswith("@"):
            _one(root, holder, patch).set(last[1:], patch.value or "")
        case _:
            there = _find(root, patch.path)
            if not there and "[" not in last:
                there = [etree.SubElement(_one(root, holder, patch), _tag(last))]
            if len(there) != 1:
                raise _fault(patch, "path", f"means {len(there)} places; name one")
            there[0].text = patch.value


def _holds(root: Element, patch: XmlPatch) -> bool:
    holder, last = _split(patch)
    if patch.op is PatchOp.ADD:
        return any(_added(place, patch) is not None for place in _find(root, patch.path))
    if last.startswith("@"):
        values = [place.get(last[1:]) for place in _find(root, holder)]
        if patch.op is PatchOp.SET:
            return any(_means(value, patch.value) for value in values)
        return not any(value is not None for value in values)
    there = _find(root, patch.path)
    return not there if patch.op is PatchOp.REMOVE else any(_means(each.text or "", patch.value) for each in there)


def _split(patch: XmlPatch) -> tuple[str, str]:
    """The place above, and the last step."""
    above, _, last = patch.path.rpartition("/")
    return above or ".", last


def _tag(step: str) -> str:
    prefix, _, name = step.rpartition(":")
    return f"{{{_NAMESPACES[prefix]}}}{name}" if prefix in _NAMESPACES else step


def _find(root: Element, path: str) -> list[Element]:
    try:
        return [root] if path == "." else root.findall(path, _NAMESPACES)
    except (SyntaxError, KeyError):
        return []


def _one(root: Element, path: str, patch: XmlPatch) -> Element:
    found = _find(root, path)
    if len(found) != 1:
        means = f"means {len(found)} places; add a condition such as [target='vda']" if found else "means no place"
        raise _fault(patch, "path", f"{means} ({path} in the domain's XML)")
    return found[0]


def _element(patch: XmlPatch) -> Element:
    try:
        return read(patch.value or "")
    except NotWellFormed as error:
        raise _fault(patch, "value", f"is not one well-formed element: {error.reason}") from None


def _added(place: Element, patch: XmlPatch) -> Element | None:
    """The child that says at least what was added: libvirt fills in the rest."""
    wanted = _element(patch)
    return next((child for child in children(place) if _says(child, wanted)), None)


def _take_back(place: Element, wanted: Element) -> None:
    """Remove the child that says what was added; of one that only holds others just those, as others may be in it."""
    if not is_container(wanted):
        found = next((child for child in children(place) if _says(child, wanted)), None)
        if found is not None:
            place.remove(found)
        return
    for holder in place.findall(wanted.tag):
        for part in children(wanted):
            _take_back(holder, part)
        _drop_empty(holder)


def _drop_empty(holder: Element) -> None:
    """Take away what has nothing left in it, and what holds nothing else; the root stays."""
    above = holder.getparent()
    if above is not None and not len(holder) and not holder.attrib and not (holder.text or "").strip():
        drop(holder)
        _drop_empty(above)


def _drop_implied(root: Element, patch: XmlPatch) -> None:
    """The video card that libvirt adds for graphics without one (virDomainDefAddImplicitVideo) goes with the last."""
    if _element(patch).tag != "graphics" or root.find("devices/graphics") is not None:
        return
    for video in root.findall("devices/video"):
        if [child.tag for child in children(video)] in (["model"], ["model", "address"]):
            model = {str(name): str(value) for name, value in video[0].attrib.items()}
            if model == {"type": "virtio", "heads": "1", "primary": "yes"}:
                drop(video)


def _says(found: Element, wanted: Element) -> bool:
    said = (wanted.text or "").strip()
    if found.tag != wanted.tag or (said and not _means(found.text, said)):
        return False
    if any(not _means(found.get(str(name)), str(value)) for name, value in wanted.items()):
        return False
    return all(any(_says(child, part) for child in children(found)) for part in children(wanted))


def _means(found: str | None, wanted: str | None) -> bool:
    """Whether libvirt's spelling says what was written: of addresses and numbers it has one of its own."""
    if found is None or wanted is None:
        return found is wanted
    return found.strip() == wanted.strip() or _plain(found) == _plain(wanted)


def _plain(text: str) -> str:
    text = text.strip()
    for read_as in (ip_address, lambda word: int(word, 0)):
        try:
            return str(read_as(text))
        except ValueError:
            continue
    return text.lower() if _HEXADECIMAL.fullmatch(text) else text


def _owned(xml: str) -> GuestDefinition:
    definition = parse_definition(xml)
    return replace(definition, used_devnos=())


def _fault(patch: XmlPatch, field: str, reason: str) -> InvalidInput:
    return InvalidInput.at(f"xmlPatches[{patch.name}].{field}", reason)
