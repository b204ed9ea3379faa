"""Built-in templates are joined with their parts when they are alone, which nobody can tell from what they write."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.xml.xml_cases import Case, cases, render_case
from zkvm_provider.libvirtxml.check import GUEST_TEMPLATE
from zkvm_provider.libvirtxml.joined import JoinedLoader
from zkvm_provider.libvirtxml.parse.guest import parse_definition
from zkvm_provider.libvirtxml.templates import Templates, builtin_folder
from zkvm_provider.libvirtxml.views import guest_view

PARTS = {
    "part": "{# What it is. #}\n<part>\n  {% if a %}\n  <a>{{ a }}</a>\n  {% endif %}\n</part>\n",
    "ends-in-a-tag": "{% if a %}\n  <a/>\n{% endif %}\n",
    "whole": '{% include "part" %}\n',
    "asks": "{% if self.extra() %}x{% endif %}\n{% block extra %}\n  said\n{% endblock %}\n",
}
WHOLES = [
    '<x>\n  {% include "part" %}\n  {% for b in c %}\n    {% include "part" %}\n  {% endfor %}\n</x>\n',
    '<x>\n  {%+ include "part" +%}\n  {% block more %}{% endblock %}\n</x>\n',
    '<x>\n  {%- include "part" -%}\n</x>\n',
    "<x{% block attributes %}{% endblock %}>\n  {% block inner %}\n  <y/>\n  {% endblock %}\n</x>\n",
    '  {% include "ends-in-a-tag" %}\n  {% include "ends-in-a-tag" %}\n<y/>{% include "whole" %}\n',
    '<x>\n  {% include "asks" %}\n  {% block other %}said{% endblock %}\n</x>\n',
    "<x>\n  {% block asked %}\n  said\n  {% endblock %}\n  {% if self.asked() %}asked{% endif %}\n</x>\n",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in PARTS.items():
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize("text", WHOLES)
@pytest.mark.parametrize("a", ["", "1"])
@pytest.mark.parametrize("trims", [True, False])
def test_a_joined_template_writes_what_it_writes_with_its_parts(text: str, a: str, trims: bool, folder: Path) -> None:
    (folder / "text").write_text(text)
    plain, joined = (
        Environment(autoescape=True, loader=loader(folder), trim_blocks=trims, lstrip_blocks=trims).get_template("text")
        for loader in (FileSystemLoader, JoinedLoader)
    )
    values = {"a": a, "c": ["1", "2"]}
    assert joined.render(values) == plain.render(values) != ""


@pytest.mark.parametrize("case", cases(), ids=str)
def test_alone_the_built_in_templates_write_what_they_write_beside_others(case: Case, tmp_path: Path) -> None:
    assert render_case(case, Templates(None)) == render_case(case, Templates(tmp_path))


def test_a_guest_is_one_function_without_parts() -> None:
    environment = Environment(autoescape=True, loader=JoinedLoader(builtin_folder()))
    template = environment.get_template(GUEST_TEMPLATE)
    source, *_ = JoinedLoader(builtin_folder()).get_source(environment, GUEST_TEMPLATE)
    assert not template.blocks
    assert "include" not in source


@pytest.mark.parametrize("case", cases("guest"), ids=str)
def test_a_guest_as_it_is_sent_has_the_white_space_of_its_templates(case: Case, tmp_path: Path) -> None:
    view = guest_view(parse_definition(case.golden.read_text()))
    alone, beside = (
        templates.render_as_written(GUEST_TEMPLATE, guest=view) for templates in (Templates(None), Templates(tmp_path))
    )
    assert alone == beside
