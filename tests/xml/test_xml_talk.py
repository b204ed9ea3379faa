"""The talk's guest: what zkvm writes says what the talk's `virsh dumpxml` shows."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from tests.xml.xml_cases import FOLDER, cases, definition_of, render_case
from zkvm_provider.libvirtxml.canonical import canonical as canonical_definition
from zkvm_provider.libvirtxml.merge import merge
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.libvirtxml.xmltext import canonical

TALK = (FOLDER / "talk" / "lmb_guest.xml").read_text(encoding="utf-8")
LMB_GUEST = next(case for case in cases("guest") if case.path.stem == "lmb_guest")
_NOT_COMPARED = ("uuid", "metadata", "cpu")


def test_the_talks_domain_reads_as_the_declared_guest() -> None:
    talk, declared = parse_guest(TALK).definition, canonical_definition(definition_of(LMB_GUEST))
    names = {"disk-vda": "root", "interface-10-ba-11-be-15-ef": "lan", "console-0": "console"}
    guest = replace(
        talk.guest,
        disks=tuple(replace(disk, name=names[disk.name]) for disk in talk.guest.disks or ()),
        interfaces=tuple(replace(item, name=names[item.name]) for item in talk.guest.interfaces or ()),
        consoles=tuple(replace(item, name=names[item.name]) for item in talk.guest.consoles or ()),
    )
    assert guest == declared.guest
    assert (talk.uuid, talk.automatic, talk.used_devnos) == (declared.uuid, declared.automatic, declared.used_devnos)


def test_redefining_the_talks_guest_changes_only_alias_and_metadata() -> None:
    """Children of `<devices>` are compared as a multiset; console ports are libvirt's to count."""
    merged = merge(render_case(LMB_GUEST, Templates(None)), TALK)
    assert _devices(merged) == _devices(TALK)
    assert _top(merged) == _top(TALK)


def _devices(xml: str) -> list[str]:
    devices = etree.fromstring(xml).findall("devices/*")
    for device in devices:
        for alias in device.findall("alias"):
            device.remove(alias)
        for port in device.findall("target[@port]"):
            del port.attrib["port"]
    return sorted(canonical(device) for device in devices)


def _top(xml: str) -> list[str]:
    root = etree.fromstring(xml)
    return sorted(canonical(child) for child in root if child.tag not in {*_NOT_COMPARED, "devices"})
