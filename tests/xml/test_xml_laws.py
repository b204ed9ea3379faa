"""Laws of rendering, reading and merging, over random guests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from tests.xml.strategies import definitions, disks, interfaces
from tests.xml.xml_cases import FOLDER
from zkvm_provider.libvirtxml.merge import merge
from zkvm_provider.libvirtxml.parse.domain_facts import parse_domain_facts
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.render import render_device, render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.libvirtxml.xmltext import canonical, read
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.interface import Interface

BUILTIN = Templates(None)
FOREIGN = (FOLDER / "merge" / "administered.xml").read_text(encoding="utf-8")
HERE = settings(max_examples=25, deadline=None)


@HERE
@given(definitions())
def test_what_is_rendered_reads_back_as_it_was(definition: GuestDefinition) -> None:
    assert parse_guest(render_guest(definition, BUILTIN)).definition == definition


@HERE
@given(definitions())
def test_what_is_sent_as_it_was_written_says_the_same(definition: GuestDefinition) -> None:
    indented, sent = (render_guest(definition, BUILTIN, to_be_read=each) for each in (True, False))
    assert canonical(read(sent)) == canonical(read(indented))
    assert _white_space(sent) == _white_space(indented), "libvirt keeps that of metadata"


@HERE
@given(definitions())
def test_a_rendered_guest_has_no_unowned_part(definition: GuestDefinition) -> None:
    parsed = parse_guest(render_guest(definition, BUILTIN))
    assert parsed.unowned == ()


@HERE
@given(definitions(), definitions())
def test_merging_keeps_the_model_and_leaves_no_trace_of_the_owned_before(
    wanted: GuestDefinition, before: GuestDefinition
) -> None:
    rendered, observed = render_guest(wanted, BUILTIN), render_guest(before, BUILTIN)
    assert parse_guest(merge(rendered, observed)).definition == wanted


@HERE
@given(definitions())
def test_merging_carries_what_administrators_added_and_keeps_the_model(definition: GuestDefinition) -> None:
    rendered = render_guest(definition, BUILTIN)
    merged = merge(rendered, FOREIGN)
    before, after = parse_guest(FOREIGN), parse_guest(merged)
    assert _own(after.definition) == _own(definition)
    assert set(after.definition.used_devnos) >= set(definition.used_devnos)
    assert set(after.definition.used_units) >= set(definition.used_units)
    device_shells = {word for word in before.unowned if "[" in word}
    assert set(after.unowned) >= set(before.unowned) - device_shells


@HERE
@given(definitions())
def test_merging_twice_changes_nothing_more(definition: GuestDefinition) -> None:
    rendered = render_guest(definition, BUILTIN)
    merged = merge(rendered, FOREIGN)
    assert merge(rendered, merged) == merged
    assert merge(merged, merged) == merged


@HERE
@given(definitions())
def test_the_facts_name_every_disk_and_network(definition: GuestDefinition) -> None:
    facts = parse_domain_facts(render_guest(definition, BUILTIN))
    luns = {lun.name for lun in definition.guest.luns or () if not lun.is_hostdev}
    assert {disk.name for disk in facts.disks} == {disk.name for disk in definition.guest.disks or ()} | luns
    for disk in definition.guest.disks or ():
        (use,) = [use for use in facts.disks if use.name == disk.name]
        named = use.path or (f"{use.pool}/{use.volume}" if use.pool else None)
        assert named == (disk.file or disk.block or disk.volume)
    networks = {interface.network for interface in definition.guest.interfaces or () if interface.network}
    assert set(facts.networks) == networks


@HERE
@given(disks())
def test_every_disk_can_be_rendered_alone(disk: Disk) -> None:
    """render_device reads its own result back and refuses a difference."""
    assert f'<alias name="ua-{disk.name}"/>' in render_device(disk, BUILTIN)
    assert "<alias" not in render_device(disk, BUILTIN, with_alias=False)


@HERE
@given(interfaces())
def test_every_interface_can_be_rendered_alone(interface: Interface) -> None:
    assert str(interface.mac) in render_device(interface, BUILTIN)


def _own(definition: GuestDefinition) -> GuestDefinition:
    """Without what others' devices add: numbers they use, and that a controller serves them too."""
    automatic = tuple(replace(each, held=False) for each in definition.automatic)
    return replace(definition, used_devnos=(), used_units=(), automatic=automatic)


def _white_space(xml: str) -> list[tuple[str | None, str | None]]:
    """Before and behind what is in the metadata."""
    metadata = read(xml).find("metadata")
    return [(each.text if len(each) else None, each.tail) for each in metadata.iter()] if metadata is not None else []
