"""The port's contract: domains."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pytest

from tests.port.machines import BOTH, Machine, absent, disk_xml, refused
from zkvm_provider.hypervisor.port import (
    MISSING,
    ErrorCode,
    ObjectKind,
    ObjectRef,
    PowerState,
    SchedulerParameter,
    Scope,
    StopMode,
    Thread,
)

UUID = "e748ac35-7f3b-4294-9cbd-88576b41e369"
SPACE = "https://zkvm.example/contract"


def test_a_defined_domain_is_listed_looked_up_and_dumped(machine: Machine) -> None:
    ref = machine.hypervisor.define(ObjectKind.DOMAIN, machine.domain_xml("g1", uuid=UUID))
    assert (ref.name, ref.uuid) == ("g1", UUID)
    (row,) = machine.hypervisor.list(ObjectKind.DOMAIN)
    assert (row.ref, row.active, row.persistent, row.state, row.domain_id) == (
        ref,
        False,
        True,
        PowerState.SHUTOFF,
        None,
    )
    assert machine.hypervisor.look_up(ObjectRef(kind=ObjectKind.DOMAIN, name="g1")) == ref
    assert machine.hypervisor.look_up(ObjectRef(kind=ObjectKind.DOMAIN, uuid=UUID)) == ref
    assert f"<uuid>{UUID}</uuid>" in machine.hypervisor.dump(ref)


def test_a_uuid_in_a_reference_wins_over_the_name(machine: Machine) -> None:
    ref = machine.defined("g1")
    assert machine.hypervisor.look_up(ObjectRef(kind=ObjectKind.DOMAIN, name="other", uuid=ref.uuid)) == ref


def test_domains_are_listed_by_name(machine: Machine) -> None:
    for name in ("b", "c", "a"):
        machine.defined(name)
    assert [row.ref.name for row in machine.hypervisor.list(ObjectKind.DOMAIN)] == ["a", "b", "c"]


def test_one_domain_is_told_as_the_list_and_the_statistics_tell_it(machine: Machine) -> None:
    machine.defined("g1")
    for ref in (machine.defined("g2"), ObjectRef(kind=ObjectKind.DOMAIN, name="g2")):
        info, stats = machine.hypervisor.domain(ref)
        (listed,) = (each for each in machine.hypervisor.list(ObjectKind.DOMAIN) if each.ref.name == "g2")
        assert info == listed
        assert replace(stats, cpu_time_ns=0) == replace(machine.stats(ref), cpu_time_ns=0)


def test_one_domain_is_told_while_it_runs(machine: Machine) -> None:
    ref = machine.defined("g1")
    machine.hypervisor.start(ref)
    info, stats = machine.hypervisor.domain(ref)
    assert (info,) == machine.hypervisor.list(ObjectKind.DOMAIN)
    assert (stats.state, stats.max_memory_kib) == (PowerState.RUNNING, machine.stats(ref).max_memory_kib)


def test_every_verb_on_an_absent_domain_says_no_domain(machine: Machine) -> None:
    nobody, host = absent(ObjectKind.DOMAIN), machine.hypervisor
    verbs = [
        lambda: host.look_up(nobody),
        lambda: host.dump(nobody),
        lambda: host.domain(nobody),
        lambda: host.undefine(nobody),
        lambda: host.start(nobody),
        lambda: host.stop(nobody),
        lambda: host.suspend(nobody),
        lambda: host.resume(nobody),
        lambda: host.rename(nobody, "other"),
        lambda: host.set_autostart(nobody, True),
        lambda: host.set_memory(nobody, 1024, Scope.CONFIG),
        lambda: host.set_max_memory(nobody, 1024, Scope.CONFIG),
        lambda: host.set_vcpus(nobody, 1, Scope.CONFIG),
        lambda: host.add_iothread(nobody, 1, Scope.CONFIG),
        lambda: host.del_iothread(nobody, 1, Scope.CONFIG),
        lambda: host.set_scheduler(nobody, SchedulerParameter.SHARES, 1024, Scope.LIVE),
        lambda: host.pin(nobody, Thread.VCPU, 0, (0,), Scope.LIVE),
        lambda: host.attach(nobody, disk_xml("/x"), Scope.CONFIG),
        lambda: host.detach(nobody, disk_xml("/x"), Scope.CONFIG),
        lambda: host.update_device(nobody, disk_xml("/x"), Scope.CONFIG),
        lambda: host.resize_block(nobody, "vda", 1024),
        lambda: host.set_metadata(nobody, SPACE, "z", None, Scope.CONFIG),
        lambda: host.metadata(nobody, SPACE),
        lambda: host.console(nobody),
        lambda: machine.devices.subchannels(nobody),
    ]
    for verb in verbs:
        assert refused(ErrorCode.NO_DOMAIN, verb).code in {*MISSING}


def test_a_name_under_another_uuid_is_refused(machine: Machine) -> None:
    machine.defined("g1")
    again = machine.domain_xml("g1")
    failure = refused(ErrorCode.OPERATION_FAILED, lambda: machine.hypervisor.define(ObjectKind.DOMAIN, again))
    assert "domain 'g1' already exists with uuid" in failure.message


def test_a_uuid_under_another_name_is_refused(machine: Machine) -> None:
    ref = machine.defined("g1")
    other = machine.domain_xml("g2", uuid=ref.uuid)
    refused(ErrorCode.OPERATION_FAILED, lambda: machine.hypervisor.define(ObjectKind.DOMAIN, other))


def test_defining_what_was_dumped_changes_nothing(machine: Machine) -> None:
    ref = machine.defined("g1")
    before = machine.hypervisor.dump(ref)
    assert machine.hypervisor.define(ObjectKind.DOMAIN, before) == ref
    assert machine.hypervisor.dump(ref) == before


def test_an_unknown_element_is_refused_only_by_validation(machine: Machine) -> None:
    xml = machine.domain_xml("g1", extra="<nonsense/>")
    refused(ErrorCode.XML_INVALID_SCHEMA, lambda: machine.hypervisor.define(ObjectKind.DOMAIN, xml))
    assert machine.hypervisor.list(ObjectKind.DOMAIN) == ()
    ref = machine.hypervisor.define(ObjectKind.DOMAIN, xml, validate=False)
    assert "nonsense" not in machine.hypervisor.dump(ref)


def test_a_running_domain_goes_on_when_it_is_redefined(machine: Machine) -> None:
    ref = machine.running("g1")
    xml = machine.hypervisor.dump(ref).replace(">1048576</memory>", ">2097152</memory>")
    machine.hypervisor.define(ObjectKind.DOMAIN, xml)
    assert machine.stats(ref).max_memory_kib == 1048576
    assert ">2097152</memory>" in machine.hypervisor.dump(ref)
    assert ">1048576</memory>" in machine.hypervisor.dump(ref, live=True)
    machine.hypervisor.stop(ref)
    machine.hypervisor.start(ref)
    assert machine.stats(ref).max_memory_kib == 2097152


def test_an_undefined_domain_is_gone(machine: Machine) -> None:
    ref = machine.defined("g1")
    machine.hypervisor.undefine(ref)
    assert machine.hypervisor.list(ObjectKind.DOMAIN) == ()
    refused(ErrorCode.NO_DOMAIN, lambda: machine.hypervisor.undefine(ref))


def test_a_running_domain_becomes_transient_when_undefined(machine: Machine) -> None:
    ref = machine.running("g1")
    machine.hypervisor.undefine(ref)
    (row,) = machine.hypervisor.list(ObjectKind.DOMAIN)
    assert (row.active, row.persistent) == (True, False)
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.undefine(ref))
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.set_memory(ref, 1024, Scope.CONFIG))
    machine.hypervisor.stop(ref)
    assert machine.hypervisor.list(ObjectKind.DOMAIN) == ()


def test_a_stopped_domain_can_be_renamed(machine: Machine) -> None:
    ref = machine.defined("g1")
    machine.defined("g2")
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.rename(ref, "g2"))
    renamed = machine.hypervisor.rename(ref, "g3")
    assert (renamed.name, renamed.uuid) == ("g3", ref.uuid)
    assert "<name>g3</name>" in machine.hypervisor.dump(renamed)
    machine.hypervisor.start(renamed)
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.rename(renamed, "g4"))


def test_autostart_is_remembered(machine: Machine) -> None:
    ref = machine.defined("g1")
    machine.hypervisor.set_autostart(ref, True)
    assert machine.hypervisor.list(ObjectKind.DOMAIN)[0].autostart
    machine.hypervisor.set_autostart(ref, False)
    assert not machine.hypervisor.list(ObjectKind.DOMAIN)[0].autostart


def test_current_memory_of_a_stopped_domain_is_configuration(machine: Machine) -> None:
    ref = machine.defined("g1")
    machine.hypervisor.set_memory(ref, 262144, Scope.CONFIG)
    assert ">262144</currentMemory>" in machine.hypervisor.dump(ref)
    assert machine.stats(ref).current_memory_kib == 262144
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.set_memory(ref, 262144, Scope.LIVE))


def test_current_memory_of_a_running_domain_follows_the_balloon(machine: Machine) -> None:
    ref = machine.running("g1")
    machine.hypervisor.set_memory(ref, 786432, BOTH)
    machine.eventually(lambda: machine.stats(ref).current_memory_kib == 786432, "the balloon's move")
    stats = machine.stats(ref)
    assert stats.balloon_driver_is_up
    assert (stats.current_memory_kib, stats.max_memory_kib) == (786432, 1048576)
    assert ">786432</currentMemory>" in machine.hypervisor.dump(ref, live=True)
    assert ">786432</currentMemory>" in machine.hypervisor.dump(ref)


def test_more_current_memory_than_there_is_is_refused(machine: Machine) -> None:
    ref = machine.running("g1")
    for scope in (Scope.CONFIG, Scope.LIVE, BOTH):
        refused(ErrorCode.INVALID_ARG, partial(machine.hypervisor.set_memory, ref, 1048577, scope))
    assert machine.stats(ref).current_memory_kib == 524288


def test_maximum_memory_cannot_change_while_running(machine: Machine) -> None:
    ref = machine.running("g1")
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.set_max_memory(ref, 2097152, Scope.LIVE))
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.set_max_memory(ref, 2097152, BOTH))
    assert ">1048576</memory>" in machine.hypervisor.dump(ref)
    machine.hypervisor.set_max_memory(ref, 2097152, Scope.CONFIG)
    assert ">2097152</memory>" in machine.hypervisor.dump(ref)
    assert machine.stats(ref).max_memory_kib == 1048576


def test_vcpus_are_plugged_but_not_unplugged(machine: Machine) -> None:
    ref = machine.running("g1")
    machine.hypervisor.set_vcpus(ref, 2, BOTH)
    assert (machine.stats(ref).vcpus_current, machine.stats(ref).vcpus_max) == (2, 4)
    refused(ErrorCode.INTERNAL_ERROR, lambda: machine.hypervisor.set_vcpus(ref, 1, Scope.LIVE))
    refused(ErrorCode.INVALID_ARG, lambda: machine.hypervisor.set_vcpus(ref, 5, Scope.LIVE))
    assert machine.stats(ref).vcpus_current == 2
    machine.hypervisor.set_vcpus(ref, 1, Scope.CONFIG)
    assert "current='1'" in machine.hypervisor.dump(ref)


def test_the_maximum_of_vcpus_is_configuration(machine: Machine) -> None:
    ref = machine.defined("g1")
    machine.hypervisor.set_vcpus(ref, 8, Scope.CONFIG, maximum=True)
    assert machine.stats(ref).vcpus_max == 8


def test_iothreads_are_added_and_removed(machine: Machine) -> None:
    ref = machine.running("g1")
    machine.hypervisor.add_iothread(ref, 1, BOTH)
    assert "<iothreads>1</iothreads>" in machine.hypervisor.dump(ref)
    assert "<iothreads>1</iothreads>" in machine.hypervisor.dump(ref, live=True)
    refused(ErrorCode.INVALID_ARG, lambda: machine.hypervisor.add_iothread(ref, 1, BOTH))
    machine.hypervisor.del_iothread(ref, 1, BOTH)
    assert "<iothreads>" not in machine.hypervisor.dump(ref)
    refused(ErrorCode.INVALID_ARG, lambda: machine.hypervisor.del_iothread(ref, 1, BOTH))


def test_threads_are_pinned_in_the_scopes_that_were_named(machine: Machine) -> None:
    ref = machine.running("g1")
    host = machine.hypervisor
    host.add_iothread(ref, 1, BOTH)
    host.pin(ref, Thread.VCPU, 3, (1,), Scope.LIVE)
    host.pin(ref, Thread.VCPU, 0, (0, 1), BOTH)
    host.pin(ref, Thread.EMULATOR, 0, (0,), BOTH)
    host.pin(ref, Thread.IOTHREAD, 1, (1,), Scope.CONFIG)
    config = ["vcpupin vcpu='0' cpuset='0-1'", "emulatorpin cpuset='0'", "iothreadpin iothread='1' cpuset='1'"]
    assert _pins(host.dump(ref)) == config
    live = ["vcpupin vcpu='0' cpuset='0-1'", "vcpupin vcpu='3' cpuset='1'", "emulatorpin cpuset='0'"]
    assert _pins(host.dump(ref, live=True)) == live


def _pins(xml: str) -> list[str]:
    return re.findall("<([a-z]+pin [^/]+)/>", xml)


@pytest.mark.parametrize(("thread", "number"), [(Thread.VCPU, 4), (Thread.IOTHREAD, 1)])
@pytest.mark.parametrize("scope", [Scope.LIVE, Scope.CONFIG])
def test_a_thread_that_is_not_there_cannot_be_pinned(
    machine: Machine, thread: Thread, number: int, scope: Scope
) -> None:
    ref = machine.running("g1")
    refused(ErrorCode.INVALID_ARG, lambda: machine.hypervisor.pin(ref, thread, number, (0,), scope))


def test_a_pin_to_no_cpu_of_the_host_is_refused(machine: Machine) -> None:
    ref = machine.running("g1")
    refused(ErrorCode.INVALID_ARG, lambda: machine.hypervisor.pin(ref, Thread.VCPU, 0, (999,), Scope.LIVE))


def test_shares_and_limits_of_a_running_domain_move(machine: Machine) -> None:
    ref = machine.running("g1")
    host = machine.hypervisor
    host.set_scheduler(ref, SchedulerParameter.SHARES, 2048, Scope.LIVE)
    host.set_scheduler(ref, SchedulerParameter.VCPU_QUOTA, 20000, Scope.LIVE)
    assert "<shares>2048</shares>" in host.dump(ref, live=True)
    assert "<quota>20000</quota>" in host.dump(ref, live=True)
    assert "cputune" not in host.dump(ref)
    host.set_scheduler(ref, SchedulerParameter.VCPU_QUOTA, -1, Scope.LIVE)
    assert "<quota>-1</quota>" in host.dump(ref, live=True)
    for parameter, value in ((SchedulerParameter.SHARES, 1), (SchedulerParameter.VCPU_PERIOD, 999)):
        refused(ErrorCode.INVALID_ARG, lambda: host.set_scheduler(ref, parameter, value, Scope.LIVE))  # noqa: B023


def test_metadata_is_kept_per_namespace(machine: Machine) -> None:
    ref = machine.defined("g1")
    assert machine.hypervisor.metadata(ref, SPACE) is None
    machine.hypervisor.set_metadata(ref, SPACE, "z", "<owner>me</owner>", Scope.CONFIG)
    assert "me</" in (machine.hypervisor.metadata(ref, SPACE) or "")
    assert SPACE in machine.hypervisor.dump(ref)
    machine.hypervisor.set_metadata(ref, SPACE, "z", None, Scope.CONFIG)
    assert machine.hypervisor.metadata(ref, SPACE) is None


def test_a_running_domain_has_a_console(machine: Machine) -> None:
    ref = machine.defined("g1")
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.console(ref))
    machine.hypervisor.start(ref)
    assert "Linux version" in machine.hypervisor.console(ref)


def test_two_virtiofs_of_one_tag_are_refused_and_two_9p_are_not(machine: Machine) -> None:
    shared = "<filesystem type='mount'><driver type='virtiofs'/><source dir='/srv/{}'/><target dir='tag'/></filesystem>"
    memory = "<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking><os>"
    xml = machine.domain_xml("g1").replace("<os>", memory)
    xml = xml.replace("</devices>", f"{shared.format('a')}{shared.format('b')}</devices>")
    refused(ErrorCode.CONFIG_UNSUPPORTED, lambda: machine.hypervisor.define(ObjectKind.DOMAIN, xml))
    assert machine.hypervisor.define(ObjectKind.DOMAIN, xml.replace("<driver type='virtiofs'/>", "")).name == "g1"


def test_a_qcow2_image_is_shared_for_reading_only(machine: Machine) -> None:
    disk = disk_xml("/srv/golden.qcow2", target="vda", kind="qcow2")
    written, read = (disk.replace("</disk>", f"{more}<shareable/></disk>") for more in ("", "<readonly/>"))
    xml = machine.domain_xml("g1", devices=written)
    refused(ErrorCode.CONFIG_UNSUPPORTED, lambda: machine.hypervisor.define(ObjectKind.DOMAIN, xml))
    assert machine.hypervisor.define(ObjectKind.DOMAIN, xml.replace(written, read)).name == "g1"


def test_a_guest_without_its_kernel_file_does_not_start(machine: Machine) -> None:
    xml = machine.domain_xml("g1").replace(machine.kernel, "/boot/no-such-kernel")
    ref = machine.hypervisor.define(ObjectKind.DOMAIN, xml)
    refused(ErrorCode.SYSTEM_ERROR, lambda: machine.hypervisor.start(ref))
    assert machine.stats(ref).state is PowerState.SHUTOFF


@pytest.mark.parametrize("mode", list(StopMode))
def test_a_stopped_domain_cannot_be_stopped(machine: Machine, mode: StopMode) -> None:
    ref = machine.running("g1")
    machine.hypervisor.stop(ref, mode)
    machine.eventually(lambda: machine.stats(ref).state is PowerState.SHUTOFF, "the end of the guest")
    refused(ErrorCode.OPERATION_INVALID, lambda: machine.hypervisor.stop(ref, mode))


@pytest.mark.parametrize(
    ("iothreads", "pinned", "code", "text"),
    [
        ("", [1], ErrorCode.CONFIG_UNSUPPORTED, "Cannot find 'iothread' : 1"),
        ("<iothreads>1</iothreads>", [2], ErrorCode.CONFIG_UNSUPPORTED, "Cannot find 'iothread' : 2"),
        ("<iothreads>2</iothreads>", [2, 2], ErrorCode.INTERNAL_ERROR, "duplicate iothreadpin for same iothread '2'"),
    ],
)
def test_an_iothread_is_pinned_once_and_only_when_it_is_there(
    machine: Machine, iothreads: str, pinned: list[int], code: ErrorCode, text: str
) -> None:
    pins = "".join(f"<iothreadpin iothread='{number}' cpuset='0'/>" for number in pinned)
    xml = machine.domain_xml(extra=f"{iothreads}<cputune>{pins}</cputune>")
    assert text in str(refused(code, lambda: machine.hypervisor.define(ObjectKind.DOMAIN, xml)))
