"""What a user's own templates may do, and how they are told what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.xml.xml_cases import RENDERERS, cases, definition_of, render_case
from zkvm_provider.errors import InvalidInput, TemplateError
from zkvm_provider.libvirtxml.additions import additions_in, additions_of, with_additions
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.parse.metadata import MARK
from zkvm_provider.libvirtxml.patches import held_patches, undo_patches
from zkvm_provider.libvirtxml.render import (
    render_device,
    render_guest,
    render_mark,
    render_network,
    render_pool,
    render_volume,
)
from zkvm_provider.libvirtxml.templates import Templates, builtin_folder
from zkvm_provider.libvirtxml.xmltext import canonical, read, write_bare
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.network import MacvtapNetwork
from zkvm_provider.model.pool import StoragePool
from zkvm_provider.model.volume import Qcow2Disk
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch

Write = Callable[[str, str], Templates]
EVERYTHING = next(case for case in cases("guest") if case.path.stem == "everything")
BUILTIN_PATHS = sorted(builtin_folder().rglob("*.xml.j2"))
BLOCKS = [
    (path.relative_to(builtin_folder()).as_posix(), block)
    for path in BUILTIN_PATHS
    for block in re.findall(r"block (\w+_extra|after_devices)", path.read_text(encoding="utf-8"))
]
ATTRIBUTES = {"disk_driver_extra", "interface_source_extra", "network_attributes_extra"}
"""Blocks for attributes instead of elements."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a template of the user and gives back the templates with it."""

    def write_one(name: str, text: str) -> Templates:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return Templates(tmp_path)

    return write_one


@pytest.fixture
def definition() -> GuestDefinition:
    return definition_of(EVERYTHING)


@pytest.mark.parametrize(("name", "block"), BLOCKS)
def test_every_extra_block_can_be_filled(name: str, block: str, write: Write) -> None:
    addition = " extra='added'" if block in ATTRIBUTES else "<extra/>"
    override = f'{{% extends "builtin/{name}" %}}{{% block {block} %}}{addition}{{% endblock %}}'
    templates = write(name, override)
    is_part = name.startswith("network/")
    kinds = [kind for kind in RENDERERS if kind in name or (is_part and kind.endswith("_network"))]
    kinds = kinds or ["mediated" if name.startswith("node-device") else "guest"]
    rendered = "".join(render_case(case, templates) for case in cases(*kinds))
    assert "extra=" in rendered or "<extra/>" in rendered


@pytest.mark.parametrize(
    ("name", "block"), [pair for pair in BLOCKS if pair[0].startswith(("guest", "device", "domain"))]
)
def test_what_an_override_adds_to_a_guest_can_be_taken_back(
    name: str, block: str, write: Write, definition: GuestDefinition
) -> None:
    addition = " extra='added'" if block in ATTRIBUTES else "<extra a='1'>b</extra>"
    templates = write(name, f'{{% extends "builtin/{name}" %}}{{% block {block} %}}{addition}{{% endblock %}}')
    remembered = with_additions(definition, templates)
    without = undo_patches(render_guest(remembered, templates), additions_in(render_guest(remembered, templates)))
    assert canonical(read(without)) == canonical(read(render_guest(remembered, Templates(None))))


def test_an_addition_is_unowned_and_changes_the_digest(write: Write, definition: GuestDefinition) -> None:
    override = (
        '{% extends "builtin/guest.xml.j2" %}'
        "{% block domain_extra %}<memoryBacking><nosharepages/></memoryBacking>{% endblock %}"
    )
    plain = parse_guest(render_guest(definition, Templates(None)))
    added = parse_guest(render_guest(definition, write("guest.xml.j2", override)))
    assert added.definition == plain.definition
    assert added.unowned == ("memoryBacking",)
    assert added.unowned_digest != plain.unowned_digest


