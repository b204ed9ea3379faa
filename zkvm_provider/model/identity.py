"""Who an object belongs to, and the numbers that follow from it.

A guest's uuid, MAC addresses and the marks in autonamed objects are derived from the owner and the resource's URN, so
that a create repeated after a crash meets its own object instead of making a second one.
"""

from __future__ import annotations

import hashlib
import uuid

from zkvm_provider.dataclass import dataclass

_NAMESPACE = uuid.UUID("5b0c55f6-3c7d-5d0a-9d5e-7a6b766d0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The mark an object carries: whose it is, and which resource of that owner."""

    owner: str
    urn: str

    @property
    def uuid(self) -> str:
        """uuid5 of owner and URN (RFC 9562): the same on every host and in every run."""
        return str(uuid.uuid5(_NAMESPACE, f"{self.owner}\n{self.urn}"))

    @property
    def suffix(self) -> str:
        """Seven hex digits for autonamed objects, which are thereby known as ours."""
        return self._digest("name")[:7]

    def mac(self, device: str) -> str:
        """MAC address of an interface, in QEMU's range 52:54:00."""
        tail = self._digest(f"mac\n{device}")[:6]
        return "52:54:00:" + ":".join(tail[at : at + 2] for at in (0, 2, 4))

    def _digest(self, purpose: str) -> str:
        return hashlib.sha256(f"{purpose}\n{self.owner}\n{self.urn}".encode()).hexdigest()
