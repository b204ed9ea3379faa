"""Names for objects whose name the user left to zkvm.

The name carries the mark of its owner (seven hex digits that follow from owner and URN): the same in every run, so that
a create repeated after a crash finds its own object, and different for the same program in another stack.
"""

from __future__ import annotations

import re
from enum import StrEnum

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import UNKNOWN, Tree

_LIMIT = 63
_EXTENSIONS: dict[str, str] = {"qcow2": ".qcow2", "raw": ".img"}


class AutonamingMode(StrEnum):
    """How binding a proposed name is (`pulumi:autonaming` in the stack's configuration)."""

    PROPOSE = "propose"
    ENFORCE = "enforce"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Autonaming:
    """What the user's configuration says about automatic names. `proposed_name` is empty with DISABLE."""

    proposed_name: str
    mode: AutonamingMode


def autoname(kind: Kind, inputs: dict[str, Tree], identity: Identity, autonaming: Autonaming | None) -> Tree:
    """The name of a new object that was given none; UNKNOWN while what it depends on is. Raises ValueError.

    A proposed name is used, with the mark appended for kinds that have no other place for it; an enforced one is taken
    as it is.
    """
    if autonaming is not None and autonaming.mode is AutonamingMode.DISABLE:
        raise ValueError("automatic names are switched off (pulumi:autonaming); give the resource a name of its own")
    if autonaming is not None and autonaming.mode is AutonamingMode.ENFORCE:
        return autonaming.proposed_name
    extension = _extension(kind, inputs)
    if extension is None:
        return UNKNOWN
    if autonaming is None:
        return _marked(_plain(logical_name(identity.urn), kind), identity) + extension
    proposed = _plain(autonaming.proposed_name, kind)
    has_metadata = kind.name == "Guest"
    name = proposed if has_metadata or identity.suffix in proposed else _marked(proposed, identity)
    return name if extension and name.endswith(extension) else name + extension


def logical_name(urn: str) -> str:
    """The resource's name in the program: the last part of its URN, which may itself hold `::`."""
    return urn.split("::", 3)[-1]


def _marked(base: str, identity: Identity) -> str:
    mark = f"-{identity.suffix}"
    return base[: _LIMIT - len(mark)] + mark


def _plain(name: str, kind: Kind) -> str:
    """The name with what libvirt's names cannot hold replaced by hyphens; never empty."""
    plain = re.sub(r"[^A-Za-z0-9_.+-]+", "-", name).strip("-.+")
    return plain[:_LIMIT] or kind.name.lower()


def _extension(kind: Kind, inputs: dict[str, Tree]) -> str | None:
    """What a volume's file name ends with; None while its format is unknown."""
    if kind.name == "CloudInitDisk":
        return ".iso"
    if kind.name != "Qcow2Disk":
        return ""
    image_format = inputs.get("format", "qcow2")
    if image_format is UNKNOWN:
        return None
    return _EXTENSIONS.get(image_format, "") if isinstance(image_format, str) else ""