def test_an_overridden_device_is_used_inside_the_guest(write: Write, definition: GuestDefinition) -> None:
    override = "{% extends \"builtin/device/disk.xml.j2\" %}{% block disk_driver_extra %} discard='unmap'{% endblock %}"
    templates = write("device/disk.xml.j2", override)
    assert render_guest(definition, templates).count('discard="unmap"') == len(definition.guest.disks or ())


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("<domain>\n{% if %}\n</domain>", 2, "Expected an expression"),
        ("<domain>\n\n{{ guest.nmae }}</domain>", 3, "nmae"),
        ("<domain>\n{% for disk in guests.disks %}{% endfor %}</domain>", 2, "guests"),
        ("<domain>\n  <os>\n  <name>{{ guest.name }}</nmae>\n</domain>", 3, "not well-formed"),
        ("<domain>\n{% include 'device/tape.xml.j2' %}\n</domain>", 2, "device/tape.xml.j2"),
        ("<domain>{{ guest.virtio_serial.__class__ }}\n</domain>", 1, "unsafe"),
        ("<domain>\n{{ ''.__class__.__mro__[1].__subclasses__() }}</domain>", 2, "unsafe"),
        ("<domain>\n{{ guest.name.format.__globals__ }}</domain>", 2, "unsafe"),
        ("<domain>\n{{ guest.memory_kib / 0 }}</domain>", 2, "division by zero"),
        ("<domain>\n{{ guest.disks.append(1) }}</domain>", 2, "append"),
        ("<!DOCTYPE domain [<!ENTITY x 'y'>]>\n<domain>&x;</domain>", 1, "document type"),
    ],
)
def test_a_fault_names_file_and_line(
    text: str, line: int, says: str, write: Write, definition: GuestDefinition, tmp_path: Path
) -> None:
    templates = write("guest.xml.j2", text)
    with pytest.raises(TemplateError, match=says) as caught:
        render_guest(definition, templates)
    assert caught.value.file == str(tmp_path / "guest.xml.j2")
    assert caught.value.line == line


def test_an_absent_value_is_not_printed_as_a_word(write: Write) -> None:
    minimal = next(case for case in cases("guest") if case.path.stem == "minimal")
    templates = write("guest.xml.j2", "<domain>\n\n{{ guest.mark }}</domain>")
    with pytest.raises(TemplateError, match="absent") as caught:
        render_guest(definition_of(minimal), templates)
    assert caught.value.line == 3


def test_a_fault_in_an_included_file_names_that_file(write: Write, definition: GuestDefinition, tmp_path: Path) -> None:
    templates = write("device/disk.xml.j2", "<disk>\n  {{ disk.serail }}\n</disk>")
    with pytest.raises(TemplateError, match="serail") as caught:
        render_guest(definition, templates)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "device/disk.xml.j2"), 2)


@pytest.mark.parametrize(
    ("name", "change", "path"),
    [
        ("device/disk.xml.j2", ("cache='{{ disk.cache }}'", "cache='none'"), "disks[root].cache"),
        ("device/disk.xml.j2", ("{{ disk.target }}", "vdx"), "disks[data].target"),
        ("device/disk.xml.j2", ("bus='virtio'", "bus='scsi'"), "disks[data]"),
        ("device/interface.xml.j2", ("{{ interface.mac }}", "52:54:00:99:99:99"), "interfaces[lan].mac"),
        ("device/interface.xml.j2", ("mode='{{ interface.mode }}'", "mode='vepa'"), "interfaces[san].macvtap.mode"),
        ("device/console.xml.j2", ("{{ console.kind }}", "sclp"), "consoles[second].kind"),
        ("device/memballoon.xml.j2", ("{{ guest.memballoon.devno }}", "0x0abc"), "memballoon.devno"),
        ("guest.xml.j2", ("{{ guest.memory_kib }}", "4194304"), "memory"),
        ("guest.xml.j2", ("{{ guest.vcpus }}", "1"), "vcpus"),
        ("guest.xml.j2", ("<name>{{ guest.name }}", "<name>other"), "name"),
        ("guest.xml.j2", ("<uuid>{{ guest.uuid }}", "<uuid>other"), "uuid"),
        ("domain/mark.xml.j2", ("owner='{{ guest.mark.owner }}'", "owner='me'"), "identity.owner"),
        ("domain/mark.xml.j2", ("{{ value }}", ""), "metadata.note"),
        ("domain/mark.xml.j2", (" used='{{ guest.mark.used }}'", ""), "used"),
        ("guest.xml.j2", ("s390x", "x86_64"), "s390x"),
    ],
)
def test_an_override_may_not_change_what_zkvm_owns(
    name: str, change: tuple[str, str], path: str, write: Write, definition: GuestDefinition, tmp_path: Path
) -> None:
    text = (builtin_folder() / name).read_text(encoding="utf-8")
    assert change[0] in text
    templates = write(name, text.replace(*change))
    with pytest.raises(TemplateError) as caught:
        render_guest(definition, templates)
    assert caught.value.file == str(tmp_path / name)
    assert path in caught.value.reason


