"""The report in a real browser: on a screen, a phone, in the dark, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browsing import Pixel, browse, is_marked, screenshot
from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.report.page import page_report

PAPER_LIGHT, PAPER_DARK = (0xFB, 0xFB, 0xFA), (0x14, 0x17, 0x1A)


@pytest.fixture
def page(tmp_path: Path, linux01: Conversion) -> Path:
    path = tmp_path / "report.html"
    path.write_text(page_report(linux01), encoding="utf-8")
    return path


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
