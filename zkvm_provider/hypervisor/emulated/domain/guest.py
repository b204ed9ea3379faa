"""A domain being worked on: its tree, and what the stages ask of it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, Bug
from zkvm_provider.hypervisor.emulated.domain.shape import Node, elements
from zkvm_provider.hypervisor.emulated.domain.world import Dice
from zkvm_provider.hypervisor.emulated.profile import Profile
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


class _NoDice:
    def getrandbits(self, k: int, /) -> int:
        raise Bug(f"a verb without chance asked for {k} random bits")


NO_DICE: Dice = _NoDice()
"""For verbs that must not need chance."""


@dataclass(slots=True, kw_only=True)
class Guest:
    """One domain tree with its profile. Stages change `root` in place; `dice` is None where no chance is allowed."""

    root: Node
    profile: Profile
    dice: Dice
    virt_types: tuple[str, ...] = ("qemu",)

    @property
    def devices(self) -> Node:
        """The `<devices>` element, made when absent."""
        return child(self.root, "devices")

    def each(self, tag: str) -> list[Node]:
        """The devices of that element name, in order."""
        return list(self.devices.iterchildren(tag))

    def all_devices(self) -> Iterator[Node]:
        """Every device, in the order of the tree."""
        return elements(self.devices)

    @property
    def virt_type(self) -> str:
        """`qemu` or `kvm` (the domain's type)."""
        return self.root.get("type") or ""

    @property
    def is_tcg(self) -> bool:
        """The guest runs without KVM."""
        return self.virt_type == "qemu"

    def number(self, path: str, default: int = 0) -> int:
        """The integer text of the element at `path`, or `default`."""
        text = self.root.findtext(path)
        return int(text) if text and text.strip().isdigit() else default

    def iothread_ids(self) -> frozenset[str]:
        """The numbers of its iothreads: those listed, else from 1 on as many as there are."""
        listed = [each.get("id") or "" for each in self.root.findall("iothreadids/iothread")]
        return frozenset(listed or (str(number + 1) for number in range(self.number("iothreads"))))

    def uuid(self) -> str:
        """A fresh random uuid (version 4)."""
        bits = (self.dice.getrandbits(128) & ~(0xF000 << 64) & ~(0xC000 << 48)) | (0x4000 << 64) | (0x8000 << 48)
        digits = f"{bits:032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def child(node: Node, tag: str) -> Node:
    """The child of that name, made when absent."""
    found = next(node.iterchildren(tag), None)  # in half the time of `find`; a define asks hundreds of times
    return etree.SubElement(node, tag) if found is None else found


def put_first(node: Node, tag: str) -> Node:
    """The child of that name, made as first child when absent."""
    found = node.find(tag)
    if found is None:
        found = etree.Element(tag)
        node.insert(0, found)
    return found


def get(node: Node, path: str, attribute: str, default: str = "") -> str:
    """The attribute of the child at `path`, or `default`."""
    found = node.find(path) if "/" in path else next(node.iterchildren(path), None)
    return default if found is None else (found.get(attribute) or default)


def set_default(node: Node, attribute: str, value: str) -> None:
    """Set the attribute unless it is there."""
    if node.get(attribute) is None:
        node.set(attribute, value)


def drop(node: Node, *names: str) -> None:
    """Remove the attributes of those names."""
    for name in names:
        if name in node.attrib:
            del node.attrib[name]


def remove(node: Node, *tags: str) -> None:
    """Remove the children of those names."""
    for tag in tags:
        for found in node.findall(tag):
            node.remove(found)


def unsupported(text: str, domain: ErrorDomain = ErrorDomain.QEMU) -> BackendError:
    """CONFIG_UNSUPPORTED, by the QEMU driver unless said otherwise."""
    return refusal(ErrorCode.CONFIG_UNSUPPORTED, domain, text)


def bad_domain(text: str) -> BackendError:
    """XML_ERROR of the domain parser (error domain 20)."""
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.DOMAIN, text)


def qemu_lacks(driver: str, node: Node) -> BackendError:
    """QEMU ends at start because its s390x build has no such device."""
    told = f'-device {{"driver":"{driver}","id":"{get(node, "alias", "name")}"}}'
    text = f"qemu-system-s390x: {told}: '{driver}' is not a valid device model name"
    return internal(f"qemu unexpectedly closed the monitor: {text}")


def qemu_ended(words: str) -> BackendError:
    """QEMU ends with these words as soon as it is started."""
    return internal(f"process exited while connecting to monitor: qemu-system-s390x: {words}")


def internal(text: str, domain: ErrorDomain = ErrorDomain.QEMU) -> BackendError:
    """INTERNAL_ERROR."""
    return refusal(ErrorCode.INTERNAL_ERROR, domain, text)
