"""Patches of the domain XML: made, refused, taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.xml.xml_cases import FOLDER
from zkvm_provider.errors import InvalidInput
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.patches import apply_patches, diff_of, held_patches, refuse_unkept, undo_patches
from zkvm_provider.model.xml_patch import PatchOp, XmlPatch

XML = (FOLDER / "guest" / "lmb_guest.xml").read_text(encoding="utf-8")


def patch(path: str, op: PatchOp = PatchOp.SET, value: str | None = None, name: str = "p") -> XmlPatch:
    return XmlPatch(name=name, path=path, op=op, value=value)


MADE = [
    (patch("on_crash", value="preserve"), "<on_crash>preserve</on_crash>"),
    (patch("devices/memballoon/@autodeflate", value="on"), ' autodeflate="on"'),
    (patch("devices/memballoon", PatchOp.ADD, "<stats period='5'/>"), '<stats period="5"/>'),
    (patch("devices/disk[alias]/driver/@discard", value="unmap"), ' discard="unmap"'),
]


@pytest.mark.parametrize(("made", "shows"), MADE)
def test_a_patch_is_made_held_and_taken_back(made: XmlPatch, shows: str) -> None:
    patched = apply_patches(XML, [made])
    assert shows not in XML
    assert shows in patched
    assert held_patches(patched, [made]) == (made,)
    assert held_patches(XML, [made]) == ()
    assert undo_patches(patched, [made]) == apply_patches(XML, [])


def test_what_is_removed_is_left_to_libvirt() -> None:
    gone = patch("iothreads", PatchOp.REMOVE)
    with pytest.raises(InvalidInput, match="changes iothreads, which zkvm owns"):
        apply_patches(XML, [gone])
    note = apply_patches(XML, [patch(".", PatchOp.ADD, "<title>x</title>")])
    assert "<title>" not in apply_patches(note, [patch("title", PatchOp.REMOVE)])


@pytest.mark.parametrize(
    ("refused", "path", "says"),
    [
        (patch("name", value="other"), "xmlPatches[p].path", "changes name, which zkvm owns"),
        (patch("uuid", value="0" * 32), "xmlPatches[p].path", "changes uuid, which zkvm owns"),
        (patch("devices/disk/address/@devno", value="0x0999"), "xmlPatches[p].path", "which zkvm owns"),
        (patch("devices/disk/alias/@name", value="ua-other"), "xmlPatches[p].path", "which zkvm owns"),
        (patch("metadata", PatchOp.REMOVE), "xmlPatches[p].path", "changes identity, which zkvm owns"),
        (patch("devices/tape/@x", value="1"), "xmlPatches[p].path", "means no place"),
        (patch("devices/*", PatchOp.REMOVE), "xmlPatches[p].path", "places"),
        (patch("devices", PatchOp.ADD, "<a><b></a>"), "xmlPatches[p].value", "not one well-formed element"),
        (patch("devices/memballoon/@none", PatchOp.REMOVE), "xmlPatches[p].path", "there is no @none there"),
        (patch("on_poweroff", value="preserve"), "xmlPatches[p].value", "<on_poweroff> preserve is refused by libvirt"),
        (patch("on_reboot", value="preserve"), "xmlPatches[p].value", "choose restart or destroy"),
        (patch("on_crash", value="rename-restart"), "xmlPatches[p].value", "choose destroy, restart or preserve"),
        (patch(".", PatchOp.ADD, "<on_reboot>coredump-restart</on_reboot>"), "xmlPatches[p].value", "<on_reboot>"),
    ],
)
def test_a_patch_that_cannot_be_says_why(refused: XmlPatch, path: str, says: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        apply_patches(XML, [refused])
    (fault,) = caught.value.faults
    assert fault.path == path
    assert says in fault.reason


def test_a_guest_that_restarts_when_it_is_off_also_restarts_when_it_reboots() -> None:
    """libvirt refuses the pair, not the one or the other."""
    off, reboot = patch("on_poweroff", value="restart"), patch("on_reboot", value="destroy", name="q")
    for alone in (off, reboot):
        assert held_patches(apply_patches(XML, [alone]), [alone]) == (alone,)
    with pytest.raises(InvalidInput, match="restart beside <on_reboot> destroy; give both the same") as caught:
        apply_patches(XML, [off, reboot])
    assert [fault.path for fault in caught.value.faults] == ["xmlPatches[q].value"]


def test_what_libvirt_did_not_keep_is_told() -> None:
    wanted = patch("on_crash", value="PRESERVE")
    with pytest.raises(InvalidInput, match="libvirt took it but does not show it so"):
        refuse_unkept(apply_patches(XML, [replace(wanted, value="preserve")]), [wanted])


def test_the_diff_is_short_and_shows_the_patch() -> None:
    text = diff_of(XML, apply_patches(XML, [patch("on_crash", value="preserve")]))
    assert "+  <on_crash>preserve</on_crash>" in text.splitlines()
    assert len(text.splitlines()) < 10


def test_patches_stand_in_the_metadata() -> None:
    everything = (FOLDER / "guest" / "everything.xml").read_text(encoding="utf-8")
    names = [each.name for each in parse_guest(everything).definition.guest.xml_patches or ()]
    assert names == ["keep", "no-boot"]
