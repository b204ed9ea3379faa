"""Sets of the host's CPUs, as libvirt writes them (`0-3,8`)."""

from __future__ import annotations

import re

from zkvm_provider.dataclass import dataclass

_PART = re.compile(r"(\^?)(\d{1,4})(?:-(\d{1,4}))?")


@dataclass(frozen=True, slots=True, order=True)
class CpuSet:
    """One or more CPU numbers, in ascending order."""

    numbers: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> CpuSet:
        """From `0-3,^2,8` (libvirt's cpuset: `^` takes one away). Raises ValueError with a sentence for the user."""
        found: set[int] = set()
        for part in text.replace(" ", "").split(","):
            match = _PART.fullmatch(part)
            if match is None:
                raise ValueError(f"expected CPU numbers such as 0-3,8, got {text!r}")
            first, last = int(match[2]), int(match[3] or match[2])
            if last < first:
                raise ValueError(f"expected CPU numbers such as 0-3,8, got {text!r}: {first} is above {last}")
            span = set(range(first, last + 1))
            found = found - span if match[1] else found | span
        if not found:
            raise ValueError(f"{text!r} names no CPU; name at least one")
        return cls(tuple(sorted(found)))

    def __str__(self) -> str:
        """The shortest text, as libvirt writes it back."""
        parts: list[str] = []
        start = previous = self.numbers[0]
        for number in (*self.numbers[1:], -1):
            if number == previous + 1:
                previous = number
                continue
            parts.append(str(start) if start == previous else f"{start}-{previous}")
            start = previous = number
        return ",".join(parts)
