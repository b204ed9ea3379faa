"""The shape of an element: which attributes, children and text libvirt knows, in the order it writes them.

One description serves three stages: `read` keeps what is known (and rewrites values), `arrange` puts a tree that
later stages have extended into libvirt's order, `faults` is the schema's judgement. The tables are our own words
for what libvirt's schema allows; no RNG file is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.domain.values import Place, Value, xml_error

Node = etree._Element
Rule = Callable[[Node], bool]
PREFIXES = {"http://libvirt.org/schemas/domain/qemu/1.0": "qemu"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one element may hold.

    `need` are attributes and children the schema wants; `must` are attributes the parser itself wants. `many`
    allows repetition. `fleeting` elements vanish when they carry nothing. `whole` elements are kept verbatim.
    `rule` is a further demand of the schema that one pattern cannot say.
    """

    tag: str
    attributes: Mapping[str, Value]
    children: tuple[Shape, ...] = ()
    text: Value | None = None
    need: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    many: bool = False
    fleeting: bool = False
    whole: bool = False
    rule: Rule | None = None

    def child(self, tag: str) -> Shape | None:
        """The shape of the child of that name, if it is known."""
        return next((child for child in self.children if child.tag == tag), None)


def element(
    tag: str,
    attributes: Mapping[str, Value] | None = None,
    *children: Shape,
    text: Value | None = None,
    need: tuple[str, ...] = (),
    must: tuple[str, ...] = (),
    rule: Rule | None = None,
    traits: str = "",
) -> Shape:
    """A `Shape`, shortly; `traits` are words among `many`, `fleeting`, `whole`."""
    words = traits.split()
    return Shape(
        tag=tag,
        attributes=attributes or {},
        children=children,
        text=text,
        need=need,
        must=must,
        many="many" in words,
        fleeting="fleeting" in words,
        whole="whole" in words,
        rule=rule,
    )


def elements(node: Node) -> Iterator[Node]:
    """The child elements, without comments and processing instructions."""
    return node.iterchildren("*")


def by_tag(node: Node) -> dict[str, list[Node]]:
    """The child elements, grouped by name, each group in document order."""
    groups: dict[str, list[Node]] = {}
    for child in elements(node):
        groups.setdefault(str(child.tag), []).append(child)
    return groups


def read(node: Node, shape: Shape) -> Node:
    """A new tree with what libvirt knows of `node`, values rewritten, in libvirt's order."""
    if shape.whole:
        return deepcopy(node)
    kept = etree.Element(shape.tag, nsmap=_own_namespaces(node))
    _read_attributes(node, kept, shape)
    if shape.text is not None:
        kept.text = shape.text.read(node.text or "", Place(shape.tag))
    given = by_tag(node)
    for child_shape in shape.children if given else ():
        for found in given.get(child_shape.tag, [])[: None if child_shape.many else 1]:
            child = read(found, child_shape)
            if not (child_shape.fleeting and is_blank(child)):
                kept.append(child)
    return kept


def arrange(node: Node, shape: Shape) -> Node:
    """`node` rebuilt in libvirt's order after stages set attributes and added children (values as they are)."""
    if shape.whole:
        return deepcopy(node)
    kept = etree.Element(shape.tag, nsmap=_own_namespaces(node))
    for name in shape.attributes:
        value = node.get(name)
        if value is not None:
            kept.set(name, value)
    kept.text = node.text if shape.text is not None else None
    given = by_tag(node)
    for child_shape in shape.children if given else ():
        for found in given.get(child_shape.tag, []):
            child = arrange(found, child_shape)
            if not (child_shape.fleeting and is_blank(child)):
                kept.append(child)
    return kept


def is_blank(node: Node) -> bool:
    """No attributes, no children, no text."""
    return not node.attrib and not len(node) and not (node.text or "").strip()


def faults(node: Node, shape: Shape) -> Iterator[str]:
    """What the schema objects to, in document order; nothing when it accepts."""
    if shape.whole:
        return
    for key, value in node.attrib.items():
        name = str(key)
        known = shape.attributes.get(name)
        if known is None or not known.schema.fullmatch(str(value) if known.verbatim else str(value).strip()):
            yield f"Invalid attribute {name} for element {shape.tag}"
    text = "".join([node.text or "", *(child.tail or "" for child in node)])
    if (shape.text is None and text.strip()) or (shape.text is not None and not _fits(text, shape.text)):
        yield "Error validating value "
    yield from _child_faults(node, shape)
    for wanted in shape.need:
        if node.get(wanted) is None and node.find(wanted) is None:
            yield f"Expecting an element {wanted}, got nothing"
    if shape.rule is not None and not shape.rule(node):
        yield f"Element {shape.tag} failed to validate content"


def _fits(text: str, value: Value) -> bool:
    return bool(value.schema.fullmatch(text) or (not value.verbatim and value.schema.fullmatch(text.strip())))


def _child_faults(node: Node, shape: Shape) -> Iterator[str]:
    seen: set[str] = set()
    for child in elements(node):
        tag = str(child.tag)
        known = shape.child(tag)
        if known is None or (tag in seen and not known.many):
            yield f"Element {shape.tag} has extra content: {etree.QName(child).localname}"
            continue
        seen.add(tag)
        if next(faults(child, known), None) is not None:
            yield from faults(child, known)
            yield f"Extra element {tag} in interleave"


def _read_attributes(node: Node, kept: Node, shape: Shape) -> None:
    for name, kind in shape.attributes.items():
        value = node.get(name)
        if value is not None:
            kept.set(name, kind.read(value, Place(shape.tag, name)))
        elif name in shape.must:
            raise xml_error(f"Missing required attribute '{name}' in element '{shape.tag}'")


def _own_namespaces(node: Node) -> dict[str, str]:
    """An extension element's namespace under libvirt's own prefix, whatever the input called it."""
    if not isinstance(node.tag, str) or not node.tag.startswith("{"):
        return {}
    uri = str(etree.QName(node).namespace)
    if uri in PREFIXES:
        return {PREFIXES[uri]: uri}
    return {prefix: uri for prefix, uri in node.nsmap.items() if prefix}
