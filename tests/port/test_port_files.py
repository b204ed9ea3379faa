"""The port's contract: files of the host, written whole or not at all, and its memory."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator

import pytest

from tests.port.machines import Machine
from zkvm_provider.errors import NotFound, ZkvmError

CONTENT = bytes(range(256)) * 3


@pytest.fixture
def folder(machine: Machine) -> Iterator[str]:
    """A folder that is not there yet, and not there any more afterwards."""
    path = f"/tmp/zkvm-port-{uuid.uuid4().hex}"
    yield path
    for inner in (f"{path}/images", path):
        for name in machine.devices.list_folder(inner):
            if not (facts := machine.devices.file_facts(f"{inner}/{name}")) or not facts.is_folder:
                machine.devices.remove_file(f"{inner}/{name}")
        machine.devices.remove_folder(inner)


def test_a_file_is_written_read_and_removed(machine: Machine, folder: str) -> None:
    devices, path = machine.devices, f"{folder}/images/a b.prm"
    assert devices.file_facts(path) is None
    devices.make_folder(f"{folder}/images")
    devices.make_folder(f"{folder}/images")
    devices.write_file(path, CONTENT, 0o600)
    facts = devices.file_facts(path)
    assert facts is not None
    assert (facts.size_bytes, facts.mode, facts.is_folder) == (len(CONTENT), 0o600, False)
    assert facts.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert devices.read_file(path) == CONTENT
    devices.write_file(path, b"", 0o644)
    assert devices.read_file(path) == b""
    assert devices.list_folder(f"{folder}/images") == ("a b.prm",)
    devices.remove_file(path)
    devices.remove_file(path)
    assert devices.list_folder(f"{folder}/images") == ()


def test_a_copy_has_the_same_bytes_and_its_own_mode(machine: Machine, folder: str) -> None:
    devices = machine.devices
    devices.make_folder(folder)
    devices.write_file(f"{folder}/from", CONTENT, 0o600)
    devices.copy_file(f"{folder}/from", f"{folder}/to", 0o644)
    one, other = devices.file_facts(f"{folder}/from"), devices.file_facts(f"{folder}/to")
    assert one is not None
    assert other is not None
    assert (one.sha256, one.size_bytes) == (other.sha256, other.size_bytes)
    assert other.mode == 0o644
    with pytest.raises(NotFound, match="nothing"):
        devices.copy_file(f"{folder}/nothing", f"{folder}/to", 0o644)


def test_a_file_needs_its_folder(machine: Machine, folder: str) -> None:
    with pytest.raises(NotFound, match=folder):
        machine.devices.write_file(f"{folder}/a", b"x", 0o644)
    with pytest.raises(NotFound, match=folder):
        machine.devices.read_file(f"{folder}/a")


def test_a_folder_with_something_in_it_stays(machine: Machine, folder: str) -> None:
    devices = machine.devices
    devices.make_folder(folder)
    devices.write_file(f"{folder}/a", b"x", 0o644)
    assert devices.remove_folder(folder) is False
    with pytest.raises(ZkvmError):
        devices.remove_file(folder)
    facts = devices.file_facts(folder)
    assert facts is not None
    assert facts.is_folder
    devices.remove_file(f"{folder}/a")
    assert devices.remove_folder(folder) is True
    assert devices.remove_folder(folder) is True
    assert devices.list_folder(folder) == ()


def test_memory_adds_up(machine: Machine) -> None:
    memory = machine.devices.memory()
    assert memory.total_kib >= memory.available_kib > 0
    assert memory.swap_total_kib >= memory.swap_free_kib >= 0
    assert memory.swap_total_kib >= sum(swap.used_kib for swap in machine.devices.swaps())
