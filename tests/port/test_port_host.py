"""The port's contract: the host itself and its own tools."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.port.machines import Machine
from zkvm_provider.errors import NotFound
from zkvm_provider.hypervisor.port import HostDevices, Hypervisor


def test_the_contract_calls_every_verb() -> None:
    verbs = {name for each in (Hypervisor, HostDevices) for name in dir(each) if not name.startswith("_")}
    contract = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    called = set(re.findall(r"(?:host|hypervisor|devices)\.(\w+)", contract))
    assert verbs - called == set()


def test_the_host_tells_what_it_is(machine: Machine) -> None:
    facts = machine.hypervisor.facts()
    assert machine.virt_type in facts.virt_types
    assert facts.default_machine in facts.machine_types
    assert facts.cpus > 0
    assert facts.memory_kib > 0
    assert facts.machine_id == machine.hypervisor.facts().machine_id


def test_files_are_there_or_not(machine: Machine) -> None:
    assert machine.devices.file_exists(machine.kernel)
    assert not machine.devices.file_exists("/srv/no-such-file")


def test_network_devices_are_sorted_and_of_a_known_kind(machine: Machine) -> None:
    found = machine.devices.net_devices()
    assert [device.name for device in found] == sorted(device.name for device in found)
    assert {device.kind for device in found} <= {"nic", "bridge", "ovs"}


def test_volumes_are_sorted_by_bus_id(machine: Machine) -> None:
    bus_ids = [dasd.bus_id for dasd in machine.devices.dasds()]
    assert bus_ids == sorted(bus_ids)


def test_an_unknown_volume_cannot_be_set_online(machine: Machine) -> None:
    with pytest.raises(NotFound, match=r"0\.3\.ffff"):
        machine.devices.set_dasd_online("0.3.ffff", True)


def test_setting_a_volume_online_gives_it_its_names(machine: Machine) -> None:
    dasds = machine.devices.dasds()
    assert dasds
    offline = next((dasd for dasd in dasds if not dasd.online), None)
    if offline is None:
        pytest.skip("every DASD of this host is online already")
    path = f"/dev/disk/by-path/ccw-{offline.bus_id}"
    assert not machine.devices.file_exists(path)
    machine.devices.set_dasd_online(offline.bus_id, True)
    machine.devices.set_dasd_online(offline.bus_id, True)
    online = next(dasd for dasd in machine.devices.dasds() if dasd.bus_id == offline.bus_id)
    assert online.online
    assert online.capacity_bytes > 0
    assert machine.devices.file_exists(path)
    machine.devices.set_dasd_online(offline.bus_id, False)
    assert not machine.devices.file_exists(path)


def test_swap_devices_have_sizes(machine: Machine) -> None:
    assert all(swap.size_kib >= swap.used_kib >= 0 for swap in machine.devices.swaps())


def test_closing_is_repeatable(machine: Machine) -> None:
    machine.hypervisor.close()
    machine.hypervisor.close()
