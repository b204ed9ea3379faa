"""Planned faults: counted over mutating verbs, before or after the verb's effect."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from zkvm_provider.clock import HandClock
from zkvm_provider.errors import InvalidInput, Unreachable
from zkvm_provider.hypervisor.faults import FaultCounter, parse_faults, with_faults
from zkvm_provider.hypervisor.port import MUTATING_VERBS, Endpoint, HostDevices, Hypervisor
from zkvm_provider.wiring import administer, connect

BUS_ID = "0.0.0e20"


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"emulated://{tmp_path}/lab.sqlite"


def breaking(uri: str, planned: str, clock: HandClock | None = None) -> Endpoint:
    clock = clock or HandClock()
    return with_faults(connect(uri, create=True, clock=clock), FaultCounter(parse_faults(planned), clock))


def is_online(endpoint: Endpoint) -> bool:
    return next(dasd.online for dasd in endpoint.devices.dasds() if dasd.bus_id == BUS_ID)


def test_every_mutating_verb_is_a_verb_of_the_port() -> None:
    verbs = {name for protocol in (Hypervisor, HostDevices) for name in dir(protocol)}
    assert set(MUTATING_VERBS) <= verbs


@pytest.mark.parametrize(("planned", "took_effect"), [("fail:before:2", False), ("fail:after:2", True)])
def test_a_failing_verb_takes_effect_or_not_as_planned(uri: str, planned: str, took_effect: bool) -> None:
    endpoint = breaking(uri, planned)
    endpoint.devices.set_dasd_online(BUS_ID, False)
    with pytest.raises(Unreachable, match="planned fault"):
        endpoint.devices.set_dasd_online(BUS_ID, True)
    assert is_online(endpoint) is took_effect


def test_reading_is_not_counted(uri: str) -> None:
    endpoint = breaking(uri, "fail:before:1")
    endpoint.devices.dasds()
    endpoint.hypervisor.facts()
    with pytest.raises(Unreachable):
        endpoint.devices.set_dasd_online(BUS_ID, True)


def test_a_delay_lets_time_pass(uri: str) -> None:
    clock = HandClock(start_s=100.0)
    breaking(uri, "delay:before:1:2.5", clock).devices.set_dasd_online(BUS_ID, True)
    assert clock.now_s() == 102.5


def test_the_count_is_the_number_in_the_journal(uri: str) -> None:
    clock = HandClock()
    counter = FaultCounter((), clock)
    endpoint = with_faults(connect(uri, create=True, clock=clock), counter)
    for online in (True, False, True):
        endpoint.devices.set_dasd_online(BUS_ID, online)
        assert administer(uri).log()[-1].number == counter.number


DIES = """
import sys
from zkvm_provider.wiring import connect
devices = connect(sys.argv[1], create=True).devices
devices.set_dasd_online("0.0.0e1f", True)
devices.set_dasd_online("0.0.0e20", True)
"""


@pytest.mark.parametrize(("planned", "rows"), [("kill:before:2", 1), ("kill:after:2", 2)])
def test_a_process_is_killed_at_the_verb_that_was_named(uri: str, planned: str, rows: int) -> None:
    done = subprocess.run([sys.executable, "-c", DIES, uri], env={"ZKVM_FAULT": planned}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(administer(uri).log()) == rows


@pytest.mark.parametrize(
    "text", ["kill", "kill:before:0", "kill:amid:1", "burn:before:1", "delay:before:1", "kill:before:1:2"]
)
def test_a_plan_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="ZKVM_FAULT"):
        parse_faults(text)
