"""What a user's own templates add to an object's XML, told as patches, so that it can be shown and taken back.

The same object is rendered with and without them; where the first says more, or something else that zkvm does not own,
that is an addition. One way for guests, pools, networks and volumes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree
from lxml.etree import _Element as Element

from zkvm_provider.dataclass import replace
from zkvm_provider.libvirtxml.parse.domain import Indexed
from zkvm_provider.libvirtxml.parse.metadata import MARK, read_mark
from zkvm_provider.libvirtxml.parse.parts.debug import QEMU
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.libvirtxml.xmltext import attribute, canonical, children, clone, is_container, read_answer
from zkvm_provider.model.additions import Additions, numbered, visible
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch

_KEYS = {"portgroup": "name", "interface": "dev"}
"""By which attribute an element of a network is told from others of its tag."""


def additions_of(render: Callable[[Templates], str], tag: str, templates: Templates) -> Additions:
    """What the user's templates add to the XML that `render` makes, whose root is `tag`.

    Raises what rendering it raises.
    """
    digest = templates.digest_of(tag)
    if not digest:
        return Additions()
    have, less = (read_answer(render(each), tag) for each in (templates, Templates(None)))
    return Additions(digest=digest, patches=numbered(_beyond(have, less, "")))


def with_additions(definition: GuestDefinition, templates: Templates) -> GuestDefinition:
    """The definition with what the user's templates add to it, so that its mark remembers that.

    What they leave out of a guest is not remembered: it comes back with the next rendering. Raises what rendering it
    raises.
    """
    bare = replace(definition, templates="", added=())
    found = additions_of(lambda each: render_guest(bare, each), "domain", templates)
    return replace(bare, templates=found.digest, added=visible(found.patches))


def additions_in(xml: str) -> tuple[XmlPatch, ...]:
    """What templates added to the guest of a domain's XML when it was last defined."""
    return read_mark(Indexed(read_answer(xml, "domain"))).added


def told(additions: tuple[XmlPatch, ...]) -> str:
    """Additions as text, one after the other: the place, and what is there."""
    return "\n".join(
        f"{_readable(each.path)}: {'left out' if each.op is PatchOp.REMOVE else (each.value or '').strip()}"
        for each in additions
    )


def _beyond(have: Element, less: Element, path: str) -> Iterator[XmlPatch]:
    yield from _other_values(have, less, path)
    left = list(children(less))
    for child in children(have):
        twin = _twin(child, have, left)
        if twin is not None:
            left.remove(twin)
            if child.tag != MARK:
                yield from _beyond(child, twin, _below(path, child))
        else:
            yield from _whole(child, have, path)
    for child in left:
        yield XmlPatch(name="-", path=_below(path, child), op=PatchOp.REMOVE)


def _other_values(have: Element, less: Element, path: str) -> Iterator[XmlPatch]:
    for name, value in ((str(name), str(value)) for name, value in have.attrib.items()):
        if less.get(name) != value:
            yield XmlPatch(name="-", path=f"{path}/@{name}".lstrip("/"), op=PatchOp.SET, value=value)
    for name in (str(name) for name in less.attrib if name not in have.attrib):
        yield XmlPatch(name="-", path=f"{path}/@{name}".lstrip("/"), op=PatchOp.REMOVE)
    text = (have.text or "").strip()
    if path and not len(have) and not len(less) and text != (less.text or "").strip():
        yield XmlPatch(name="-", path=path, op=PatchOp.SET, value=text)


def _whole(child: Element, have: Element, path: str) -> Iterator[XmlPatch]:
    """An element the other side has not. Of one that only holds others each is an addition of its own."""
    is_named = etree.QName(child).namespace in {None, QEMU}
    if is_container(child) and is_named and len(have.findall(child.tag)) == 1:
        for part in children(child):
            yield from _whole(part, child, _below(path, child))
        return
    text = etree.tostring(clone(child), encoding="unicode").strip()
    yield XmlPatch(name="-", path=path or ".", op=PatchOp.ADD, value=text)


def _twin(child: Element, siblings: Element, left: list[Element]) -> Element | None:
    """The child of the other side that is the same thing: by its name, as a whole, or as the only one of its tag."""
    same = [each for each in left if each.tag == child.tag]
    keys = [("alias", "name"), *((".", key) for key in (_KEYS.get(str(child.tag)),) if key)]
    for path, name in keys:
        if value := attribute(child, path, name):
            return next((each for each in same if attribute(each, path, name) == value), None)
    whole = next((each for each in same if canonical(each) == canonical(child)), None)
    if whole is not None or len(same) != 1 or len(siblings.findall(child.tag)) != 1:
        return whole
    return same[0]


def _below(path: str, child: Element) -> str:
    return f"{path}/{_step(child)}".lstrip("/")


def _step(child: Element) -> str:
    name = etree.QName(child)
    tag = f"qemu:{name.localname}" if name.namespace == QEMU else str(child.tag)
    if alias := attribute(child, "alias", "name"):
        return f"{tag}/alias[@name='{alias}']/.."
    key = _KEYS.get(tag, "")
    return f"{tag}[@{key}='{child.get(key)}']" if key and child.get(key) else tag


def _readable(path: str) -> str:
    return path.replace("/alias[@name='ua-", "[").replace("']/..", "]")
