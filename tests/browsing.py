"""A real headless browser, and the pixels of what it shows. In CI a browser must be there."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.needing import need

_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
Pixel = tuple[int, int, int]


def find_browser() -> str:
    """Its path. Without one the test is left out, and fails in CI."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        need("browser", "apt-get install chromium")
    return found


def browse(browser: str, page: Path, *options: str) -> str:
    """The browser's standard output with a profile of its own."""
    profile = page.with_name("profile")
    command = [browser, *_QUIET, f"--user-data-dir={profile}", *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def screenshot(
    browser: str, page: Path, width: int, *options: str, height: int = 1700, rows: int = 200
) -> list[list[Pixel]]:
    """The first rows of pixels of a window of that size. Beside the page the picture stays as `.png`."""
    picture = page.with_suffix(".png")
    browse(browser, page, f"--window-size={width},{height}", f"--screenshot={picture}", *options)
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (width, height)
    return list(islice(pixels(picture.read_bytes()), rows))


def pixels(data: bytes) -> Iterator[list[Pixel]]:
    """Rows of an 8-bit RGB or RGBA picture (PNG, Portable Network Graphics, without interlace)."""
    width, _, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert depth == 8
    size = {2: 3, 6: 4}[colour]
    at, packed = 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    raw, before = zlib.decompress(packed), bytearray(width * size)
    for start in range(0, len(raw), width * size + 1):
        row = bytearray(raw[start + 1 : start + 1 + width * size])
        _unfilter(raw[start], row, before, size)
        before = row
        yield [(row[x], row[x + 1], row[x + 2]) for x in range(0, len(row), size)]


def _unfilter(kind: int, row: bytearray, above: bytearray, size: int) -> None:
    for x in range(len(row)):
        left = row[x - size] if x >= size else 0
        corner = above[x - size] if x >= size else 0
        guess = left + above[x] - corner
        paeth = min((left, above[x], corner), key=lambda value: abs(guess - value))
        row[x] = (row[x] + (0, left, above[x], (left + above[x]) // 2, paeth)[kind]) & 0xFF


def is_marked(rows: list[list[Pixel]], columns: range, paper: Pixel) -> bool:
    """Whether anything but paper stands in these columns."""
    return any(row[x] != paper for row in rows for x in columns)