def test_an_override_may_not_add_a_device_that_can_be_declared(write: Write, definition: GuestDefinition) -> None:
    addition = (
        "<disk type='file' device='disk'><source file='/x'/><target dev='vdz' bus='virtio'/>"
        "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x00aa'/></disk>"
    )
    override = f'{{% extends "builtin/guest.xml.j2" %}}{{% block devices_extra %}}{addition}{{% endblock %}}'
    with pytest.raises(TemplateError, match=r"disks\[disk-vdz\] must be absent"):
        render_guest(definition, write("guest.xml.j2", override))


def test_an_override_may_not_say_what_libvirt_refuses(write: Write, definition: GuestDefinition) -> None:
    override = (
        '{% extends "builtin/guest.xml.j2" %}{% block domain_extra %}<on_reboot>preserve</on_reboot>{% endblock %}'
    )
    with pytest.raises(TemplateError, match="<on_reboot> preserve is refused by libvirt for QEMU"):
        render_guest(definition, write("guest.xml.j2", override))


def test_a_device_rendered_alone_is_checked_too(write: Write, definition: GuestDefinition) -> None:
    text = (builtin_folder() / "device/interface.xml.j2").read_text(encoding="utf-8")
    templates = write("device/interface.xml.j2", text.replace("{{ interface.network }}", "other"))
    (lan, _) = definition.guest.interfaces or ()
    with pytest.raises(TemplateError, match=r"interfaces\[lan\]\.network"):
        render_device(lan, templates)


@pytest.mark.parametrize(("name", "block"), [pair for pair in BLOCKS if pair[0].startswith(("network", "pool"))])
def test_what_an_override_adds_to_other_objects_can_be_taken_back(name: str, block: str, write: Write) -> None:
    addition = " extra='added'" if block in ATTRIBUTES else "<extra><part a='1'>b</part></extra>"
    templates = write(name, f'{{% extends "builtin/{name}" %}}{{% block {block} %}}{addition}{{% endblock %}}')
    root = name.partition("/")[0].removesuffix(".xml.j2")
    added = 0
    for case in (case for kind in RENDERERS if kind.endswith(root) for case in cases(kind)):
        found = additions_of(partial(render_case, case), root, templates)
        added += len(found.patches)
        xml = render_case(case, templates)
        assert held_patches(xml, found.patches, root) == found.patches
        without = undo_patches(xml, found.patches, root)
        assert canonical(read(without)) == canonical(read(render_case(case, Templates(None))))
    assert added


def test_an_administrators_part_of_what_a_template_began_stays() -> None:
    beside = "<dns><txt name='a' value='1'/><txt name='b' value='2'/></dns>"
    begun = XmlPatch(name="1", path=".", op=PatchOp.ADD, value="<dns><txt name='a' value='1'/></dns>")
    assert canonical(read(undo_patches(f"<network>{beside}</network>", [begun], "network"))) == canonical(
        read("<network><dns><txt name='b' value='2'/></dns></network>")
    )


def test_libvirts_own_spelling_of_what_was_added_is_still_that() -> None:
    wanted = XmlPatch(
        name="1",
        path=".",
        op=PatchOp.ADD,
        value="<ip family='ipv6' address='2001:DB8:0::1' prefix='64'><mac address='52:54:00:AA:00:01'/></ip>",
    )
    shown = (
        "<network><ip family='ipv6' address='2001:db8::1' prefix='64'><mac address='52:54:00:aa:00:01'/></ip></network>"
    )
    assert held_patches(shown, [wanted], "network") == (wanted,)


def test_the_video_card_libvirt_adds_for_graphics_goes_with_them() -> None:
    card = "<model type='virtio' heads='1' primary='yes'/><address type='ccw' devno='0x0000'/>"
    graphics = "<graphics type='vnc' port='-1'><listen type='address'/></graphics>"
    added = XmlPatch(name="1", path="devices", op=PatchOp.ADD, value="<graphics type='vnc'/>")
    xml = f"<domain><devices>{graphics}<video>{card}</video></devices></domain>"
    assert "video" not in undo_patches(xml, [added])
    others = xml.replace(graphics, graphics + "<graphics type='spice'/>")
    assert "video" in undo_patches(others, [added])
    assert "video" in undo_patches(xml.replace("heads='1'", "heads='2'"), [added])


def test_other_templates_do_not_change_the_digest_of_a_guest(write: Write) -> None:
    before = write("guest.xml.j2", "<domain/>").digest_of("domain")
    both = write("network.xml.j2", "<network/>")
    assert both.digest_of("domain") == before
    assert both.digest_of("network")
    assert not both.digest_of("pool")
    assert write("mine/part.xml.j2", "<x/>").digest_of("network") != both.digest_of("network")


