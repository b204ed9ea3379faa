"""URNs: `urn:pulumi:STACK::PROJECT::PARENT-TYPES$TYPE::NAME`."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Bug


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

    @property
    def kind(self) -> str:
        """The type without package and module, as the user writes it: `Guest`."""
        return self.type.rsplit(":", 1)[-1]
