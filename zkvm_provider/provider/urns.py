"""URNs: `urn:pulumi:STACK::PROJECT::PARENT-TYPES$TYPE::NAME`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zkvm_provider.errors import Bug, Unsupported

if TYPE_CHECKING:
    from zkvm_provider.model.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Urn:
    """A URN taken apart; `type` is the resource's own type, without those of its parents."""

    stack: str
    project: str
    type: str
    name: str

    @classmethod
    def parse(cls, text: str) -> Urn:
        """Raises Bug for a text that is no URN: only the engine makes them."""
        parts = text.removeprefix("urn:pulumi:").split("::", 3)
        if len(parts) != 4 or not text.startswith("urn:pulumi:"):
            raise Bug(f"the engine sent {text!r}, which is not a URN")
        stack, project, types, name = parts
        return cls(stack=stack, project=project, type=types.rsplit("$", 1)[-1], name=name)

    @property
    def default_owner(self) -> str:
        """Whose objects these are when the configuration does not say.

        The protocol tells a provider project and stack, but not the organisation.
        """
        return f"{self.project}/{self.stack}"


def kind_of(urn: str, type_field: str) -> Kind | None:
    """The kind a request is about, from its field `type` or else from its URN; None for a type zkvm does not have."""
    from zkvm_provider.model.kinds import KINDS

    token = (type_field or Urn.parse(urn).type).rsplit("$", 1)[-1]
    return next((kind for kind in KINDS if kind.token == token), None)


def known_kind(urn: str, type_field: str) -> Kind:
    """Like `kind_of`, for calls that cannot do without. Raises Unsupported for a type zkvm does not have."""
    kind = kind_of(urn, type_field)
    if kind is None:
        from zkvm_provider.model.kinds import KINDS

        token = type_field or Urn.parse(urn).type
        raise Unsupported(f"the resource type {token}", needs=f"one of {', '.join(kind.token for kind in KINDS)}")
    return kind
