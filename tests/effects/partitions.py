"""Empty partition tables, byte by byte: no tool that writes them need be there."""

from __future__ import annotations

import struct
import zlib

_SECTOR = 512
_ENTRIES, _ENTRY_BYTES = 128, 128
_DISK = bytes(range(16))
"""The disk's identity."""


def dos_label(*, parts: bytes = bytes(64)) -> bytes:
    """A master boot record with its four entries."""
    return bytes(440) + b"zkvm" + bytes(2) + parts + b"\x55\xaa"


def gpt_label(size: int) -> bytes:
    """A whole disk of `size` bytes with a GUID partition table at either end (UEFI specification, 5.3)."""
    last = size // _SECTOR - 1
    table = bytes(_ENTRIES * _ENTRY_BYTES)
    width = len(table) // _SECTOR
    protective = struct.pack("<B3sB3sII", 0, b"\0\2\0", 0xEE, b"\xff" * 3, 1, last) + bytes(48)
    first = _header(1, last, 2, (width + 2, last - width - 1), table)
    second = _header(last, 1, last - width, (width + 2, last - width - 1), table)
    start = dos_label(parts=protective) + first + table
    return start + bytes(size - len(start) - len(table) - _SECTOR) + table + second


def _header(here: int, other: int, entries: int, usable: tuple[int, int], table: bytes) -> bytes:
    def packed(check: int) -> bytes:
        head = struct.pack("<8sIIII", b"EFI PART", 0x10000, 92, check, 0)
        places = struct.pack("<QQQQ", here, other, *usable)
        return head + places + _DISK + struct.pack("<QIII", entries, _ENTRIES, _ENTRY_BYTES, zlib.crc32(table))

    return packed(zlib.crc32(packed(0))).ljust(_SECTOR, b"\0")
