"""A storage pool's redefinition that drops nothing zkvm does not own: permissions, mount options, features, vendor.

The result is the rendered XML plus the rest of the observed one. Law: merge(r, merge(r, x)) is merge(r, x).
"""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.xmltext import children, clone, read_answer, text_of, write

_FACTS = frozenset({"capacity", "allocation", "available"})
"""What libvirt tells of a pool in its XML beside the definition."""
_MOUNT_OPTION = "{http://libvirt.org/schemas/storagepool/fs/1.0}option"
_OWNED_SOURCE = frozenset({"host", "device", "dir", "adapter", "name", "initiator", "format", "auth", "protocol"})


def merge_pool(rendered: str, observed: str) -> str:
    """The XML to define: `rendered` with everything of `observed` that zkvm does not own.

    Of a pool of another type nothing is kept, and of one in another place no permissions: they are that folder's.
    """
    result, before = read_answer(rendered, "pool"), read_answer(observed, "pool")
    if result.get("type") != before.get("type"):
        return write(result)
    for element in children(before):
        if element.tag in _FACTS or element.tag in {"name", "uuid"}:
            continue
        if element.tag == "source":
            _keep(result, element, owned=_OWNED_SOURCE)
        elif element.tag == "target":
            moved = text_of(result, "target/path") != text_of(before, "target/path").rstrip("/")
            _keep(result, element, owned=frozenset({"path", *(["permissions"] if moved else [])}))
        else:
            _join(result, element)
    return write(result)


def _keep(result: Element, before: Element, *, owned: frozenset[str]) -> None:
    """The parts of a source or target that the model does not say; one that would be empty is not made."""
    rest = clone(before)
    for child in [each for each in children(rest) if each.tag in owned]:
        rest.remove(child)
    if len(rest):
        _join(result, rest)


def _join(result: Element, part: Element) -> None:
    """Add what `part` has beyond the element of its tag, down the tree. Mount options are a list: each stays."""
    is_option = part.tag == _MOUNT_OPTION
    twin = next((each for each in result.findall(part.tag) if not is_option or each.attrib == part.attrib), None)
    if twin is None:
        result.append(clone(part))
        return
    for name, value in part.items():
        if name not in twin.attrib:
            twin.set(name, value)
    for child in list(children(part)):
        _join(twin, child)
