"""The machine behind a URI is the one of before, another one, or nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from zkvm_provider.apply.endpoints import verify_machine
from zkvm_provider.errors import InvalidInput, Refused
from zkvm_provider.hypervisor.port import HostFacts
from zkvm_provider.wiring import connect

ID = "1" * 32


@pytest.fixture
def facts(tmp_path: Path) -> HostFacts:
    return connect(f"emulated://{tmp_path}/lab.sqlite", create=True).hypervisor.facts()


@pytest.mark.parametrize(("actual", "expected"), [(ID, ID), (ID, ""), ("name:lpar1", "name:lpar1")])
def test_the_machine_of_before_is_no_fault(facts: HostFacts, actual: str, expected: str) -> None:
    verify_machine(replace(facts, machine_id=actual), expected, host="qemu+tcp://lpar1/system")


@pytest.mark.parametrize(("actual", "expected"), [(ID, "2" * 32), ("name:lpar1", "name:lpar2")])
def test_another_machine_is_refused(facts: HostFacts, actual: str, expected: str) -> None:
    with pytest.raises(Refused, match="another machine"):
        verify_machine(replace(facts, machine_id=actual), expected, host="qemu+tcp://lpar1/system")


@pytest.mark.parametrize(("actual", "expected"), [(ID, "name:lpar1"), ("name:lpar1", ID)])
def test_a_way_that_tells_only_a_name_asks_for_a_shell(facts: HostFacts, actual: str, expected: str) -> None:
    with pytest.raises(Refused, match="set `shell` of the host") as refused:
        verify_machine(replace(facts, machine_id=actual), expected, host="qemu+tcp://lpar1/system")
    assert "another machine" not in str(refused.value)


def test_an_emulated_host_has_no_shell(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="leave `shell` out"):
        connect(f"emulated://{tmp_path}/lab.sqlite", create=True, shell="local")  # noqa: S604 - not subprocess
