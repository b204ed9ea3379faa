"""Addresses: libvirt's order when a guest is made, kept afterwards, and never two devices at one number."""

from __future__ import annotations

from itertools import islice

from tests.plan.plan_cases import IDENTITY, desired_guest
from zkvm_provider.errors import Fault
from zkvm_provider.model.address import Devno, MacAddress
from zkvm_provider.reconcile.addresses import Claim, allocate, derive_mac, free_targets, target_order
from zkvm_provider.reconcile.definition import complete


def _numbers(tree: dict[str, object]) -> dict[str, str]:
    definition = complete(desired_guest(tree), None)
    guest = definition.guest
    numbers = {disk.name: str(disk.devno) for disk in guest.disks or ()}
    numbers |= {each.name: str(each.devno) for each in guest.interfaces or ()}
    return numbers | {device.name: str(device.devno) for device in definition.automatic}


def test_the_talks_guest_gets_the_talks_numbers() -> None:
    """The `lscss` table of the talk: disk 0x0e1e by hand, interface, virtio-serial and balloon from 0x0000."""
    numbers = _numbers(
        {
            "disks": [{"name": "root", "block": "/dev/dasda1", "devno": "0x0e1e"}],
            "interfaces": [{"name": "lan", "macvtap": {"dev": "enccw0.0.4300"}}],
            "consoles": [{"name": "console", "kind": "virtio"}],
        }
    )
    assert numbers == {"root": "0x0e1e", "lan": "0x0000", "virtio-serial": "0x0001", "memballoon": "0x0002"}


def test_disks_are_numbered_by_target_then_interfaces_then_the_automatic_ones() -> None:
    numbers = _numbers(
        {
            "interfaces": [{"name": "b", "network": "n"}, {"name": "a", "network": "n"}],
            "disks": [{"name": "x", "block": "/x", "target": "vdc"}, {"name": "y", "block": "/y", "target": "vda"}],
        }
    )
    assert numbers == {"y": "0x0000", "x": "0x0001", "a": "0x0002", "b": "0x0003", "memballoon": "0x0004"}


def test_a_guest_with_nothing_but_a_balloon_has_it_at_zero() -> None:
    assert _numbers({}) == {"memballoon": "0x0000"}


def test_two_claims_by_hand_on_one_number_are_a_fault_of_the_second() -> None:
    claims = [Claim(label=name, path=name, explicit=Devno(1)) for name in ("a", "b")]
    faults: list[Fault] = []
    allocate(claims, frozenset(), faults)
    assert [str(fault) for fault in faults] == ["b: 0x0001 is the device number of a; 0x0000 is free"]


def test_a_full_guest_is_told_so() -> None:
    faults: list[Fault] = []
    allocate([Claim(label="a", path="disks[0].devno")], frozenset(map(Devno, range(0x10000))), faults)
    assert [fault.path for fault in faults] == ["disks[0].devno"]


def test_a_number_by_hand_may_be_one_that_was_used_before() -> None:
    faults: list[Fault] = []
    given = allocate([Claim(label="a", explicit=Devno(7))], frozenset({Devno(7)}), faults)
    assert (given, faults) == ({"a": Devno(7)}, [])


def test_targets_count_like_libvirts() -> None:
    names = list(islice(free_targets(()), 704))
    assert (names[0], names[25], names[26], names[701], names[702]) == ("vda", "vdz", "vdaa", "vdzz", "vdaaa")
    by_letter = sorted(names)
    assert sorted(by_letter, key=target_order) == names


def test_a_derived_mac_that_is_taken_gives_way_to_another_of_the_same_guest() -> None:
    first = derive_mac("lan", IDENTITY.mac, ())
    second = derive_mac("lan", IDENTITY.mac, {first})
    assert first == MacAddress.parse(IDENTITY.mac("lan"))
    assert second != first
