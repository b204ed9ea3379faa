"""The page "what the emulator can do" says what the emulator's tables say, and is linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.generate.main import EMULATOR_PAGE, ROOT
from zkvm_provider.hypervisor.emulated.administration import KNOBS
from zkvm_provider.hypervisor.emulated.domain.families import FAMILIES
from zkvm_provider.hypervisor.emulated.domain.plugging import NEVER_LIVE
from zkvm_provider.hypervisor.emulated.pool.kinds import KINDS
from zkvm_provider.hypervisor.emulated.refusals import LEAD
from zkvm_provider.hypervisor.port import MUTATING_VERBS

PAGE = (ROOT / EMULATOR_PAGE).read_text("utf-8")


def rows(section: str) -> dict[str, str]:
    """Lines of the section's table by what stands in their first cell."""
    text = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return {line.split("|")[1].strip(" `"): line for line in text.splitlines() if line.startswith("| `")}


def test_every_verb_that_changes_something_is_marked() -> None:
    verbs = rows("Verbs")
    assert [verb for verb in MUTATING_VERBS if "| yes |" not in verbs.get(verb, "")] == []
    assert "| yes |" not in verbs["dump"]


def test_every_device_pool_and_knob_has_a_row() -> None:
    assert list(rows("Devices of a domain")) == [family.tag for family in FAMILIES]
    assert list(rows("Storage")) == list(KINDS)
    assert list(rows("Knobs")) == list(KNOBS)


def test_what_can_be_attached_while_running_is_told() -> None:
    attached = {tag: row.split("|")[3].strip() for tag, row in rows("Devices of a domain").items()}
    assert {tag for tag, cell in attached.items() if cell != "yes"} == NEVER_LIVE


def test_refusals_have_their_numbers_and_words() -> None:
    for code, words in LEAD.items():
        if f"`{code.name}`" in PAGE:
            assert f"| {int(code)} | `{code.name}` | {words.strip(': ')} |" in PAGE
    assert "| 42 | `NO_DOMAIN` | Domain not found |" in PAGE


@pytest.mark.parametrize(("page", "link"), [("README.md", "docs/emulator.md"), ("docs/architecture.md", "emulator.md")])
def test_it_is_linked(page: str, link: str) -> None:
    assert f"]({link})" in (ROOT / page).read_text("utf-8")
    assert (ROOT / Path(page).parent / link).is_file()
