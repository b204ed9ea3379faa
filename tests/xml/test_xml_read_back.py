"""What is rendered is read back: once for each form that the built-in templates make, always for a user's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.xml.xml_cases import cases, definition_of
from zkvm_provider.libvirtxml import check
from zkvm_provider.libvirtxml.parse.guest import parse_definition
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.definition import GuestDefinition

EVERYTHING = next(case for case in cases("guest") if case.path.stem == "everything")


@pytest.fixture
def definition() -> GuestDefinition:
    return definition_of(EVERYTHING)


@pytest.fixture
def read_back(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were read back; no form is known at the beginning."""
    documents: list[str] = []
    parse = parse_definition

    def noted(xml: str) -> GuestDefinition:
        documents.append(xml)
        return parse(xml)

    monkeypatch.setattr(check, "parse_definition", noted)
    monkeypatch.setattr(check, "_read_back", set())
    return documents


def named(definition: GuestDefinition, name: str) -> GuestDefinition:
    return replace(definition, guest=replace(definition.guest, name=name))


def test_guests_of_one_form_are_read_back_once(definition: GuestDefinition, read_back: list[str]) -> None:
    first = render_guest(named(definition, "linux01"), Templates(None))
    render_guest(named(definition, "linux02"), Templates(None))
    assert read_back == [first]


def test_another_form_is_read_back(definition: GuestDefinition, read_back: list[str]) -> None:
    other = replace(definition, guest=replace(definition.guest, hugepages=not definition.guest.hugepages))
    documents = [render_guest(each, Templates(None)) for each in (definition, other)]
    assert read_back == documents


def test_what_a_user_has_a_hand_in_is_always_read_back(
    tmp_path: Path, definition: GuestDefinition, read_back: list[str]
) -> None:
    (tmp_path / "guest.xml.j2").write_text('{% extends "builtin/guest.xml.j2" %}', encoding="utf-8")
    documents = [render_guest(definition, Templates(tmp_path)) for _ in range(2)]
    assert read_back == documents
