"""What a user's own templates add to a guest's XML, told as patches, so that it can be shown and taken back.

The same definition is rendered with and without them; where the first says more, that is an addition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.metadata import MARK, read_mark
from zkvm_provider.libvirtxml.parse.parts.debug import QEMU
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.libvirtxml.xmltext import attribute, canonical, children, clone, read_answer
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch


def with_additions(definition: GuestDefinition, templates: Templates) -> GuestDefinition:
    """The definition with what the user's templates add to it, so that its mark remembers that.

    Raises what rendering it raises.
    """
    if not templates.has_overrides:
        return replace(definition, templates="", added=())
    bare = replace(definition, templates="", added=())
    rendered, builtin = render_guest(bare, templates), render_guest(bare, Templates(None))
    found = _beyond(read_answer(rendered, "domain"), read_answer(builtin, "domain"), "")
    named = tuple(replace(each, name=str(number)) for number, each in enumerate(found, start=1))
    return replace(bare, templates=templates.digest, added=named)


def additions_in(xml: str) -> tuple[XmlPatch, ...]:
    """What templates added to the guest of a domain's XML when it was last defined."""
    return read_mark(read_answer(xml, "domain")).added


def told(additions: tuple[XmlPatch, ...]) -> str:
    """Additions as text, one after the other: the place, and what is there."""
    return "\n".join(f"{_readable(each.path)}: {(each.value or '').strip()}" for each in additions)


def _beyond(have: Element, less: Element, path: str) -> Iterator[XmlPatch]:
    for name in (str(name) for name in have.attrib if name not in less.attrib):
        yield XmlPatch(name="-", path=f"{path}/@{name}".lstrip("/"), op=PatchOp.SET, value=have.get(name))
    left = list(children(less))
    for child in children(have):
        twin = _twin(child, have, left)
        if twin is not None:
            left.remove(twin)
            if child.tag != MARK:
                yield from _beyond(child, twin, f"{path}/{_step(child)}".lstrip("/"))
        else:
            text = etree.tostring(clone(child), encoding="unicode").strip()
            yield XmlPatch(name="-", path=path or ".", op=PatchOp.ADD, value=text)


def _twin(child: Element, siblings: Element, left: list[Element]) -> Element | None:
    """The child of the other side that is the same thing: by its alias, as a whole, or as the only one of its tag."""
    same = [each for each in left if each.tag == child.tag]
    if alias := attribute(child, "alias", "name"):
        return next((each for each in same if attribute(each, "alias", "name") == alias), None)
    whole = next((each for each in same if canonical(each) == canonical(child)), None)
    if whole is not None or len(same) != 1 or len(siblings.findall(child.tag)) != 1:
        return whole
    return same[0]


def _step(child: Element) -> str:
    name = etree.QName(child)
    tag = f"qemu:{name.localname}" if name.namespace == QEMU else str(child.tag)
    alias = attribute(child, "alias", "name")
    return f"{tag}/alias[@name='{alias}']/.." if alias else tag


def _readable(path: str) -> str:
    return path.replace("/alias[@name='ua-", "[").replace("']/..", "]")
