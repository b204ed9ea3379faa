"""The port's contract: networks."""

from __future__ import annotations

from functools import partial

import pytest

from tests.port.machines import BOTH, Machine, absent, refused
from zkvm_provider.hypervisor.guest_network import AddressSource
from zkvm_provider.hypervisor.network_update import NetworkSection, NetworkUpdate, UpdateCommand
from zkvm_provider.hypervisor.port import MISSING, ErrorCode, ObjectKind, ObjectRef, Scope

NIC = "<interface type='network'><source network='lan'/><model type='virtio'/></interface>"


def lan(machine: Machine) -> ObjectRef:
    xml = f"<network><name>lan</name><forward mode='bridge'/><bridge name='{machine.bridge}'/></network>"
    return machine.hypervisor.define(ObjectKind.NETWORK, xml)


def test_a_network_is_defined_started_stopped_and_undefined(machine: Machine) -> None:
    host, ref = machine.hypervisor, lan(machine)
    (row,) = host.list(ObjectKind.NETWORK)
    assert (row.ref, row.active, row.persistent) == (ref, False, True)
    refused(ErrorCode.OPERATION_INVALID, lambda: host.stop(ref))
    host.start(ref)
    refused(ErrorCode.OPERATION_INVALID, lambda: host.start(ref))
    assert host.list(ObjectKind.NETWORK)[0].active
    assert f"<bridge name='{machine.bridge}'/>" in host.dump(ref, live=True)
    host.stop(ref)
    host.undefine(ref)
    assert host.list(ObjectKind.NETWORK) == ()


def test_every_verb_on_an_absent_network_says_so(machine: Machine) -> None:
    nobody, host = absent(ObjectKind.NETWORK), machine.hypervisor
    for verb in (host.look_up, host.dump, host.undefine, host.start, host.stop):
        assert refused(ErrorCode.NO_NETWORK, partial(verb, nobody)).code in {*MISSING}


def test_a_name_under_another_uuid_is_refused(machine: Machine) -> None:
    lan(machine)
    refused(ErrorCode.OPERATION_FAILED, lambda: lan(machine))


def test_defining_what_was_dumped_changes_nothing(machine: Machine) -> None:
    ref = lan(machine)
    before = machine.hypervisor.dump(ref)
    assert machine.hypervisor.define(ObjectKind.NETWORK, before) == ref
    assert machine.hypervisor.dump(ref) == before


def test_an_active_network_becomes_transient_when_undefined(machine: Machine) -> None:
    ref = lan(machine)
    machine.hypervisor.start(ref)
    machine.hypervisor.undefine(ref)
    (row,) = machine.hypervisor.list(ObjectKind.NETWORK)
    assert (row.active, row.persistent) == (True, False)
    machine.hypervisor.stop(ref)
    assert machine.hypervisor.list(ObjectKind.NETWORK) == ()


def test_a_network_remembers_autostart(machine: Machine) -> None:
    ref = lan(machine)
    machine.hypervisor.set_autostart(ref, True)
    assert machine.hypervisor.list(ObjectKind.NETWORK)[0].autostart


def test_a_guest_starts_only_on_an_active_network(machine: Machine) -> None:
    guest = machine.defined("g1", devices=NIC)
    refused(ErrorCode.NO_NETWORK, lambda: machine.hypervisor.start(guest))
    ref = lan(machine)
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.start(guest))
    machine.hypervisor.start(ref)
    machine.hypervisor.start(guest)
    assert f"bridge='{machine.bridge}'" in machine.hypervisor.dump(guest, live=True)
    assert "<source network='lan'/>" in machine.hypervisor.dump(guest)


def test_a_network_in_use_can_be_stopped_for_libvirt_does_not_look(machine: Machine) -> None:
    ref = lan(machine)
    machine.hypervisor.start(ref)
    machine.running("g1", devices=NIC)
    machine.hypervisor.stop(ref)
    assert not machine.hypervisor.list(ObjectKind.NETWORK)[0].active


def group(name: str, command: UpdateCommand, more: str = "") -> NetworkUpdate:
    xml = f"<portgroup name='{name}'{more}/>"
    return NetworkUpdate(section=NetworkSection.PORTGROUP, command=command, xml=xml)


def test_a_part_of_a_running_network_changes_in_the_scopes_that_were_named(machine: Machine) -> None:
    host, ref = machine.hypervisor, lan(machine)
    host.start(ref)
    host.update_network(ref, group("a", UpdateCommand.ADD_LAST), Scope.LIVE)
    assert "name='a'" in host.dump(ref, live=True)
    assert "name='a'" not in host.dump(ref)
    host.update_network(ref, group("b", UpdateCommand.ADD_FIRST), BOTH)
    host.update_network(ref, group("b", UpdateCommand.MODIFY, " default='yes'"), BOTH)
    assert "<portgroup name='b' default='yes'>" in host.dump(ref)
    assert host.dump(ref, live=True).index("name='b'") < host.dump(ref, live=True).index("name='a'")
    host.update_network(ref, group("b", UpdateCommand.DELETE), BOTH)
    assert "name='b'" not in host.dump(ref) + host.dump(ref, live=True)
    assert host.list(ObjectKind.NETWORK)[0].active


def test_an_update_in_both_scopes_happens_in_both_or_in_none(machine: Machine) -> None:
    host, ref = machine.hypervisor, lan(machine)
    host.start(ref)
    host.update_network(ref, group("a", UpdateCommand.ADD_LAST), Scope.CONFIG)
    refused(ErrorCode.OPERATION_INVALID, lambda: host.update_network(ref, group("a", UpdateCommand.ADD_LAST), BOTH))
    assert "name='a'" not in host.dump(ref, live=True)


def test_a_stopped_network_is_updated_in_its_configuration_only(machine: Machine) -> None:
    host, ref = machine.hypervisor, lan(machine)
    add = group("a", UpdateCommand.ADD_LAST)
    refused(ErrorCode.OPERATION_INVALID, lambda: host.update_network(ref, add, Scope.LIVE))
    host.update_network(ref, add, Scope.CONFIG)
    assert "name='a'" in host.dump(ref)


@pytest.mark.parametrize("section", ["BRIDGE", "DOMAIN", "IP", "FORWARD", "FORWARD_PF"])
def test_some_sections_of_a_network_are_never_updated(machine: Machine, section: str) -> None:
    host, ref = machine.hypervisor, lan(machine)
    never = NetworkUpdate(section=NetworkSection[section], command=UpdateCommand.MODIFY, xml="<ip address='10.0.0.1'/>")
    refused(ErrorCode.OPERATION_UNSUPPORTED, lambda: host.update_network(ref, never, Scope.CONFIG))


def test_a_host_tells_its_packet_filters_or_that_it_does_not(machine: Machine) -> None:
    names = machine.hypervisor.network_filters()
    assert names is None or list(names) == sorted({*names})


def test_addresses_of_a_domain_that_does_not_run_are_an_invalid_operation(machine: Machine) -> None:
    ref = machine.defined("g1")
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.addresses(ref, AddressSource.LEASE))
