"""DASD geometry as capacities.

A 3390 track holds twelve blocks of 4 KiB, a 3380 track ten; both have 15 tracks a cylinder. This is the capacity of a
formatted disk, which is what Linux sees on one: 737,280 bytes a cylinder of a 3390. FBA devices count 512-byte blocks.
"""

from __future__ import annotations

BLOCK, TRACKS = 4096, 15
CYLINDER_BYTES = {"3390": 12 * BLOCK * TRACKS, "3380": 10 * BLOCK * TRACKS}
FBA_BYTES = 512


def unit_bytes(device: str) -> int | None:
    """Bytes of one cylinder or block of a device type; None for a type without such."""
    if device.startswith("FB-512") or device in ("9336", "3370", "9332", "9335"):
        return FBA_BYTES
    return CYLINDER_BYTES.get(device[:4])


def says(device: str, units: int) -> str:
    """`100 cylinders of 3390`, `8000 blocks of FB-512`."""
    word = "block" if unit_bytes(device) == FBA_BYTES else "cylinder"
    return f"{units} {word}{'' if units == 1 else 's'} of {device}"
