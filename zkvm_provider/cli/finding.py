"""One line of `zkvm doctor`."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. `needed` marks what nothing works without; `lacks` is how a missing one is called."""

    what: str
    ok: bool
    says: str
    remedy: str = ""
    needed: bool = True
    lacks: str = "MISSING"

    @property
    def mark(self) -> str:
        """The word before it."""
        return "ok" if self.ok else self.lacks if self.needed else "without"
