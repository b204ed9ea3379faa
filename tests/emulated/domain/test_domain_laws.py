"""Laws of the domain machine over random guests."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.emulated.domain.domain_makers import defined, devnos, disk, document, lab, started
from zkvm_provider.hypervisor.emulated.domain import attach, ccw_devices, detach
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PLACE = "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x{:04x}'/>"
DEVICES = (
    "<interface type='bridge'><mac address='52:54:00:00:00:{:02x}'/><source bridge='zkbr0'/></interface>",
    "<interface type='direct'><mac address='52:54:00:00:01:{:02x}'/><source dev='mv0'/></interface>",
    "<rng model='virtio'><backend model='random'>/dev/random{}</backend></rng>",
    "<channel type='unix'><target type='virtio' name='port.{}'/></channel>",
    "<console type='pty'><target type='virtio'/></console>",
    "<filesystem><source dir='/srv/{0}'/><target dir='tag{0}'/></filesystem>",
    "<sound model='ich6'/>",
)


@st.composite
def guests(draw: st.DrawFn) -> str:
    """Disks on both buses with some fixed device numbers, and a mixture of other devices."""
    names = draw(
        st.lists(st.sampled_from([bus + letter for bus in ("vd", "sd") for letter in LETTERS]), unique=True, max_size=9)
    )
    places = draw(st.lists(st.integers(0, 12), unique=True, min_size=len(names), max_size=len(names) + 9))
    parts = []
    for name, place in zip(names, places, strict=False):
        fixed = name.startswith("vd") and draw(st.booleans())
        parts.append(disk(name, inside=PLACE.format(place) if fixed else ""))
    parts += [text.format(number) for number, text in enumerate(draw(st.lists(st.sampled_from(DEVICES), max_size=6)))]
    return document("".join(draw(st.permutations(parts))))


@settings(max_examples=60, deadline=None)
@given(guests())
def test_the_canonical_form_is_a_fixpoint(xml: str) -> None:
    once = defined(xml)
    assert defined(once) == once
    assert defined(once, validate=True) == once


@settings(max_examples=60, deadline=None)
@given(guests())
def test_addresses_never_collide(xml: str) -> None:
    found = devnos(defined(xml))
    assert len(found) == len(set(found))


@settings(max_examples=30, deadline=None)
@given(guests())
def test_a_start_changes_no_address_and_every_ccw_device_is_in_the_table(xml: str) -> None:
    plain = xml.replace("<sound model='ich6'/>", "").replace("<filesystem>", "<filesystem type='mount'>")
    config, live = defined(plain), started(plain)
    assert devnos(config) == devnos(live)
    table = [found.devno.removeprefix("0.0.") for found in ccw_devices(live)]
    assert sorted(table) == sorted(number.removeprefix("0x") for number in devnos(live))


@settings(max_examples=30, deadline=None)
@given(guests(), st.sampled_from(["vdzz", "sdzz"]), st.booleans())
def test_detach_undoes_attach_of_a_disk(xml: str, name: str, live: bool) -> None:
    plain = xml.replace("<sound model='ich6'/>", "")
    before = started(plain) if live else defined(plain)
    after = attach(before, disk(name), live=live, world=lab(), profile=DEFAULT_PROFILE)
    kept = detach(after, disk(name), live=live, profile=DEFAULT_PROFILE)
    assert set(devnos(before)) <= set(devnos(kept))
    assert name not in kept
    if name.startswith("vd"):
        assert kept == before


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 0xFFE0), st.integers(1, 15))
def test_shifted_device_numbers_shift_the_answer(start: int, by: int) -> None:
    def answer(first: int) -> list[int]:
        disks = "".join(disk(f"vd{letter}", inside=PLACE.format(first + n)) for n, letter in enumerate("abc"))
        return [int(number, 16) for number in devnos(defined(document(disks + "<memballoon model='none'/>")))]

    assert [number + by for number in answer(start)] == answer(start + by)
