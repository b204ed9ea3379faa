"""What Check found good is not read again, and means what it would mean if it were."""

from __future__ import annotations

from typing import Any

import pytest

from zkvm_provider.errors import InvalidInput
from zkvm_provider.model import structure as structuring
from zkvm_provider.model.check import check
from zkvm_provider.model.configuration import Configuration
from zkvm_provider.model.identity import Identity
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import UNKNOWN, Partial
from zkvm_provider.model.structure import structure

GUEST = kind_of("Guest")
GOOD: dict[str, Any] = {"name": "web-01", "memory": "1 GiB", "disks": [{"name": "root", "block": "/dev/dasdb1"}]}


def checked(tree: dict[str, Any]) -> dict[str, Any]:
    identity = Identity(owner="lab", urn="urn:pulumi:dev::lab::zkvm:index:Guest::web")
    return check(GUEST, Partial(tree=tree), None, configuration=Configuration(), identity=identity).inputs


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """The classes that were read from then on."""
    seen: list[type] = []
    plain = structuring.read

    def counted(cls: type, partial: Partial) -> Any:
        seen.append(cls)
        return plain(cls, partial)

    monkeypatch.setattr(structuring, "read", counted)
    return seen


def test_what_check_found_good_is_not_read_again_but_once(readings: list[type]) -> None:
    inputs = checked(GOOD)
    backwards = dict(reversed(inputs.items()))
    first: Any = structure(GUEST.inputs, backwards)
    assert readings == []
    assert structure(GUEST.inputs, inputs) == first
    assert readings == [GUEST.inputs]


@pytest.mark.parametrize("other", [{"vcpus": 2}, {"memory": 1024}, {"name": "web-02"}])
def test_other_inputs_are_read(other: dict[str, Any], readings: list[type]) -> None:
    inputs = checked(GOOD)
    assert structure(GUEST.inputs, inputs | {"vcpus": 3}).vcpus == 3
    assert readings == [GUEST.inputs]
    assert structure(GUEST.inputs, checked(GOOD | other)) == structure(GUEST.inputs, checked(GOOD) | other)


def test_faulty_inputs_are_not_remembered() -> None:
    inputs = checked(GOOD | {"vcpus": 0})
    with pytest.raises(InvalidInput, match="vcpus"):
        structure(GUEST.inputs, inputs)


def test_inputs_with_something_unknown_are_not_remembered(readings: list[type]) -> None:
    inputs = checked(GOOD | {"vcpus": UNKNOWN})
    assert structure(GUEST.inputs, inputs | {"vcpus": 1}).vcpus == 1
    assert readings == [GUEST.inputs]
