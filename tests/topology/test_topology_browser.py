"""The picture in a real browser: with 3 and with 300 guests, on a screen, a phone, in the dark, and on paper."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.browsing import browse, is_marked, screenshot
from zkvm_provider.topology.page import page_of
from zkvm_provider.topology.picture import Picture
from zkvm_provider.topology.svg import svg_of

DARK = ("--blink-settings=preferredColorScheme=0",)
PAPERS = {".html": ((0xF4, 0xF6, 0xF8), (0x10, 0x13, 0x16)), ".svg": ((0xF6, 0xF7, 0xF9), (0x10, 0x13, 0x16))}
RUNNING = ((0x14, 0x80, 0x4A), (0x4C, 0xC3, 0x8A))

PROBE = """<script>
const light = (text) => {
  const line = (v) => (v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  const [r, g, b] = text.match(/[\\d.]+/g).map((v) => line(v / 255));
  return .2126 * r + .7152 * g + .0722 * b;
};
const paperOf = (node) => {
  const colour = getComputedStyle(node).backgroundColor;
  return colour === "rgba(0, 0, 0, 0)" && node.parentElement ? paperOf(node.parentElement) : colour;
};
const contrast = (node) => {
  const [low, high] = [light(getComputedStyle(node).color), light(paperOf(node))].sort((a, b) => a - b);
  return (high + .05) / (low + .05);
};
const texts = [...document.querySelectorAll("h1, h2, h3, h4, p, li, button, .name, .badge, .chip, footer")]
  .filter((node) => node.checkVisibility() && getComputedStyle(node).color !== "rgba(0, 0, 0, 0)");
const shown = () => guests.filter((guest) => guest.checkVisibility()).length;
const told = {
  wide: document.documentElement.scrollWidth - innerWidth,
  contrast: Math.min(...texts.map(contrast)),
  all: shown(),
  lines: document.querySelectorAll("svg.lines path").length,
};
look(guests[0]);
told.looked = document.querySelectorAll("svg.lines path.loud").length;
told.near = document.querySelectorAll(".thing.near").length;
search.value = "SEARCHED";
search.dispatchEvent(new Event("input"));
told.found = shown();
search.value = "";
filters.find((each) => each.dataset.filter === "off").click();
told.off = shown();
document.title = JSON.stringify(told);
</script></body>"""


def told_by(browser: str, picture: Picture, folder: Path, width: int, searched: str, *options: str) -> dict[str, float]:
    """What the page says of itself after a script used it."""
    page = folder / "picture.html"
    page.write_text(page_of(picture).replace("</body>", PROBE.replace("SEARCHED", searched)), encoding="utf-8")
    shown = browse(browser, page, f"--window-size={width},1000", "--dump-dom", *options)
    found = re.search(r"<title>(\{.*\})</title>", shown)
    assert found, "the script did not run to its end"
    told: dict[str, float] = json.loads(found[1])
    return told


@pytest.mark.parametrize("options", [(), DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("width", "lines"), [(1400, 8), (500, 0)], ids=["desktop", "phone"])
def test_three_guests(
    browser: str, small: Picture, tmp_path: Path, width: int, lines: int, options: tuple[str, ...]
) -> None:
    told = told_by(browser, small, tmp_path, width, "ROOT.qcow2", *options)
    assert told["wide"] == 0, "something is wider than the window"
    assert told["contrast"] >= 4.5, "a text is hard to read (WCAG 2.1, 1.4.3)"
    assert (told["all"], told["found"], told["off"]) == (3, 1, 1)
    assert (told["lines"], told["near"]) == (lines, 3)


@pytest.mark.parametrize("width", [1400, 500], ids=["desktop", "phone"])
def test_three_hundred_guests(browser: str, crowded: Picture, tmp_path: Path, width: int) -> None:
    told = told_by(browser, crowded, tmp_path, width, "batch1")
    assert told["wide"] == 0
    assert told["contrast"] >= 4.5
    assert (told["all"], told["found"], told["off"]) == (300, 25, 60)
    assert (told["lines"], told["looked"]) == (0, 2 if width > 1000 else 0)


@pytest.mark.parametrize(("name", "ending", "options"), [
    ("small", ".html", ()),
    ("small", ".svg", DARK),
    ("crowded", ".html", DARK),
    ("crowded", ".svg", ()),
], ids=["small page", "small drawing in the dark", "crowded page in the dark", "crowded drawing"])  # fmt: skip
def test_it_is_seen(
    browser: str, tmp_path: Path, name: str, ending: str, options: tuple[str, ...], request: pytest.FixtureRequest
) -> None:
    picture: Picture = request.getfixturevalue(name)
    page = tmp_path / f"picture{ending}"
    page.write_text((page_of if ending == ".html" else svg_of)(picture), encoding="utf-8")
    rows = screenshot(browser, page, 1240, *options, height=700, rows=300)
    paper, green = PAPERS[ending][bool(options)], RUNNING[bool(options)]
    assert rows[2][2] == paper
    assert not is_marked(rows, range(1230, 1240), paper), "something reaches to the right edge"
    assert not is_marked(rows, range(10), paper), "something reaches to the left edge"
    assert green in {pixel for row in rows for pixel in row[300:900]}, "no running guest is seen"


def test_three_hundred_guests_print_on_few_pages(browser: str, crowded: Picture, tmp_path: Path) -> None:
    page = tmp_path / "picture.html"
    page.write_text(page_of(crowded), encoding="utf-8")
    paper = page.with_suffix(".pdf")
    browse(browser, page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    data = paper.read_bytes()
    assert data.startswith(b"%PDF-")
    assert 1 <= len(re.findall(rb"/Type /Page[\s/]", data)) <= 4
