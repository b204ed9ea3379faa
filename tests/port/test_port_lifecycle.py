"""The port's contract: the lifecycle of a domain, by table and by a state machine that tries any order."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.port.machines import MACHINES, Machine, refused
from zkvm_provider.hypervisor.port import ErrorCode, ObjectKind, ObjectRef, PowerState, StopMode

OFF, ON, HELD = PowerState.SHUTOFF, PowerState.RUNNING, PowerState.PAUSED


def state(machine: Machine, ref: ObjectRef) -> PowerState:
    return machine.stats(ref).state


def test_a_domain_runs_is_paused_resumed_and_stopped(machine: Machine) -> None:
    ref, host = machine.defined("g1"), machine.hypervisor
    host.start(ref)
    assert state(machine, ref) is ON
    host.suspend(ref)
    assert state(machine, ref) is HELD
    host.suspend(ref)
    assert state(machine, ref) is HELD
    host.resume(ref)
    assert state(machine, ref) is ON
    host.stop(ref)
    assert state(machine, ref) is OFF


def test_a_domain_can_be_started_paused(machine: Machine) -> None:
    ref, host = machine.defined("g1"), machine.hypervisor
    host.start(ref, paused=True)
    assert state(machine, ref) is HELD
    assert not machine.stats(ref).balloon_driver_is_up
    assert machine.stats(ref).current_memory_kib == machine.stats(ref).max_memory_kib
    host.resume(ref)
    assert state(machine, ref) is ON


def test_each_start_has_a_new_id(machine: Machine) -> None:
    ref, host = machine.defined("g1"), machine.hypervisor
    seen = []
    for _ in range(2):
        host.start(ref)
        seen.append(host.list(ObjectKind.DOMAIN)[0].domain_id)
        host.stop(ref)
    assert None not in seen
    assert len(set(seen)) == 2


REFUSED = [
    (OFF, "stop"),
    (OFF, "shutdown"),
    (OFF, "suspend"),
    (OFF, "resume"),
    (ON, "start"),
    (ON, "resume"),
    (HELD, "start"),
    (HELD, "shutdown"),
]


@pytest.mark.parametrize(("before", "verb"), REFUSED, ids=[f"{verb} while {s.value}" for s, verb in REFUSED])
def test_a_verb_its_state_does_not_allow_is_operation_invalid(machine: Machine, before: PowerState, verb: str) -> None:
    ref, host = machine.defined("g1"), machine.hypervisor
    if before is not OFF:
        host.start(ref, paused=before is HELD)
    verbs = {
        "start": lambda: host.start(ref),
        "stop": lambda: host.stop(ref),
        "shutdown": lambda: host.stop(ref, StopMode.SHUTDOWN),
        "suspend": lambda: host.suspend(ref),
        "resume": lambda: host.resume(ref),
    }
    refused(ErrorCode.OPERATION_INVALID, verbs[verb])
    assert state(machine, ref) is before


class Lifecycle(RuleBasedStateMachine):
    """Any order of verbs on one guest, against a model that is three lines long."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.machine = MACHINES["emulated"](self.folder)
        self.ref: ObjectRef | None = None
        self.state = OFF
        self.persistent = True

    def teardown(self) -> None:
        self.machine.hypervisor.close()
        shutil.rmtree(self.folder)

    def _gone_if_transient(self) -> None:
        if not self.persistent:
            self.ref = None

    @property
    def known(self) -> ObjectRef:
        assert self.ref is not None
        return self.ref

    @precondition(lambda self: self.ref is None)
    @rule()
    def define(self) -> None:
        self.ref, self.state, self.persistent = self.machine.defined("g1"), OFF, True

    @precondition(lambda self: self.ref is not None and self.persistent)
    @rule()
    def define_again(self) -> None:
        assert self.machine.hypervisor.define(ObjectKind.DOMAIN, self.machine.hypervisor.dump(self.known)) == self.ref

    @precondition(lambda self: self.ref is not None and self.persistent)
    @rule()
    def undefine(self) -> None:
        self.machine.hypervisor.undefine(self.known)
        self.persistent = False
        if self.state is OFF:
            self.ref = None

    @precondition(lambda self: self.ref is not None and self.state is OFF)
    @rule()
    def start(self) -> None:
        self.machine.hypervisor.start(self.known)
        self.state = ON

    @precondition(lambda self: self.ref is not None and self.state is OFF)
    @rule()
    def start_paused(self) -> None:
        self.machine.hypervisor.start(self.known, paused=True)
        self.state = HELD

    @precondition(lambda self: self.ref is not None and self.state is not OFF)
    @rule()
    def destroy(self) -> None:
        self.machine.hypervisor.stop(self.known)
        self.state = OFF
        self._gone_if_transient()

    @precondition(lambda self: self.ref is not None and self.state is ON)
    @rule()
    def shut_down(self) -> None:
        self.machine.hypervisor.stop(self.known, StopMode.SHUTDOWN)
        self.state = OFF
        self._gone_if_transient()

    @precondition(lambda self: self.ref is not None and self.state is not OFF)
    @rule()
    def suspend(self) -> None:
        self.machine.hypervisor.suspend(self.known)
        self.state = HELD

    @precondition(lambda self: self.ref is not None and self.state is HELD)
    @rule()
    def resume(self) -> None:
        self.machine.hypervisor.resume(self.known)
        self.state = ON

    @precondition(lambda self: self.ref is not None and self.state is not OFF)
    @rule()
    def start_what_is_on(self) -> None:
        refused(ErrorCode.OPERATION_INVALID, lambda: self.machine.hypervisor.start(self.known))

    @precondition(lambda self: self.ref is not None and self.state is OFF)
    @rule()
    def stop_what_is_off(self) -> None:
        refused(ErrorCode.OPERATION_INVALID, lambda: self.machine.hypervisor.stop(self.known))

    @invariant()
    def list_and_statistics_agree_with_the_model(self) -> None:
        rows = self.machine.hypervisor.list(ObjectKind.DOMAIN)
        stats = self.machine.hypervisor.stats()
        if self.ref is None:
            assert (rows, stats) == ((), ())
            return
        ((row,), (stat,)) = (rows, stats)
        assert (row.ref, row.state, row.persistent) == (self.ref, self.state, self.persistent)
        assert row.active is self.state.is_active is (row.domain_id is not None)
        assert (stat.ref, stat.state) == (row.ref, row.state)

    @invariant()
    def only_a_running_domain_has_live_parts(self) -> None:
        if self.ref is not None:
            live = self.machine.hypervisor.dump(self.ref, live=True)
            assert (" id='" in live.partition(">")[0]) is self.state.is_active
            assert {row.in_use for row in self.machine.devices.subchannels(self.ref)} <= (
                {None} if self.state is OFF else {True, False}
            )


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
