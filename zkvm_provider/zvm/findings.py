"""What became of each line, and what a person should know about it."""

from __future__ import annotations

from enum import StrEnum

from zkvm_provider.dataclass import dataclass


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to know, at a line of the directory (1 is the first; 0: the file as a whole)."""

    severity: Severity
    line: int
    message: str

    def located(self, source: str) -> str:
        """`USER.DIRECT:12: error: …`, as compilers say it."""
        place = f"{source}:{self.line}" if self.line else source
        return f"{place}: {self.severity.value}: {self.message}"


class Fate(StrEnum):
    """What became of a line; in the order in which they outweigh each other where a line has several."""

    FAULTY = "faulty"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    NONE = "no equivalent"
    APPROXIMATED = "approximated"
    CONVERTED = "converted"
    SKIPPED = "skipped"
    COMMENT = "comment"
    BLANK = "blank"


FATE_SAYS: dict[Fate, str] = {
    Fate.FAULTY: "the statement cannot be read",
    Fate.UNKNOWN: "not a statement of the z/VM directory that zkvm knows",
    Fate.REFUSED: "its guest, or the one it speaks of, was not converted",
    Fate.NONE: "KVM has nothing of the kind",
    Fate.APPROXIMATED: "KVM's nearest way was taken",
    Fate.CONVERTED: "carried over",
    Fate.SKIPPED: "left out on purpose",
    Fate.COMMENT: "a comment",
    Fate.BLANK: "an empty line",
}
