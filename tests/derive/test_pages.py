"""The reference pages tell every field and every effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.generate.pages.book import page_of, pages
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.field import fields_of
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, Kind
from zkvm_provider.reconcile.policy import rows

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
PAGES = pages()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_page_has_a_row_for_every_field(kind: Kind) -> None:
    page = PAGES[page_of(kind)]
    for spec in (*fields_of(kind.inputs), *fields_of(kind.outputs)):
        assert f"\n| `{spec.name}` | " in page


def test_every_table_has_as_many_cells_in_each_row_as_in_its_head() -> None:
    for name, page in PAGES.items():
        width = 0
        for line in page.splitlines():
            cells = line.replace("\\|", "").count("|")
            if line.startswith("|"):
                width = width or cells
                assert cells == width, f"{name}: {line}"
            else:
                width = 0


def test_every_link_leads_to_a_page() -> None:
    linked = {part.split(")")[0].split("#")[0] for page in PAGES.values() for part in page.split("](")[1:]}
    elsewhere = {name for name in linked if name.startswith("../")}
    assert {name for name in linked - elsewhere if name} <= set(PAGES)
    assert [name for name in elsewhere if not (REFERENCE / name).is_file()] == []
    assert all(f"]({page_of(kind)})" in PAGES["README.md"] for kind in KINDS)


def test_the_effects_page_has_every_row_of_the_policy() -> None:
    page = PAGES["effects.md"]
    for row in rows():
        section = page.split(f"\n## {row.kind}\n")[1].split("\n## ")[0]
        lines = [line for line in section.splitlines() if line.startswith(f"| `{row.path}` |")]
        assert any(row.turn.value in line and row.rule.effect.value in line for line in lines), row


def test_the_effects_page_says_where_a_change_that_is_live_waits_after_all() -> None:
    page = PAGES["effects.md"]
    exceptions = {row.rule.exception for row in rows()} - {""}
    assert "the disk the guest boots from waits for its next start" in exceptions
    assert [text for text in exceptions if f"; but {text}" not in page] == []


def test_functions_and_configuration_are_described() -> None:
    assert all(function.doc in PAGES["functions.md"] for function in FUNCTIONS)
    assert all(f"| `{spec.name}` |" in PAGES["configuration.md"] for spec in fields_of(Configuration))
