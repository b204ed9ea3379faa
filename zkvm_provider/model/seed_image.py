"""An ISO 9660 image of a few small files, always the same bytes for the same files.

Level 1 names for firmware, Joliet names (UCS-2) for operating systems. No time stamps, no random numbers, nothing of
the machine it was made on. Sources: ECMA-119 (the layout), the Joliet specification (the second volume descriptor).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

SECTOR: Final = 2048
_FIRST: Final = 16
"""Sector of the first volume descriptor."""
_ROOT_RECORD: Final = 156
_NO_DATE: Final = b"0" * 16 + b"\0"
_EPOCH: Final = bytes((70, 1, 1, 0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things lie, in sectors."""

    plain_table: int = 19
    joliet_table: int = 21
    plain_root: int = 23
    joliet_root: int = 24
    first_file: int = 25


_AT: Final = _Layout()


def write_image(label: str, files: dict[str, bytes]) -> bytes:
    """The image with that volume label (ASCII, at most 16 characters) and these files in its root."""
    names = sorted(files)
    places: dict[str, tuple[int, int]] = {}
    sector = _AT.first_file
    for name in names:
        places[name] = (sector, len(files[name]))
        sector += -(-len(files[name]) // SECTOR)
    sectors = [
        _descriptor(1, label.upper().encode().ljust(32), b" ", _AT.plain_root, _AT.plain_table, sector),
        _descriptor(2, _ucs2(label, 32), b"\0", _AT.joliet_root, _AT.joliet_table, sector),
        b"\xffCD001\x01",
        *(_path_table(_AT.plain_root, order) for order in "<>"),
        *(_path_table(_AT.joliet_root, order) for order in "<>"),
        _folder(_AT.plain_root, [(f"{name.upper()}.;1".encode(), *places[name]) for name in names]),
        _folder(_AT.joliet_root, [(_ucs2(f"{name};1"), *places[name]) for name in names]),
    ]
    body = b"".join(_padded(part) for part in (*sectors, *(files[name] for name in names)))
    return bytes(_FIRST * SECTOR) + body


def read_image(image: bytes) -> dict[str, bytes] | None:
    """The files in the root of an image with Joliet names; None for anything else, or one that is cut off."""
    try:
        at = _joliet_descriptor(image)
        if at is None:
            return None
        root, size = struct.unpack_from("<I4xI", image, at + _ROOT_RECORD + 2)
        return dict(_files(image, root * SECTOR, size))
    except (struct.error, IndexError, UnicodeDecodeError):
        return None


def _joliet_descriptor(image: bytes) -> int | None:
    for sector in range(_FIRST, _FIRST + 16):
        head = image[sector * SECTOR : sector * SECTOR + 7]
        if head[1:6] != b"CD001" or head[0] == 255:
            return None
        if head[0] == 2:
            return sector * SECTOR
    return None


def _files(image: bytes, at: int, size: int) -> Iterator[tuple[str, bytes]]:
    end = at + size
    while at < end:
        length = image[at]
        if not length:
            return
        start, count = struct.unpack_from("<I4xI", image, at + 2)
        name = image[at + 33 : at + 33 + image[at + 32]]
        if not image[at + 25] & 2:
            content = image[start * SECTOR : start * SECTOR + count]
            if len(content) < count:
                raise IndexError(count)
            yield name.decode("utf-16-be").partition(";")[0], content
        at += length


def _descriptor(kind: int, label: bytes, blank: bytes, root: int, table: int, sectors: int) -> bytes:
    """A primary (1) or supplementary (2) volume descriptor; level 3 of Joliet is told by its escape sequence."""
    escape = b"%/E".ljust(32, b"\0") if kind == 2 else bytes(32)
    head = struct.pack("B5sBB", kind, b"CD001", 1, 0) + blank * 32 + label + bytes(8) + _both(sectors) + escape
    sizes = _both2(1) + _both2(1) + _both2(SECTOR) + _both(10)
    tables = struct.pack("<II", table, 0) + struct.pack(">II", table + 1, 0)
    texts = blank * (128 * 4 + 37 * 3)
    return head + sizes + tables + _record(b"\0", root, SECTOR, is_folder=True) + texts + _NO_DATE * 4 + b"\x01"


def _path_table(root: int, order: str) -> bytes:
    return struct.pack(f"{order}BBIH", 1, 0, root, 1) + b"\0\0"


def _folder(root: int, entries: list[tuple[bytes, int, int]]) -> bytes:
    """Itself, the one above (itself again), and the files in the order of their names."""
    records = [_record(name, root, SECTOR, is_folder=True) for name in (b"\0", b"\1")]
    records += [_record(name, start, size, is_folder=False) for name, start, size in sorted(entries)]
    return b"".join(records)


def _record(name: bytes, start: int, size: int, *, is_folder: bool) -> bytes:
    flags = 2 if is_folder else 0
    body = b"\0" + _both(start) + _both(size) + _EPOCH + struct.pack("BBB", flags, 0, 0) + _both2(1)
    text = bytes((len(name),)) + name + (b"\0" if len(name) % 2 == 0 else b"")
    return bytes((1 + len(body) + len(text),)) + body + text


def _ucs2(text: str, width: int = 0) -> bytes:
    encoded = text.encode("utf-16-be")
    return encoded + "\0".encode("utf-16-be") * ((width - len(encoded)) // 2) if width else encoded


def _both(number: int) -> bytes:
    return struct.pack("<I", number) + struct.pack(">I", number)


def _both2(number: int) -> bytes:
    return struct.pack("<H", number) + struct.pack(">H", number)


def _padded(part: bytes) -> bytes:
    return part + bytes(-len(part) % SECTOR)
