"""An emulated host goes down and comes up: persistent objects are off, those with autostart run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.moving.two_hosts import TwoHosts, guest, two_hosts
from zkvm_provider.hypervisor.port import Migration, ObjectKind, ObjectRef, PowerState

NETWORK = "<network><name>{}</name><forward mode='bridge'/><bridge name='br0'/></network>"
RUNS, OFF = PowerState.RUNNING, PowerState.SHUTOFF


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[TwoHosts]:
    with two_hosts(tmp_path) as pair:
        yield pair


def test_what_has_autostart_comes_back(hosts: TwoHosts) -> None:
    host = hosts.at("lpar1").hypervisor
    for name in ("kept", "lost"):
        network = host.define(ObjectKind.NETWORK, NETWORK.format(name))
        host.start(network)
        host.set_autostart(network, name == "kept")
    hosts.made(guest(autostart=True, interfaces=[{"name": "lan", "network": "kept"}]))
    hosts.operator.restart_host("lpar1")
    assert {info.ref.name: info.active for info in host.list(ObjectKind.NETWORK)} == {"kept": True, "lost": False}
    assert hosts.states()["lpar1"] == {"g": RUNS}


def test_a_guest_without_autostart_is_drift_and_the_next_up_starts_it(hosts: TwoHosts) -> None:
    made = hosts.made(guest(power="running"))
    hosts.operator.restart_host("lpar1")
    read = hosts.driver.read(made)
    assert read is not None
    assert (read.input_tree["power"], read.output_tree["powerState"]) == ("stopped", "shut off")
    assert hosts.preview(read, guest(power="running")) == ["power stopped → running: live"]
    hosts.updated(read, guest(power="running"))
    assert hosts.states()["lpar1"] == {"g": RUNS}


def test_a_guest_that_is_to_be_off_stays_off(hosts: TwoHosts) -> None:
    made = hosts.made(guest(power="stopped"))
    hosts.operator.restart_host("lpar1")
    read = hosts.driver.read(made)
    assert read is not None
    assert read.input_tree == made.input_tree


def test_what_waited_for_a_stop_and_start_holds_after_it(hosts: TwoHosts) -> None:
    made = hosts.made(guest(autostart=True))
    changed = hosts.updated(made, guest(autostart=True, memory="512 MiB"))
    assert changed.output_tree["pending"] != []
    hosts.operator.restart_host("lpar1")
    read = hosts.driver.read(changed)
    assert read is not None
    assert read.output_tree["pending"] == []
    assert hosts.at("lpar1").hypervisor.stats()[0].max_memory_kib == 512 * 1024


@pytest.mark.parametrize(("down", "left"), [("lpar2", {"lpar1": {"g": RUNS}, "lpar2": {}}),
                                            ("lpar1", {"lpar1": {"g": OFF}, "lpar2": {}})])  # fmt: skip
def test_a_host_that_goes_down_ends_a_migration(
    hosts: TwoHosts, down: str, left: dict[str, dict[str, PowerState]]
) -> None:
    made = hosts.made(guest())
    hosts.operator.turn("lpar1", "migration", "after-seconds:100")
    two = hosts.at("lpar2")
    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=made.id)

    def told(_progress: object) -> bool:
        hosts.operator.restart_host(down)
        return True

    with pytest.raises(Exception, match=r"libvirt 78/10"):
        hosts.at("lpar1").hypervisor.migrate(ref, two.hypervisor, Migration(uri=two.uri), told)
    assert hosts.states() == left


def test_another_uri_of_the_same_machine_is_only_another_connection(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    other = f"{hosts.uri('lpar1')}&seed=zkvm"
    assert hosts.preview(made, guest(other)) == [f"host lpar1 → {other}: reported (another word for the same thing)"]
    count = len(hosts.operator.log())
    hosts.updated(made, guest(other))
    assert len(hosts.operator.log()) == count
