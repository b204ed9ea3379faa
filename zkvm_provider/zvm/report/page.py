"""The report as one HTML page that loads nothing: for a screen, a phone, and paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.findings import FATE_SAYS, Fate, Finding
from zkvm_provider.zvm.ledger import LineFate
from zkvm_provider.zvm.report.facts import GuestFacts, counts, guests, warnings
from zkvm_provider.zvm.table import ENTRY_NAMES

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page_report(conversion: Conversion) -> str:
    """The page. It holds its style and its script; every text from the directory is escaped."""
    name = escape(conversion.directory.name)
    every = list(guests(conversion))
    parts = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        f"<title>{name}: from z/VM to KVM</title>",
        f"<style>\n{_asset('page.css')}</style>",
        "</head>",
        "<body>",
        *_head(conversion, every),
        *_findings(conversion.findings),
        *_guests(every),
        *_lines(conversion.lines),
        "<footer>Made by <code>zkvm convert</code>. Passwords of the directory were never stored.</footer>",
        f"<script>\n{_asset('page.js')}</script>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(parts)


def _asset(name: str) -> str:
    return files("zkvm_provider.zvm.report").joinpath(name).read_text(encoding="utf-8")


def _class(fate: Fate) -> str:
    return fate.value.replace(" ", "-")


def _words(text: str) -> str:
    """Escaped, with what stands in backquotes as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _head(conversion: Conversion, every: list[GuestFacts]) -> Iterator[str]:
    done = sum(1 for each in every if each.status == "converted")
    more = warnings(conversion)
    tally = counts(conversion)
    yield "<header>"
    yield f"<h1>{escape(conversion.directory.name)}: from z/VM to KVM</h1>"
    yield (
        f'<p class="lead">{done} of {len(every)} guests converted, {more} warning{"" if more == 1 else "s"}, '
        f"and all {conversion.directory.count} lines accounted for.</p>"
    )
    yield '<div class="bar" aria-hidden="true">'
    yield from (f'<i class="{_class(fate)}" style="flex:{count}"></i>' for fate, count in tally.items())
    yield '</div>\n<ul class="tally">'
    for fate, count in tally.items():
        title = escape(FATE_SAYS[fate])
        yield (
            f'<li><button type="button" class="{_class(fate)}" data-fate="{_class(fate)}" aria-pressed="false" '
            f'title="{title}"><b>{count}</b> {fate.value}</button></li>'
        )
    yield "</ul>\n</header>"


def _guests(every: Iterable[GuestFacts]) -> Iterator[str]:
    listed = list(every)
    yield '<section>\n<h2>Guests</h2>\n<div class="guests">'
    yield from (_card(each) for each in listed if each.status == "converted")
    yield '</div>\n<ul class="others">'
    for each in listed:
        if each.status != "converted":
            yield (
                f'<li class="{each.status}"><b>{escape(each.key)}</b><span>{escape(each.reason)}</span>'
                f'<a href="#line-{each.line}">line {each.line}</a></li>'
            )
    yield "</ul>\n</section>"


def _card(each: GuestFacts) -> str:
    rows = [
        ("name", each.name if each.name != each.key else ""),
        ("memory", each.memory),
        ("vCPUs", each.vcpus),
        ("boots from", each.boot),
        ("disks", ", ".join(name.removeprefix("disk-") for name in each.disks)),
        ("LUNs", ", ".join(name.removeprefix("lun-") for name in each.luns)),
        ("hostdevs", ", ".join(each.passed_through)),
        ("network", ", ".join(name.removeprefix("nic-") for name in each.interfaces)),
    ]
    facts = "".join(f"<dt>{label}</dt><dd>{escape(value)}</dd>" for label, value in rows if value)
    head = f'<h3>{escape(each.key)} <a href="#line-{each.line}">line {each.line}</a></h3>'
    return f'<article class="guest converted">{head}<dl>{facts}</dl></article>'


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    listed = list(findings)
    yield "<section>\n<h2>What to know</h2>"
    if not listed:
        yield "<p>Nothing: every statement was plain.</p>"
    yield '<ul class="findings">'
    for each in listed:
        where = f'<a href="#line-{each.line}">line {each.line}</a>' if each.line else "file"
        severity = each.severity.value
        yield f'<li class="{severity}"><b>{severity}</b>{where}<span>{_words(each.message)}</span></li>'
    yield "</ul>\n</section>"


def _lines(lines: Iterable[LineFate]) -> Iterator[str]:
    yield (
        "<section>\n<h2>Every line</h2>\n"
        '<input class="search" type="search" placeholder="Search lines" aria-label="Search lines" hidden>\n'
        "<table><thead><tr><th>Line</th><th>Fate</th><th>Statement</th><th>What became of it</th></tr></thead><tbody>"
    )
    for each in lines:
        name = _class(each.fate)
        head = " head" if each.text.split(" ", 1)[0] in ENTRY_NAMES else ""
        yield (
            f'<tr id="line-{each.line}" class="{name}{head}" data-fate="{name}"><td class="number">{each.line}</td>'
            f'<td class="fate">{each.fate.value}</td><td class="statement">{escape(each.text)}</td>'
            f'<td class="note">{_words("; ".join(each.notes))}</td></tr>'
        )
    yield "</tbody></table>\n</section>"
