"""Volumes that are made anew under another name while a guest has them: the preview says what the run will do."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import GROUP, a_run_begins, kind, made
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind

KERNEL = {"kernel": "/boot/vmlinux-4.4.0-rc5"}
USER = "#cloud-config\n"


def volumes(host: Endpoint, pool: str) -> list[str]:
    return [each.ref.name for each in host.hypervisor.list(ObjectKind.VOLUME, pool=pool)]


def linux(driver: Driver, volume: str, guest: Resource | None = None, **more: Any) -> Resource:
    """A running guest with a first disk of its own and that volume as its second, made or changed."""
    disks = [{"name": "root", "block": "/dev/dasda1", "target": "vda"}, {"name": "it", "volume": volume}]
    inputs = {"memory": "1 GiB", "boot": KERNEL, "disks": disks, **more}
    if guest is None:
        return made(driver, "Guest", "linux01", **inputs)
    return driver.update(guest, driver.check(kind("Guest"), "linux01", {"name": "linux01", **inputs}, guest.inputs))


def replaced(driver: Driver, old: Resource, news: dict[str, Any], *, preview: bool) -> Resource:
    """What the engine asks for a replacement, in the order that Diff calls for."""
    checked = driver.check(old.kind, "it", news, old.inputs)
    asked = driver.diff(old, checked)
    assert asked.replaces
    if asked.deleteBeforeReplace and not preview:
        driver.delete(old)
    return driver.create(old.kind, "it", checked, preview=preview)


def test_a_seed_image_under_another_name_is_made_before_the_old_one_goes(driver: Driver, host: Endpoint) -> None:
    pool = made(driver, "StoragePool", "images", target="/srv/images")
    inputs = {"pool": pool.id, "userData": USER}
    seed = made(driver, "CloudInitDisk", "it", **{**inputs, "name": "old.iso"})
    guest = linux(driver, "images/old.iso")
    a_run_begins(driver)
    replaced(driver, seed, {**inputs, "name": "new.iso"}, preview=True)
    told = " ".join(driver.engine.texts())
    assert "images/old.iso goes after the new one is made, and once nothing uses it any more" in told
    assert "it is used by guest linux01" in told
    a_run_begins(driver)
    replaced(driver, seed, {**inputs, "name": "new.iso"}, preview=False)
    with pytest.raises(grpc.RpcError, match="it is used by guest linux01"):
        driver.delete(seed)
    linux(driver, "images/new.iso", guest)
    driver.delete(seed)
    assert volumes(host, "images") == ["new.iso"]


def test_a_seed_image_that_nobody_uses_is_replaced_without_a_word(driver: Driver) -> None:
    pool = made(driver, "StoragePool", "images", target="/srv/images")
    inputs = {"pool": pool.id, "userData": USER}
    seed = made(driver, "CloudInitDisk", "it", **{**inputs, "name": "old.iso"})
    a_run_begins(driver)
    replaced(driver, seed, {**inputs, "name": "new.iso"}, preview=True)
    assert not any("goes after the new one" in text for text in driver.engine.texts())


@pytest.mark.parametrize("of", ["Qcow2Disk", "LvmDisk"])
def test_a_disk_in_use_that_may_lose_its_data_is_refused_in_the_preview(
    driver: Driver, host: Endpoint, of: str
) -> None:
    """As in the run, which takes the old one away first."""
    where: dict[str, Any] = GROUP if of == "LvmDisk" else {"target": "/srv/images"}
    pool = made(driver, "StoragePool", "images", **where)
    inputs = {"pool": pool.id, "capacity": "1 GiB", "replaceData": True}
    disk = made(driver, of, "it", **{**inputs, "name": "old"})
    guest = linux(driver, "images/old")
    news = {**inputs, "name": "new"}
    for preview in (True, False):
        a_run_begins(driver)
        with pytest.raises(grpc.RpcError, match=r"it is used by guest linux01.*take it away there first"):
            replaced(driver, disk, news, preview=preview)
    linux(driver, "", guest, disks=[], power="stopped")
    for preview in (True, False):
        a_run_begins(driver)
        replaced(driver, disk, news, preview=preview)
    assert volumes(host, "images") == ["new"]


def test_a_creation_of_something_else_judges_nothing_of_the_past(driver: Driver) -> None:
    """A Diff that replaced is over with the next that does not."""
    pool = made(driver, "StoragePool", "images", target="/srv/images")
    inputs = {"pool": pool.id, "capacity": "1 GiB", "replaceData": True}
    disk = made(driver, "Qcow2Disk", "it", **{**inputs, "name": "old"})
    linux(driver, "images/old")
    a_run_begins(driver)
    driver.diff(disk, driver.check(disk.kind, "it", {**inputs, "name": "new"}, disk.inputs))
    driver.diff(disk, disk.inputs)
    driver.create(disk.kind, "it", driver.check(disk.kind, "it", {**inputs, "name": "new"}), preview=True)