@pytest.mark.parametrize("text", ["<pool/>", "<network/>", "<domain/>", "<volume/>"])
def test_another_document_altogether_is_told_plainly(
    text: str, write: Write, definition: GuestDefinition, tmp_path: Path
) -> None:
    makers: dict[str, Callable[[Templates], str]] = {
        "guest": lambda each: render_guest(definition, each),
        "pool": lambda each: render_pool(StoragePool(name="x", target="/x"), "u", each),
        "network": lambda each: render_network(MacvtapNetwork(name="x", devices=("e",)), "u", each),
        "volume": lambda each: render_volume(Qcow2Disk(name="x", pool="p", capacity=512), each),
    }
    for name, make in makers.items():
        templates, root = write(f"{name}.xml.j2", text), "domain" if name == "guest" else name
        if text != f"<{root}/>":
            with pytest.raises(TemplateError, match=f"is a {text[:-2]}>, but must be a <{root}>") as caught:
                make(templates)
            assert caught.value.file == str(tmp_path / f"{name}.xml.j2")


def test_pools_and_networks_are_checked_too(write: Write) -> None:
    write("pool.xml.j2", "<pool type='dir'><name>x</name><uuid>u</uuid><target><path>/y</path></target></pool>")
    templates = write("network.xml.j2", "<network><name>x</name><uuid>u</uuid><forward mode='nat'/></network>")
    with pytest.raises(TemplateError, match="target must be '/x'"):
        render_pool(StoragePool(name="x", target="/x"), "u", templates)
    with pytest.raises(TemplateError, match="mode must be 'bridge'"):
        render_network(MacvtapNetwork(name="x", devices=("e",)), "u", templates)


def test_a_block_can_wrap_the_built_in_one_and_macros_make_markup(write: Write, definition: GuestDefinition) -> None:
    override = (
        '{% extends "builtin/guest.xml.j2" %}{% block os %}{{ super() }}{% endblock %}'
        "{% macro event(name, what) %}<{{ name }}>{{ what }}</{{ name }}>{% endmacro %}"
        "{% block domain_extra %}{{ event('on_crash', 'a<b') }}{% endblock %}"
    )
    rendered = render_guest(definition, write("guest.xml.j2", override))
    assert "<on_crash>a&lt;b</on_crash>" in rendered


def test_markup_in_values_stays_text() -> None:
    hostile = "</name><devices><emulator>/bin/sh</emulator></devices>'\"{{ 7 * 7 }}{% include 'x' %}"
    xml = render_network(MacvtapNetwork(name=hostile, devices=(hostile,)), "u", Templates(None))
    assert "<emulator>" not in xml
    assert "49" not in xml


def test_a_character_xml_cannot_hold_is_the_inputs_fault() -> None:
    with pytest.raises(InvalidInput, match=r"U\+0001"):
        render_pool(StoragePool(name="x", target="/a\x01"), "u", Templates(None))


def test_a_missing_folder_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="does not exist"):
        Templates(tmp_path / "nowhere")


def test_templates_cannot_reach_randomness_files_or_raw_markup(write: Write, definition: GuestDefinition) -> None:
    for text in (
        "<domain>{{ [1, 2] | random }}</domain>",
        "<domain>{{ lipsum() }}</domain>",
        "<domain>{{ '<x/>' | safe }}</domain>",
    ):
        with pytest.raises(TemplateError):
            render_guest(definition, write("guest.xml.j2", text))
    with pytest.raises(TemplateError, match="no template"):
        render_guest(definition, write("guest.xml.j2", "<domain>{% include '../../../etc/passwd' %}</domain>"))


def test_the_mark_alone_is_the_one_of_the_whole_guest(definition: GuestDefinition) -> None:
    templates = Templates(None)
    whole = read(render_guest(definition, templates)).find(f"metadata/{MARK}")
    alone = render_mark(definition, templates)
    assert whole is not None
    assert alone is not None
    assert canonical(read(alone)) == canonical(read(write_bare(whole)))


def test_a_mark_that_says_otherwise_is_refused_also_alone(write: Write, definition: GuestDefinition) -> None:
    text = (builtin_folder() / "domain/mark.xml.j2").read_text(encoding="utf-8")
    templates = write("domain/mark.xml.j2", text.replace("owner='{{ guest.mark.owner }}'", "owner='me'"))
    with pytest.raises(TemplateError, match="metadata"):
        render_mark(definition, templates)
