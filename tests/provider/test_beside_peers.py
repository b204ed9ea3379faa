"""What users of other tools complain about, where nothing else in this suite proves the answer (docs/complaints.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.moving.two_hosts import GUEST, TwoHosts, guest, two_hosts
from tests.provider.driver import CheckFailed, Driver
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.model.kinds import FUNCTIONS, KINDS, kind_of

BOOTED_S = 60.0


def removed(hosts: TwoHosts, **more: Any) -> float:
    """Make a guest, let it boot, take it away in the next run; the seconds that took on the host's clock."""
    made = hosts.made(guest(**more))
    hosts.clock.wait(BOOTED_S)
    hosts.at("lpar1").hypervisor.stats()
    hosts.restart_provider()
    before = hosts.clock.now_s()
    hosts.driver.delete(made)
    assert hosts.at("lpar1").hypervisor.list(ObjectKind.DOMAIN) == ()
    return hosts.clock.now_s() - before


def test_a_guest_that_goes_is_asked_first(tmp_path: Path) -> None:
    """It shuts down by itself: nobody pulls the plug."""
    with two_hosts(tmp_path) as hosts:
        waited = removed(hosts)
        assert waited < 60
        rows = [row.verb for row in hosts.operator.log()]
        assert rows.count("stop") == 1, "it was destroyed as well"


def test_a_guest_that_does_not_listen_is_given_its_grace_and_then_destroyed(tmp_path: Path) -> None:
    with two_hosts(tmp_path) as hosts:
        hosts.operator.turn("lpar1", "shutdown", "after-seconds:100000")
        waited = removed(hosts, shutdown={"graceS": 20})
        assert 20 <= waited < 25
        assert [row.verb for row in hosts.operator.log()].count("stop") == 2


def test_a_guest_that_may_not_be_destroyed_stays(tmp_path: Path) -> None:
    with two_hosts(tmp_path) as hosts:
        hosts.operator.turn("lpar1", "shutdown", "after-seconds:100000")
        with pytest.raises(grpc.RpcError, match="shutdown did not happen within 20 s"):
            removed(hosts, shutdown={"graceS": 20, "then": "fail"})
        assert hosts.running_copies() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"acpi": True},
        {"firmware": "/usr/share/OVMF/OVMF_CODE.fd"},
        {"nvram": "/var/lib/nvram"},
        {"graphics": {"type": "spice"}},
        {"tpm": {}},
        {"machine": "q35"},
        {"machine": "pc-i440fx-7.2"},
        {"emulator": "/usr/bin/qemu-system-x86_64"},
    ],
    ids=str,
)
def test_what_only_other_machines_have_is_refused_by_its_name(driver: Driver, more: dict[str, Any]) -> None:
    inputs = {"name": "g", "memory": "256 MiB", **more}
    with pytest.raises((CheckFailed, grpc.RpcError), match=next(iter(more))):
        driver.create(GUEST, "g", driver.check(GUEST, "g", inputs), preview=True)


def test_a_pool_that_is_not_there_is_told_with_what_helps(driver: Driver, host: Endpoint) -> None:
    disk = kind_of("Qcow2Disk")
    inputs = driver.check(disk, "d", {"pool": "default", "capacity": "1 GiB"})
    with pytest.raises(grpc.RpcError) as refused:
        driver.create(disk, "d", inputs, preview=True)
    told = "pool: storage pool 'default' does not exist on lpar1; declare it as a StoragePool and pass that resource"
    assert told in str(refused.value)


LOOKS = {
    "getGuest": "zkvm list --all",
    "getPool": "zkvm pool-list",
    "getVolume": "zkvm vol-list images",
    "getLogicalVolume": "zkvm vol-list images",
}


@pytest.mark.parametrize(
    "function", [each.name for each in FUNCTIONS if each.name not in {"getHost", "getNodeDevices"}]
)
def test_what_a_function_does_not_find_is_told_with_the_command_that_lists(
    driver: Driver, host: Endpoint, function: str
) -> None:
    pool = host.hypervisor.define(
        ObjectKind.POOL, "<pool type='dir'><name>images</name><target><path>/srv</path></target></pool>"
    )
    host.hypervisor.start(pool)
    arguments = {"name": "none"} | ({"pool": "images"} if "Volume" in function else {})
    with pytest.raises(grpc.RpcError) as refused:
        driver.invoke(f"zkvm:index:{function}", **arguments)
    assert f"`{LOOKS.get(function, 'zkvm net-list')}" in str(refused.value)


def test_every_kind_of_object_that_others_may_own_has_a_function() -> None:
    answered = {each.answers.name for each in FUNCTIONS if hasattr(each.answers, "name")}
    # node devices, a volume by another name, and files
    asked_otherwise = {"DasdDisk", "ScsiLun", "MediatedDevice", "CloudInitDisk", "InstallMedia"}
    assert {kind.name for kind in KINDS} - answered == asked_otherwise
