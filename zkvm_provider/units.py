"""Sizes with units: parsed once at the edge, bytes inside, printed one way.

Units are libvirt's (formatdomain, "memory"): `KB`, `MB`, `GB`, `TB` are decimal; `k`, `KiB`, `M`,
`MiB`, `G`, `GiB`, `T`, `TiB` are binary; `b`, `B`, `bytes` are bytes. Names are not case-sensitive.
"""

from __future__ import annotations

import re
from decimal import Decimal

KIB = 1024
MIB = 1024**2
GIB = 1024**3

_BINARY = {"k": 1, "m": 2, "g": 3, "t": 4, "p": 5, "e": 6}
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")


def whole_mib(size_bytes: int) -> int:
    """Rounded up to MiB, as libvirt rounds memory in the live definition (measured, libvirt 9.0.0)."""
    return -(-size_bytes // MIB) * MIB


def unit_bytes(unit: str) -> int:
    """How many bytes one `unit` is. Raises ValueError with libvirt's spelling of the choices."""
    name = unit.lower()
    if name in {"b", "byte", "bytes"}:
        return 1
    power = _BINARY.get(name[:1], 0)
    if power and name[1:] in {"", "ib"}:
        return int(1024**power)
    if power and name[1:] == "b":
        return int(1000**power)
    raise ValueError(f"unknown unit {unit!r}; use B, KiB, MiB, GiB, TiB (binary) or KB, MB, GB, TB (decimal)")


def parse_size(value: str | int, *, default_unit: str) -> int:
    """Bytes of `"1 GiB"`, `"512M"`, `"73728000 B"`, or of an integer counted in `default_unit`.

    Raises ValueError with a sentence for the user: not a size, unknown unit, not whole bytes.
    """
    if isinstance(value, bool):
        raise ValueError("expected a size such as '1 GiB', got a boolean")
    if isinstance(value, int):
        if value < 0:
            raise ValueError(f"a size cannot be negative, got {value}")
        return value * unit_bytes(default_unit)
    match = _SIZE.fullmatch(value)
    if match is None:
        raise ValueError(f"expected a size such as '1 GiB' or '512 MiB', got {value!r}")
    number, unit = match.groups()
    size = Decimal(number) * unit_bytes(unit or default_unit)
    if size != size.to_integral_value():
        raise ValueError(f"{value!r} is not a whole number of bytes")
    return int(size)


def format_size(size_bytes: int) -> str:
    """The shortest exact text: `1 GiB`, `512 MiB`, `73728000 B`. `parse_size` reads it back."""
    for unit in ("TiB", "GiB", "MiB", "KiB"):
        factor = unit_bytes(unit)
        if size_bytes and size_bytes % factor == 0:
            return f"{size_bytes // factor} {unit}"
    return f"{size_bytes} B"


def about_size(size_bytes: int) -> str:
    """Rounded, for people: `512 MiB`, `1.5 TiB`."""
    value, units = float(size_bytes), ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    while value >= 1024 and len(units) > 1:
        value, units = value / 1024, units[1:]
    return f"{value:.0f} {units[0]}" if value >= 100 or value == int(value) else f"{value:.1f} {units[0]}"
