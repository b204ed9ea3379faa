"""Every line of the input is accounted for, in every form of the report."""

from __future__ import annotations

import dataclasses
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.zvm.conftest import EXAMPLES, read
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.convert import Conversion, Wishes, convert
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.mapping import MapFile, read_map
from zkvm_provider.zvm.report.data import json_report
from zkvm_provider.zvm.report.facts import guests
from zkvm_provider.zvm.report.page import page_report
from zkvm_provider.zvm.report.text import text_report
from zkvm_provider.zvm.table import BY_NAME

LINES = (EXAMPLES / "cluster" / "USER.DIRECT").read_text(encoding="utf-8").splitlines()
MAP = read_map((EXAMPLES / "cluster" / "map.yaml").read_text(encoding="utf-8"), source="map.yaml")


def test_every_line_of_the_cluster_has_one_fate(cluster: Conversion) -> None:
    assert [each.line for each in cluster.lines] == list(range(1, len(LINES) + 1))
    assert Fate.FAULTY not in {each.fate for each in cluster.lines}
    assert [each.line for each in cluster.lines if each.fate not in (Fate.COMMENT, Fate.BLANK) and not each.notes] == []


def test_no_fate_contradicts_the_table(cluster: Conversion) -> None:
    """A statement without equivalent is never said to be converted, nor one that can be converted to have none."""
    left_out = {Fate.REFUSED, Fate.SKIPPED, Fate.FAULTY}
    for statement in cluster.directory.statements():
        row = BY_NAME.get(statement.name)
        fate = cluster.lines[statement.line - 1].fate
        if row is not None and row.fate is Fate.NONE:
            assert fate in {Fate.NONE, *left_out}, statement
        elif row is not None and row.fate is Fate.CONVERTED:
            assert fate in {Fate.CONVERTED, Fate.APPROXIMATED, *left_out}, statement


def test_every_form_of_the_report_has_every_line(cluster: Conversion) -> None:
    count = len(LINES)
    assert [each["line"] for each in json.loads(json_report(cluster))["fates"]] == list(range(1, count + 1))
    page, text = page_report(cluster), text_report(cluster).split("Every line")[1]
    for number in range(1, count + 1):
        assert f'id="line-{number}"' in page
        assert f"\n{number:6} " in text


def test_every_device_of_a_guest_is_named_on_its_card(cluster: Conversion) -> None:
    facts = {each.key: each for each in guests(cluster)}
    for plan in cluster.program.guests:
        card = facts[plan.key]
        got = {each.name for family, found in plan.devices.items() if family != "consoles" for each in found}
        assert {*card.disks, *card.luns, *card.passed_through, *card.interfaces} == got
    assert any(card.luns for card in facts.values())


def test_the_page_loads_nothing_and_escapes_what_it_shows() -> None:
    directory = read('USER TEST NOLOG\n* <script>alert(1)</script> & "quotes"\n')
    page = page_report(convert(directory, MapFile(), Wishes(), map_name="map"))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert not any(sign in page for sign in ("http://", "https://", "src=", "url("))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=60))
def test_any_lines_in_any_order_are_all_accounted_for(lines: list[str]) -> None:
    directory = read("\n".join(["USER FIRST NOLOG", *lines]) + "\n")
    try:
        conversion = convert(directory, dataclasses.replace(MAP, guests={}), Wishes(), map_name="map.yaml")
    except InvalidInput:
        return
    assert [each.line for each in conversion.lines] == list(range(1, len(lines) + 2))
