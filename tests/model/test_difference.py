"""What differs between two trees of properties is told in the user's words."""

from __future__ import annotations

from typing import Any

import pytest

from zkvm_provider.model.difference import differences

DISKS = [{"name": "a", "cache": "none"}, {"name": "b", "cache": "none"}]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"disks": DISKS}, {"disks": DISKS}, []),
        ({"disks": DISKS}, {"disks": [DISKS[1], DISKS[0]]}, []),
        (
            {"disks": DISKS},
            {"disks": [{"name": "b", "cache": "unsafe"}, DISKS[0]]},
            ["disks[b].cache none → unsafe"],
        ),
        ({"disks": DISKS}, {"disks": DISKS[:1]}, ["disks[b] removed (was name b, cache none)"]),
        ({"disks": DISKS[:1]}, {"disks": DISKS}, ["disks[b] added: name b, cache none"]),
        ({"vlan": {"access": 1}}, {"vlan": {"access": 2}}, ["vlan.access 1 → 2"]),
        ({"ranges": [1, 2]}, {"ranges": [1, 3]}, ["ranges [1, 2] → [1, 3]"]),
        ({"ranges": [{"from": 1}]}, {"ranges": [{"from": 2}]}, ['ranges [{"from": 1}] → [{"from": 2}]']),
        ({"autostart": True}, {"autostart": False}, ["autostart yes → no"]),
        ({"serial": "", "b": 1}, {"serial": "x", "a": 1}, ["a added: 1", "b removed (was 1)", 'serial "" → x']),
        ({"text": "x" * 61}, {"text": "x" * 60}, [f"text {'x' * 59}… → {'x' * 60}"]),
    ],
)
def test_a_difference_is_told_by_name(old: dict[str, Any], new: dict[str, Any], told: list[str]) -> None:
    assert [str(each) for each in differences(old, new)] == told
