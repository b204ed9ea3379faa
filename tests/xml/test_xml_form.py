"""What validating one document tells of another: all that libvirt's schema could refuse is in the form."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from tests.libvirt_schema import domain_schema
from tests.xml.strategies import definitions
from zkvm_provider.libvirtxml.form import form_of
from zkvm_provider.libvirtxml.render import render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.definition import GuestDefinition

"""libvirt's own, where it is installed."""
GUEST = """\
<domain type="kvm">
  <name>web-01</name>
  <uuid>3accd20b-b0ae-5e2a-bf3d-a8854179315b</uuid>
  <metadata><zkvm:guest xmlns:zkvm="urn:zkvm:guest:1" owner="a"/></metadata>
  <memory unit="KiB">262144</memory>
  <devices>
    <disk type="file"><source file="/images/web-01.qcow2"/><address type="ccw" devno="0x0e1e"/></disk>
    <interface type="network"><mac address="52:54:00:ab:cd:ef"/></interface>
  </devices>
</domain>
"""
_TEMPLATES = Templates(None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<name>web-01</name>", "<name>db</name>"),
        ("3accd20b-b0ae-5e2a-bf3d-a8854179315b", "00000000-0000-5000-8000-000000000001"),
        ('owner="a"', 'owner="b" urn="c"'),
        ("262144", "524288"),
        ("/images/web-01", "/images/web-02"),
        ("0x0e1e", "0x0abc"),
        ("52:54:00:ab:cd:ef", "52:54:00:00:00:01"),
    ],
)
def test_guests_that_differ_by_name_and_number_have_one_form(old: str, new: str) -> None:
    assert old in GUEST
    assert form_of(GUEST.replace(old, new)) == form_of(GUEST)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type="kvm"', 'type="qemu"'),
        ("262144", "1048576"),
        ("262144", "262144.5"),
        ("/images/web-01", "images/web-01"),
        ("/images/web-01", "/images/db-01"),
        ("0x0e1e", "0x00e1e"),
        ("0x0e1e", "e1e"),
        ("52:54:00:ab:cd:ef", "52:54:00:ab:cd"),
        ("52:54:00:ab:cd:ef", "53:54:00:ab:cd:ef"),
        ("<devices>", "<devices><vsock/>"),
        ('unit="KiB"', ""),
    ],
)
def test_any_other_difference_is_another_form(old: str, new: str) -> None:
    assert old in GUEST
    assert form_of(GUEST.replace(old, new)) != form_of(GUEST)


def verdict(xml: str) -> bool:
    return bool(domain_schema().validate(etree.fromstring(xml)))


@pytest.mark.parametrize("golden", sorted(Path(__file__).parent.glob("guest/*.xml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("digit", "028")
def test_documents_of_one_form_are_valid_together(golden: Path, digit: str) -> None:
    """Every digit but the first of a number may change."""
    xml = golden.read_text("utf-8")
    body, middle = xml.partition("<devices>")[2], re.compile(r"(?<=[ '\">][0-9])[0-9]")
    other = xml.replace(body, middle.sub(digit, body))
    assert form_of(other) == form_of(xml)
    assert verdict(xml)
    assert verdict(other)


@pytest.mark.parametrize("to_be_read", [True, False])
@settings(max_examples=20, deadline=None)
@given(definition=definitions())
def test_an_owner_is_no_matter_of_form(definition: GuestDefinition, *, to_be_read: bool) -> None:
    other = replace(definition, unfinished=not definition.unfinished)
    xml, without = (render_guest(each, _TEMPLATES, to_be_read=to_be_read) for each in (definition, other))
    assert form_of(without) == form_of(xml)
