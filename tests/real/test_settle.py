"""Observing tells what a verb did: the emulator is the host, changed or not behind the question's back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.port.machines import BOTH, Machine, disk_xml, emulated
from zkvm_provider.hypervisor.libvirt import settle
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, PowerState, Scope

NIC = (
    "<interface type='direct'><mac address='52:54:00:AA:BB:CC'/><source dev='eth1' mode='bridge'/>"
    "<model type='virtio'/></interface>"
)
NAMELESS = "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return emulated(tmp_path)


@pytest.fixture
def ref(machine: Machine) -> ObjectRef:
    machine.pool("p1")
    machine.volume("v1.qcow2")
    return machine.running("g1")


@pytest.fixture
def disk(machine: Machine) -> str:
    return disk_xml(f"{machine.folder}/p1/v1.qcow2")


@pytest.mark.parametrize("scope", [Scope.CONFIG, Scope.LIVE, BOTH])
def test_a_device_is_found_in_the_scopes_that_were_meant(
    machine: Machine, ref: ObjectRef, disk: str, scope: Scope
) -> None:
    assert settle.has_device(machine.hypervisor, ref, disk, scope) is False
    machine.hypervisor.attach(ref, disk, scope)
    assert settle.has_device(machine.hypervisor, ref, disk, scope) is True


def test_a_device_in_one_of_two_scopes_is_no_answer(machine: Machine, ref: ObjectRef, disk: str) -> None:
    machine.hypervisor.attach(ref, disk, Scope.CONFIG)
    assert settle.has_device(machine.hypervisor, ref, disk, BOTH) is None
    assert settle.inverted(settle.has_device(machine.hypervisor, ref, disk, BOTH)) is None


def test_an_interface_is_known_by_its_mac_however_spelt(machine: Machine, ref: ObjectRef) -> None:
    machine.hypervisor.attach(ref, NIC, BOTH)
    assert settle.has_device(machine.hypervisor, ref, NIC, BOTH) is True
    assert settle.has_device(machine.hypervisor, ref, NIC.replace("CC'", "CD'"), BOTH) is False


def test_a_device_without_a_key_cannot_be_told_apart(machine: Machine, ref: ObjectRef) -> None:
    assert settle.has_device(machine.hypervisor, ref, NAMELESS, BOTH) is None


def test_an_iothread_is_found_by_its_number(machine: Machine, ref: ObjectRef) -> None:
    assert settle.has_iothread(machine.hypervisor, ref, 1, BOTH) is False
    machine.hypervisor.add_iothread(ref, 1, Scope.CONFIG)
    assert settle.has_iothread(machine.hypervisor, ref, 1, BOTH) is None
    machine.hypervisor.add_iothread(ref, 1, Scope.LIVE)
    assert settle.has_iothread(machine.hypervisor, ref, 1, BOTH) is True


def test_memory_and_vcpus_are_read_back(machine: Machine, ref: ObjectRef) -> None:
    assert settle.shows(machine.hypervisor, ref, "currentMemory", "524288", Scope.CONFIG)
    assert not settle.shows(machine.hypervisor, ref, "currentMemory", "262144", Scope.CONFIG)
    assert settle.shows(machine.hypervisor, ref, "vcpu/@current", "1", BOTH)


def test_power_and_configuration_are_read_from_the_list(machine: Machine, ref: ObjectRef) -> None:
    host = machine.hypervisor
    assert settle.is_active(host, ref, True)
    assert settle.is_in(host, ref, PowerState.RUNNING)
    assert not settle.undefined(host, ref)
    host.undefine(ref)
    assert settle.undefined(host, ref)
    host.stop(ref)
    assert settle.is_active(host, ref, False)
    assert settle.undefined(host, ref)


def test_a_volume_is_known_by_its_capacity(machine: Machine, ref: ObjectRef) -> None:
    volume = ObjectRef(kind=ObjectKind.VOLUME, name="v1.qcow2", pool="p1")
    assert settle.has_capacity(machine.hypervisor, volume, 1024**3)
    assert not settle.has_capacity(machine.hypervisor, volume, 2 * 1024**3)
    machine.hypervisor.delete_volume(volume)
    assert not settle.exists(machine.hypervisor, volume)


UUID = "5b0b4d7c-3d0b-4a52-b0a5-3c5a9a6f1c11"
WRITTEN = f"<domain type='kvm'>\n  <name>web-01</name>\n  <uuid>{UUID}</uuid>\n  <title>x</title>\n</domain>"


@pytest.mark.parametrize(
    ("document", "name", "uuid"),
    [
        (WRITTEN, "web-01", UUID),
        (WRITTEN.replace("web-01", "web &amp; db"), "web & db", UUID),
        (WRITTEN.replace(UUID, UUID.upper()), "web-01", UUID),
        (WRITTEN.replace(UUID, UUID.replace("-", "")), "web-01", UUID),
        (WRITTEN.replace("<name>", "<!-- <name>no</name> --><name>"), "web-01", UUID),
        (WRITTEN.replace("<name>", "<title><name>no</name></title><name>"), "web-01", UUID),
        (f"<domain><uuid>{UUID}</uuid><name>web-01</name></domain>", "web-01", UUID),
        (f"<?xml version='1.0'?>{WRITTEN}", "web-01", UUID),
        (WRITTEN.replace(f"<uuid>{UUID}</uuid>", ""), "web-01", ""),
        (WRITTEN.replace(UUID, "none"), "web-01", ""),
        ("<domain", "", ""),
    ],
)
def test_a_document_names_its_object_however_it_is_written(document: str, name: str, uuid: str) -> None:
    assert settle.named_in(ObjectKind.DOMAIN, document) == ObjectRef(kind=ObjectKind.DOMAIN, name=name, uuid=uuid)
