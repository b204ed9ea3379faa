"""Patches of a guest's XML: the way to what zkvm has no word for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.disk import DEVICE_NAME, DEVICE_NAME_SAYS
from zkvm_provider.model.field import Meta

PATH = r"(\.|([\w:.-]+(\[[^\]]+\])*/)*(@?[\w:.-]+(\[[^\]]+\])*))"


class PatchOp(StrEnum):
    """What a patch does at its place."""

    ADD = "add"
    SET = "set"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlPatch:
    """One change of the domain XML, made after everything else. Patches are applied in the order of their names."""

    name: Annotated[
        str,
        Meta(
            doc="Name of the patch, unique among the guest's patches.",
            pattern=DEVICE_NAME,
            pattern_says=DEVICE_NAME_SAYS,
            example="keep-crashed",
        ),
    ]
    path: Annotated[
        str,
        Meta(
            doc="Where, from `<domain>` on: `on_crash`, `devices/memballoon/stats/@period`, "
            "`devices/disk[target='vda']`, or `.` for the domain. It must mean one place.",
            pattern=PATH,
            pattern_says="a path such as devices/memballoon/@autodeflate, of elements with conditions in brackets",
            example="on_crash",
        ),
    ]
    op: Annotated[
        PatchOp | None,
        Meta(
            doc="`set` an attribute or the text of an element, which is made when it is missing; `add` an element "
            "below the place; `remove` what is there.",
            initial=PatchOp.SET,
        ),
    ] = None
    value: Annotated[
        str | None,
        Meta(doc="The text to set, or the element to add. Every libvirt client can read it: no secrets."),
    ] = None


def settled_patches(patches: Iterable[XmlPatch] | None) -> tuple[XmlPatch, ...]:
    """Sorted by name, each with its operation."""
    said = (replace(each, op=each.op or PatchOp.SET) for each in patches or ())
    return tuple(sorted(said, key=lambda each: each.name))
