"""What a user's own templates add to an object's XML, as data: to be shown, remembered and taken back.

A guest remembers it in its metadata. libvirt has none for pools, networks and volumes (networks from 9.7.0), so that
theirs is part of the resource's state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch

TEMPLATES = Meta(doc="Digest of your own templates that its XML was made with; absent without.")
ADDED = Meta(doc="What your own templates add to its XML. Absent: nothing.")
MADE_WITH = Meta(doc="What your own templates added to its XML when it was made. Absent: nothing.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """`digest` is of the user's templates of that kind, empty without any; `patches` is what they add."""

    digest: str = ""
    patches: tuple[XmlPatch, ...] = ()

    def outputs(self) -> dict[str, Any]:
        """The two outputs of a kind that remembers them."""
        return {"templates": self.digest or None, "added": self.patches or None}


NO_ADDITIONS = Additions()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTemplates:
    """The templates of an object that is to be, and of the one that is.

    `known` is what they added last time, to the best of what is on record.
    """

    wanted: Additions = NO_ADDITIONS
    known: Additions = NO_ADDITIONS
    is_new: bool = False
    is_foreseen: bool = True
    """False in a preview of an object of which something is not known yet."""

    @property
    def are_others(self) -> bool:
        """Whether the templates' text is another than on record."""
        return self.wanted.digest != self.known.digest

    def lacks(self, held: tuple[XmlPatch, ...]) -> bool:
        """Whether an XML that shows `held` of all these is another than the one to be."""
        stale = without(visible(self.known.patches), self.wanted.patches)
        missing = without(visible(self.wanted.patches), held)
        return bool(missing) or len(without(stale, held)) < len(stale)

    def only(self, counts: Callable[[XmlPatch], bool]) -> OwnTemplates:
        """The same templates, of which some patches count."""
        wanted, known = (
            replace(each, patches=tuple(filter(counts, each.patches))) for each in (self.wanted, self.known)
        )
        return replace(self, wanted=wanted, known=known)

    @property
    def all(self) -> tuple[XmlPatch, ...]:
        """Everything they add or added."""
        return (*self.wanted.patches, *without(self.known.patches, self.wanted.patches))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a pool or network shows of its templates' additions: in its definition and, where it is active, live."""

    config: tuple[XmlPatch, ...] = ()
    live: tuple[XmlPatch, ...] | None = None


NO_TEMPLATES = OwnTemplates()
HELD_NOTHING = Held()


def numbered(patches: Iterable[XmlPatch]) -> tuple[XmlPatch, ...]:
    """Named by their place, each but once."""
    different = {_meaning(each): each for each in patches}
    return tuple(replace(each, name=str(number)) for number, each in enumerate(different.values(), start=1))


def without(patches: Iterable[XmlPatch], others: Iterable[XmlPatch]) -> tuple[XmlPatch, ...]:
    """Those that none of the others says too, whatever their names."""
    said = {_meaning(each) for each in others}
    return tuple(each for each in patches if _meaning(each) not in said)


def visible(patches: Iterable[XmlPatch]) -> tuple[XmlPatch, ...]:
    """Those that leave something in the XML to be seen: what a template only leaves out does not."""
    return tuple(each for each in patches if each.op is not PatchOp.REMOVE)


def _meaning(patch: XmlPatch) -> tuple[str, str, str]:
    return patch.path, str(patch.op), patch.value or ""
