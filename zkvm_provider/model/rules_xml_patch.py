"""Rules of XML patches: what each operation needs."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.reading import Node
from zkvm_provider.model.xml_patch import PatchOp


def _patches_have_what_they_need(guest: Node) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for patch in guest.children("xml_patches"):
        name = patch.known("name")
        if name is not None and name in first:
            yield Fault(path=patch.at("name"), reason=f"{name!r} is already the name of {first[name]}")
        first.setdefault(name, patch.path)
        if not patch.is_settled("op"):
            continue
        op = patch.known("op") or PatchOp.SET
        if op is PatchOp.REMOVE and patch.is_given("value"):
            yield Fault(path=patch.at("value"), reason="means nothing to a removal; leave it out")
        if op is not PatchOp.REMOVE and not patch.is_given("value"):
            yield Fault(path=patch.at("value"), reason=f"is missing; op {op.value} needs what to {op.value}")
        path = patch.known("path") or ""
        if op is PatchOp.ADD and path.rpartition("/")[2].startswith("@"):
            yield Fault(path=patch.at("path"), reason="names an attribute; add puts an element below an element")
        if op is not PatchOp.ADD and path == ".":
            yield Fault(path=patch.at("path"), reason="names the whole domain; only add can do that")


PATCH_RULES = (_patches_have_what_they_need,)
