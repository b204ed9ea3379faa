"""What a linter says about a file: where, how bad, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from zkvm_provider.dataclass import dataclass


class Severity(Enum):
    """An error makes the installation fail or act otherwise than written; a warning deserves a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found. `line` counts from 1; 0 means the file as a whole. The message never holds a password."""

    file: str
    line: int
    severity: Severity
    message: str

    @property
    def place(self) -> str:
        """`eric.prm:3`, or the file alone."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.severity.value}: {self.message}"


@dataclass(slots=True)
class Notes:
    """The findings of one file, gathered in the order they are met."""

    file: str
    found: list[Finding]

    @classmethod
    def of(cls, file: str) -> Notes:
        return cls(file, [])

    def error(self, line: int, message: str) -> None:
        self.found.append(Finding(file=self.file, line=line, severity=Severity.ERROR, message=message))

    def warn(self, line: int, message: str) -> None:
        self.found.append(Finding(file=self.file, line=line, severity=Severity.WARNING, message=message))


Look = Callable[[str], bytes | None]
"""The bytes of a file beside the one that is looked at, by relative path; None when it is not there."""


def decoded(content: bytes, notes: Notes) -> str:
    """The text of a file the firmware or the kernel reads: ASCII. Every other byte is an error and becomes `?`."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        wrong = next((byte for byte in line if byte > 126 or (byte < 32 and byte not in (9, 13))), None)
        if wrong is not None:
            what = "a control character" if wrong < 32 or wrong == 127 else "a character beyond ASCII"
            notes.error(number, f"holds {what} (byte 0x{wrong:02x}); only printable ASCII is read here")
        if line.endswith(b"\r"):
            notes.error(number, "ends in a carriage return (a DOS line end); save the file with Unix line ends")
    plain = bytes(byte if 32 <= byte < 127 or byte in (9, 10) else (32 if byte == 13 else 63) for byte in content)
    return plain.decode("ascii")
