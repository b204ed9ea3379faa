"""What a state keeps is read whatever became of rules and properties since; what a user writes is judged anew."""

from __future__ import annotations

import pytest

from zkvm_provider.errors import InvalidInput
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.guest import Guest
from zkvm_provider.model.partial import Tree
from zkvm_provider.model.structure import remembered, structure

KEPT: dict[str, Tree] = {"name": "a", "memory": "1 GiB"}


@pytest.mark.parametrize(
    "more",
    [
        {"disks": [{"name": "root"}]},
        {"vcpus": 4, "maxVcpus": 2},
        {"bootMenu": True},
        {"vcpus": "several"},
        {"memballoon": "inflated"},
        {"disks": [{"block": "/dev/vda"}]},
        {"boot": {"kernel": ["a", "list"]}},
    ],
    ids=["no source", "broken rule", "unknown property", "no number", "no choice", "no name", "no text"],
)
def test_what_a_user_may_not_write_can_still_be_remembered(more: dict[str, Tree]) -> None:
    with pytest.raises(InvalidInput):
        structure(Guest, {**KEPT, **more})
    guest = remembered(Guest, {**KEPT, **more})
    assert (guest.name, guest.memory) == ("a", 1 << 30)


def test_what_can_be_read_is_remembered_as_it_was() -> None:
    tree: dict[str, Tree] = {**KEPT, "disks": [{"name": "root", "block": "/dev/vda"}], "metadata": {"team": "linux"}}
    wanted = Guest(name="a", memory=1 << 30, disks=(Disk(name="root", block="/dev/vda"),), metadata={"team": "linux"})
    assert remembered(Guest, tree) == wanted
    assert structure(Guest, tree) == wanted


def test_a_state_without_what_is_required_is_told() -> None:
    with pytest.raises(InvalidInput, match="memory: is missing"):
        remembered(Guest, {"name": "a"})
