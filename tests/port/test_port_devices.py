"""The port's contract: devices of a domain, while it runs and while it does not."""

from __future__ import annotations

from functools import partial

import pytest

from tests.port.machines import BOTH, Machine, disk_xml, refused
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef, Scope


def lan(machine: Machine) -> str:
    return (
        f"<interface type='direct'><mac address='10:ba:11:be:15:ef'/><source dev='{machine.nic}' mode='bridge'/>"
        "<model type='virtio'/></interface>"
    )


@pytest.fixture
def image(machine: Machine) -> str:
    machine.pool("p1")
    machine.volume("v1.qcow2")
    return f"{machine.folder}/p1/v1.qcow2"


def devices(machine: Machine, ref: ObjectRef) -> list[str]:
    return [row.device for row in machine.devices.subchannels(ref)]


@pytest.mark.parametrize("scope", [Scope.CONFIG, Scope.LIVE, BOTH])
def test_a_disk_comes_and_goes_in_the_scopes_that_were_named(machine: Machine, image: str, scope: Scope) -> None:
    ref = machine.running("g1")
    disk = disk_xml(image, devno="0x0200")
    machine.hypervisor.attach(ref, disk, scope)
    assert (image in machine.hypervisor.dump(ref)) is (Scope.CONFIG in scope)
    assert (image in machine.hypervisor.dump(ref, live=True)) is (Scope.LIVE in scope)
    machine.hypervisor.detach(ref, disk, scope)
    assert image not in machine.hypervisor.dump(ref) + machine.hypervisor.dump(ref, live=True)


def test_attaching_to_a_stopped_domain_is_configuration_only(machine: Machine, image: str) -> None:
    ref = machine.defined("g1")
    for scope in (Scope.LIVE, BOTH):
        refused(ErrorCode.OPERATION_INVALID, partial(machine.hypervisor.attach, ref, disk_xml(image), scope))
    assert image not in machine.hypervisor.dump(ref)


def test_a_taken_devno_is_refused_in_both_scopes(machine: Machine, image: str) -> None:
    ref = machine.running(
        "g1",
        devices=lan(machine).replace(
            "</interface>", "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0200'/></interface>"
        ),
    )
    before = (machine.hypervisor.dump(ref), machine.hypervisor.dump(ref, live=True))
    disk = disk_xml(image, devno="0x0200")
    refused(ErrorCode.XML_ERROR, lambda: machine.hypervisor.attach(ref, disk, BOTH))
    assert (machine.hypervisor.dump(ref), machine.hypervisor.dump(ref, live=True)) == before


def test_both_scopes_happen_in_both_or_in_none(machine: Machine, image: str) -> None:
    ref = machine.running("g1")
    disk = disk_xml(image)
    machine.hypervisor.attach(ref, disk, Scope.CONFIG)
    with pytest.raises(Exception, match="vdb"):
        machine.hypervisor.detach(ref, disk, BOTH)
    assert image in machine.hypervisor.dump(ref)


def test_an_absent_device_cannot_be_detached(machine: Machine) -> None:
    ref = machine.running("g1")
    refused(ErrorCode.DEVICE_MISSING, lambda: machine.hypervisor.detach(ref, disk_xml("/x", target="vdz"), Scope.LIVE))


def test_a_missing_image_is_refused_live(machine: Machine) -> None:
    ref = machine.running("g1")
    disk = disk_xml("/srv/no-such-image.qcow2")
    refused(ErrorCode.SYSTEM_ERROR, lambda: machine.hypervisor.attach(ref, disk, Scope.LIVE))


def test_the_link_of_an_interface_can_be_taken_down_live(machine: Machine) -> None:
    ref = machine.running("g1", devices=lan(machine))
    down = lan(machine).replace("</interface>", "<link state='down'/></interface>")
    machine.hypervisor.update_device(ref, down, BOTH)
    assert "<link state='down'/>" in machine.hypervisor.dump(ref)
    assert "<link state='down'/>" in machine.hypervisor.dump(ref, live=True)


def test_both_scopes_get_the_same_mac(machine: Machine) -> None:
    ref = machine.running("g1")
    machine.hypervisor.attach(
        ref, f"<interface type='direct'><source dev='{machine.nic}' mode='bridge'/></interface>", BOTH
    )
    (config, live) = (
        text.partition("<mac address='")[2].partition("'")[0]
        for text in (machine.hypervisor.dump(ref), machine.hypervisor.dump(ref, live=True))
    )
    assert config == live != ""


def test_a_hot_plugged_device_takes_the_next_subchannel(machine: Machine, image: str) -> None:
    ref = machine.running("g1", devices=lan(machine))
    before = devices(machine, ref)
    machine.hypervisor.attach(ref, disk_xml(image, devno="0x0200"), BOTH)
    assert devices(machine, ref) == [*before, "0.0.0200"]
    machine.hypervisor.detach(ref, disk_xml(image), BOTH)
    assert devices(machine, ref) == before


def test_a_prediction_for_a_stopped_guest_comes_true(machine: Machine) -> None:
    ref = machine.defined("g1", devices=lan(machine))
    predicted = machine.devices.subchannels(ref)
    assert {row.in_use for row in predicted} == {None}
    machine.hypervisor.start(ref)
    running = machine.devices.subchannels(ref)
    assert [(row.device, row.subchannel, row.cu_type) for row in running] == [
        (row.device, row.subchannel, row.cu_type) for row in predicted
    ]
    assert {row.in_use for row in running} == {True}


def test_a_disk_of_a_running_guest_grows_through_the_guest(machine: Machine, image: str) -> None:
    ref = machine.running("g1", devices=disk_xml(image, target="vda"))
    machine.hypervisor.resize_block(ref, "vda", 2 * 1024**3)
    volume = ObjectRef(kind=ObjectKind.VOLUME, name="v1.qcow2", pool="p1")
    assert "<capacity unit='bytes'>2147483648</capacity>" in machine.hypervisor.dump(volume)
    refused(ErrorCode.INVALID_ARG, lambda: machine.hypervisor.resize_block(ref, "vdz", 2 * 1024**3))
    machine.hypervisor.stop(ref)
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.resize_block(ref, "vda", 3 * 1024**3))
