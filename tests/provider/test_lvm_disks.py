"""Logical volumes on an emulated host, through the provider: whole extents, thin pools, a group that comes and goes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.provider.conformance.laws import settled
from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import DASD, GROUP, a_run_begins, kind, made, refused, taken_away
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef

MIB = 1024**2


@pytest.fixture
def pool(driver: Driver) -> Resource:
    """A pool on a volume group of its own, made on a DASD."""
    return made(driver, "StoragePool", "vg", **GROUP)


def disk(driver: Driver, pool: Resource, **inputs: Any) -> Resource:
    return made(driver, "LvmDisk", "root", pool=pool.id, **inputs)


def guest_on(host: Endpoint, path: str, *, running: bool) -> ObjectRef:
    xml = (
        "<domain type='kvm'><name>g1</name><memory>1048576</memory><os><type arch='s390x'>hvm</type>"
        "<kernel>/boot/vmlinux-4.4.0-rc5</kernel></os><devices><disk type='block' device='disk'>"
        f"<source dev='{path}'/><target dev='vda' bus='virtio'/></disk></devices></domain>"
    )
    ref = host.hypervisor.define(ObjectKind.DOMAIN, xml)
    if running:
        host.hypervisor.start(ref)
    return ref


def the_storage_server(folder: Path, *, has_it: bool) -> None:
    """The DASD is gone, or there again: not by the operator, whom the host would refuse while LVM uses it."""
    with sqlite3.connect(folder / ".zkvm" / "lab.sqlite") as store:
        store.execute("INSERT OR REPLACE INTO device_states VALUES ('lpar1', ?, ?)", (DASD, int(has_it)))


def test_the_preview_tells_what_lvm_rounds_to_and_the_next_run_finds_no_difference(
    driver: Driver, pool: Resource
) -> None:
    lv = disk(driver, pool, capacity="102 MiB")
    assert lv.output_tree["capacityBytes"] == 104 * MIB
    assert lv.output_tree["path"] == "/dev/data/root"
    assert "capacity 102 MiB becomes 104 MiB (26 extents of 4 MiB): LVM counts in extents" in driver.engine.texts()
    settled(driver, lv)


@pytest.mark.parametrize("running", [False, True])
def test_a_logical_volume_grows_in_place_also_under_a_running_guest(
    driver: Driver, host: Endpoint, pool: Resource, running: bool
) -> None:
    lv = disk(driver, pool, capacity="100 MiB")
    guest_on(host, "/dev/data/root", running=running)
    news = driver.check(kind("LvmDisk"), "root", {"pool": pool.id, "name": "root", "capacity": "200 MiB"}, lv.inputs)
    driver.update(lv, news, preview=True)
    after = driver.update(lv, news)
    assert after.output_tree["capacityBytes"] == 200 * MIB
    assert after.output_tree["key"] == lv.output_tree["key"], "another volume took its place"
    settled(driver, after)
    effect = "live" if running else "configuration"
    assert any(f"capacity 100 MiB → 200 MiB (50 extents of 4 MiB): {effect}" in text for text in driver.engine.texts())


def test_more_than_the_group_has_is_refused_in_preview(driver: Driver, pool: Resource) -> None:
    told = refused(driver, "LvmDisk", "root", preview=True, pool=pool.id, capacity=100)
    assert "capacity: needs 100 GiB more, and volume group data has" in told


def test_a_pool_of_another_kind_is_refused(driver: Driver) -> None:
    folder = made(driver, "StoragePool", "images", target="/srv/images")
    told = refused(driver, "LvmDisk", "root", preview=True, pool=folder.id, capacity=1)
    assert "pool: storage pool 'images' is of kind dir; an LvmDisk needs one of kind logical" in told


def test_a_thin_volume_may_be_larger_than_the_group(driver: Driver) -> None:
    pool = made(driver, "StoragePool", "vg", kind="logical", source={"volumeGroup": "system"})
    lv = disk(driver, pool, capacity=100, thinPool="thin")
    settled(driver, lv)
    told = refused(driver, "LvmDisk", "other", preview=True, pool=pool.id, capacity=1, thinPool="none")
    assert "thinPool: volume group system has no thin pool none; it has thin; make one: lvcreate" in told
    taken_away(driver, lv)
    plain = made(driver, "LvmDisk", "again", pool=pool.id, name="root", capacity="4 MiB")
    assert "thinPool" not in plain.input_tree


def test_deleting_a_volume_that_a_stopped_guest_uses_is_refused(driver: Driver, host: Endpoint, pool: Resource) -> None:
    lv = disk(driver, pool, capacity="100 MiB")
    ref = guest_on(host, "/dev/data/root", running=False)
    with pytest.raises(grpc.RpcError, match=r"it is used by guest g1 \(disk vda\)"):
        taken_away(driver, lv)
    host.hypervisor.undefine(ref)
    taken_away(driver, lv)


def test_a_volume_group_that_vanished_and_came_back_keeps_its_volumes(
    driver: Driver, host: Endpoint, pool: Resource, tmp_path: Path
) -> None:
    lv = disk(driver, pool, capacity="100 MiB")
    host.hypervisor.stop(ObjectRef(kind=ObjectKind.POOL, name="vg"))
    the_storage_server(tmp_path, has_it=False)
    a_run_begins(driver)
    seen, seen_pool = driver.read(lv), driver.read(pool)
    assert seen is not None, "a volume that cannot be seen is not gone"
    assert seen_pool is not None
    assert seen.input_tree == lv.input_tree
    assert seen_pool.output_tree["active"] is False
    with pytest.raises(grpc.RpcError, match=r"source\.volumeGroup: volume group data is not on the host now; bring"):
        driver.update(seen_pool, pool.inputs, preview=True)

    the_storage_server(tmp_path, has_it=True)
    a_run_begins(driver)
    again = driver.update(seen_pool, pool.inputs)
    assert again.output_tree["active"] is True
    settled(driver, lv)
    found = driver.read(lv)
    assert found is not None
    assert found.output_tree["key"] == lv.output_tree["key"]


def test_a_foreign_logical_volume_is_not_touched(driver: Driver, host: Endpoint, pool: Resource) -> None:
    host.hypervisor.create_volume("vg", "<volume><name>root</name><capacity unit='MiB'>8</capacity></volume>")
    told = refused(driver, "LvmDisk", "root", preview=True, pool=pool.id, capacity=1)
    assert "already exists and was not made by zkvm" in told
    assert "pulumi import zkvm:index:LvmDisk" in told
