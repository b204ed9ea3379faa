"""The port's contract: looking along paths, and whom the host lets in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.port.machines import Machine, volume_xml
from zkvm_provider.hypervisor.access import Access, Account, Chain

NOBODY = Account(uid=65534, gid=65534)


@pytest.fixture
def file(machine: Machine) -> Iterator[str]:
    """A file that is its owner's alone, in a folder that all may pass."""
    folder = f"/tmp/zkvm-access-{uuid.uuid4().hex}"
    machine.devices.make_folder(folder)
    machine.devices.write_file(f"{folder}/a b.raw", b"data", 0o600)
    yield f"{folder}/a b.raw"
    machine.devices.remove_file(f"{folder}/a b.raw")
    machine.devices.remove_folder(folder)


def test_a_way_has_every_folder_and_the_file(machine: Machine, file: str) -> None:
    gone, there, device = machine.devices.ways((f"{file}.gone", file, "/dev/urandom"))
    assert (gone.exists, there.exists, device.exists) == (False, True, True)
    folder = file.rpartition("/")[0]
    assert [step.path for step in there.steps] == ["/", "/tmp", folder, file]
    assert [step.is_folder for step in there.steps] == [True, True, True, False]
    assert there.steps[-1].mode == 0o600
    assert [step.path for step in gone.steps] == ["/", "/tmp", folder]
    assert device.steps == ()
    assert machine.devices.ways(()) == ()


def test_a_user_is_let_into_the_folder_but_not_into_the_file_of_another(machine: Machine, file: str) -> None:
    (way,) = machine.devices.ways((file,))
    assert not machine.devices.is_denied(way.steps[-2], NOBODY, Access.PASS)
    assert machine.devices.is_denied(way.steps[-1], NOBODY, Access.READ)
    assert machine.devices.is_denied(way.steps[-1], NOBODY, Access.READ | Access.WRITE)


def test_an_image_tells_every_file_it_lies_on(machine: Machine) -> None:
    machine.pool("p1")
    machine.volume("base.qcow2")
    paths = [f"{machine.folder}/p1/{name}.qcow2" for name in ("base", "middle", "top")]
    for name, below in (("middle", paths[0]), ("top", paths[1])):
        machine.hypervisor.create_volume("p1", volume_xml(f"{name}.qcow2", backing=below))
    top, alone, none = machine.devices.chains((paths[2], paths[0], f"{machine.folder}/none.qcow2"))
    assert top == Chain(image=paths[2], files=(paths[1], paths[0]))
    assert alone == Chain(image=paths[0])
    assert none.files == ()
    assert machine.devices.chains(()) == ()


def test_a_file_that_is_gone_is_told_as_the_last_one(machine: Machine) -> None:
    machine.pool("p1")
    base = machine.volume("base.qcow2")
    path = f"{machine.folder}/p1/base.qcow2"
    machine.hypervisor.create_volume("p1", volume_xml("top.qcow2", backing=path))
    machine.hypervisor.delete_volume(base)
    (chain,) = machine.devices.chains((f"{machine.folder}/p1/top.qcow2",))
    assert chain.files == (path,)
