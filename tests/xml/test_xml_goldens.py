"""What the built-in templates write, for every kind, compared text by text."""

from __future__ import annotations

import re

import pytest

from tests.xml.xml_cases import FOLDER, RENDERERS, Case, cases, render_case
from zkvm_provider.libvirtxml.templates import Templates, builtin_folder


@pytest.mark.parametrize("case", cases(), ids=str)
def test_rendered_xml_is_the_golden(case: Case, regen: bool) -> None:
    rendered = render_case(case, Templates(None))
    if regen:
        case.golden.write_text(rendered, encoding="utf-8")
    assert case.golden.is_file(), f"{case} has no golden; write it with --regen and look at it"
    assert rendered == case.golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", RENDERERS)
def test_every_kind_has_cases_and_no_golden_is_left_over(kind: str) -> None:
    written = {path.stem for path in (FOLDER / kind).glob("*.xml")}
    assert written == {case.path.stem for case in cases(kind)} != set()


def test_every_condition_of_every_template_is_met_and_unmet_by_some_case() -> None:
    goldens = "\n".join(case.golden.read_text(encoding="utf-8") for case in cases())
    for path in builtin_folder().rglob("*.xml.j2"):
        static = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for element in re.findall(r"<([\w:-]+)[\s/>]", static):
            assert f"<{element}" in goldens, f"no case renders <{element}> of {path.name}"
        for attribute in re.findall(r"%\} ([\w]+)='", static):
            assert f' {attribute}="' in goldens, f"no case renders {attribute}= of {path.name}"


def test_built_in_templates_take_no_decision() -> None:
    """Only *if present*, loops, blocks and inclusion; no filter, arithmetic, comparison, call or assignment.

    What a user's block fills is present too.
    """
    allowed = re.compile(
        r"(if|for \w+(, \w+)? in|elif) [\w.]+|for key, value in [\w.]+|endif|endfor|(end)?block \w*|endblock"
        r"|if [\w.]+ or self\.\w+_extra\(\) \| trim"
        r"|include \"[\w./-]+\""
    )
    for path in builtin_folder().rglob("*.xml.j2"):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for tag in re.findall(r"\{%[+-]?\s*(.*?)\s*[+-]?%\}", text):
            assert allowed.fullmatch(tag), f"{path.name}: {tag}"
        for expression in re.findall(r"\{\{\s*(.*?)\s*\}\}", text):
            assert re.fullmatch(r"[\w.]+", expression), f"{path.name}: {expression}"


def test_every_template_says_at_its_top_what_it_is_handed() -> None:
    for path in builtin_folder().rglob("*.xml.j2"):
        comment = path.read_text(encoding="utf-8").partition("#}")[0]
        assert comment.startswith("{#"), path.name
        assert "Handed in:" in comment, path.name
