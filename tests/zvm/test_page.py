"""The report in a real browser: on a screen, a phone, in the dark, and on paper. In CI a browser must be there."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.report.page import page_report

_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
TOP = 200
PAPER_LIGHT, PAPER_DARK = (0xFB, 0xFB, 0xFA), (0x14, 0x17, 0x1A)
Pixel = tuple[int, int, int]


@pytest.fixture(scope="session")
def browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("CI"):
        pytest.fail("CI needs a browser: apt-get install chromium")
    pytest.skip("no browser; apt-get install chromium")


@pytest.fixture
def page(tmp_path: Path, linux01: Conversion) -> Path:
    path = tmp_path / "report.html"
    path.write_text(page_report(linux01), encoding="utf-8")
    return path


def browse(browser: str, page: Path, *options: str) -> str:
    """The browser's standard output with a profile of its own."""
    profile = page.with_name("profile")
    command = [browser, *_QUIET, f"--user-data-dir={profile}", *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def screenshot(browser: str, page: Path, width: int, *options: str) -> list[list[Pixel]]:
    """The first rows of pixels: title, bar and tally."""
    picture = page.with_suffix(".png")
    browse(browser, page, f"--window-size={width},1700", f"--screenshot={picture}", *options)
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (width, 1700)
    return list(islice(pixels(picture.read_bytes()), TOP))


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


@pytest.mark.parametrize(("width", "options", "paper"), [
    (1280, (), PAPER_LIGHT),
    (1280, ("--blink-settings=preferredColorScheme=0",), PAPER_DARK),
    (500, (), PAPER_LIGHT),
], ids=["desktop", "dark", "phone"])  # fmt: skip
def test_the_page_fits_its_window(browser: str, page: Path, width: int, options: tuple[str, ...], paper: Pixel) -> None:
    rows = screenshot(browser, page, width, *options)
    assert len(rows[0]) == width
    assert rows[2][2] == paper
    assert is_marked(rows, range(width // 4, width // 2), paper)
    assert not is_marked(rows, range(width - 10, width), paper), "something reaches to the right edge"
    assert not is_marked(rows, range(10), paper), "something reaches to the left edge"
    colours = {pixel for row in rows for pixel in row}
    green = (0x4C, 0xC3, 0x8A) if paper == PAPER_DARK else (0x14, 0x80, 0x4A)
    assert green in colours, "the colour of what was converted is missing"


def test_the_script_runs_and_nothing_is_wider_than_a_phone(browser: str, page: Path, linux01: Conversion) -> None:
    text = page.read_text(encoding="utf-8")
    count = "rows.filter((row) => !row.hidden).length"
    wide = "document.documentElement.scrollWidth - innerWidth"
    probe = f"<script>buttons[1].click(); document.title = `${{{count}}} ${{{wide}}}`;</script></body>"
    page.write_text(text.replace("</body>", probe), encoding="utf-8")
    shown = browse(browser, page, "--window-size=500,900", "--dump-dom")
    approximated = [each for each in linux01.lines if each.fate.value == "approximated"]
    assert f"<title>{len(approximated)} 0</title>" in shown


def test_it_prints(browser: str, page: Path) -> None:
    paper = page.with_suffix(".pdf")
    browse(browser, page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    data = paper.read_bytes()
    assert data.startswith(b"%PDF-")
    assert 1 <= data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") + data.count(b"/Type /Page/") <= 3
