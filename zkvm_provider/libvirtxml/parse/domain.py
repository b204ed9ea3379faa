"""A domain's elements, looked up once for everyone who reads of them."""

from __future__ import annotations

from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.address import devno_at, unit_at
from zkvm_provider.model.address import Devno


class Indexed:
    """An element with its first child of each tag.

    It tells of the tree as it was: what changes a tree works on the elements themselves.
    """

    __slots__ = ("children", "element")

    def __init__(self, element: Element) -> None:
        first: dict[str, Element] = {}
        for child in element:
            first.setdefault(child.tag, child)
        self.element, self.children = element, first

    def text(self, tag: str) -> str:
        """Text of a child, exactly; empty when there is none."""
        found = self.children.get(tag)
        return found.text or "" if found is not None else ""

    def attribute(self, tag: str, name: str) -> str:
        """An attribute of a child; empty when either is missing."""
        found = self.children.get(tag)
        return found.get(name) or "" if found is not None else ""


class Device(Indexed):
    """A device. `devno` is None without a CCW address or with one outside 0xfe.0.

    A foreign address is one the model has no word for (another subchannel set, PCI, …).
    """

    __slots__ = ("devno", "has_foreign_address")

    def __init__(self, element: Element) -> None:
        super().__init__(element)
        address = self.children.get("address")
        self.devno = devno_at(address) if address is not None else None
        self.has_foreign_address = address is not None and self.devno is None


class Domain(Indexed):
    """A domain with its devices, all and those of each tag, in the order of the text."""

    __slots__ = ("by_tag", "devices")

    def __init__(self, root: Element) -> None:
        super().__init__(root)
        self.devices = [Device(element) for element in self.children.get("devices", ())]
        self.by_tag: dict[str, list[Device]] = {}
        for device in self.devices:
            self.by_tag.setdefault(device.element.tag, []).append(device)

    def first(self, tag: str) -> Device | None:
        """The first device of a tag."""
        found = self.by_tag.get(tag)
        return found[0] if found else None

    def devnos(self) -> frozenset[Devno]:
        """Every device number, whoever owns the device."""
        return frozenset([device.devno for device in self.devices if device.devno is not None])

    def units(self) -> frozenset[int]:
        """Every unit of the SCSI controllers, whoever owns the device."""
        foreign = [device.children["address"] for device in self.devices if device.has_foreign_address]
        return frozenset([unit for address in foreign if (unit := unit_at(address)) is not None])
