"""A storage pool's XML as a value."""

from __future__ import annotations

from dataclasses import dataclass

from zkvm_provider.errors import Unsupported
from zkvm_provider.libvirtxml.xmltext import read_answer, size_of, text_of
from zkvm_provider.model.pool import PoolKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPool:
    """What a pool's XML says. `kind` is libvirt's word, also one zkvm has no resource for.

    Sizes are 0 while inactive.
    """

    uuid: str
    name: str
    kind: str
    target: str
    capacity_bytes: int
    allocation_bytes: int
    available_bytes: int

    @property
    def pool_kind(self) -> PoolKind:
        """The kind as zkvm knows it. Raises Unsupported for others."""
        try:
            return PoolKind(self.kind)
        except ValueError:
            known = ", ".join(kind.value for kind in PoolKind)
            raise Unsupported(f"storage pool {self.name!r} of type {self.kind}", needs=f"type {known}") from None


def parse_pool(xml: str) -> ParsedPool:
    """The pool of a pool XML of any type. Raises Bug for text that is no pool XML."""
    root = read_answer(xml, "pool")
    return ParsedPool(
        uuid=text_of(root, "uuid"),
        name=text_of(root, "name"),
        kind=root.get("type", ""),
        target=text_of(root, "target/path"),
        capacity_bytes=size_of(root, "capacity", default_unit="bytes") or 0,
        allocation_bytes=size_of(root, "allocation", default_unit="bytes") or 0,
        available_bytes=size_of(root, "available", default_unit="bytes") or 0,
    )
