"""What an administrator took away from a guest comes back as it was; what a guest started from stays known."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import a_run_begins, kind, made
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef, Scope

GUEST = kind("Guest")
REF = ObjectRef(kind=ObjectKind.DOMAIN, name="linux01")
BASE: dict[str, Any] = {"name": "linux01", "memory": "1 GiB"}
KERNEL = {"kernel": "/boot/vmlinux-4.4.0-rc5"}
BOTH = Scope.LIVE | Scope.CONFIG


@pytest.fixture
def files(driver: Driver) -> tuple[str, str, str]:
    pool = made(driver, "StoragePool", "images", target="/srv/images")
    for name in ("root", "data", "log"):
        made(driver, "Qcow2Disk", name, pool=pool.id, name=f"{name}.qcow2", capacity="1 GiB")
    return ("images/root.qcow2", "images/data.qcow2", "images/log.qcow2")


def up(driver: Driver, guest: Resource, **inputs: Any) -> Resource:
    a_run_begins(driver)
    return driver.update(guest, driver.check(GUEST, "linux01", {**BASE, **inputs}, guest.inputs))


def devnos(host: Endpoint, *, live: bool) -> dict[str, str]:
    xml = host.hypervisor.dump(REF, live=live)
    found = re.findall(r"<alias name=.ua-([\w-]+).*?devno=.(0x\w+)", xml, re.DOTALL)
    return dict(found)


def element(host: Endpoint, tag: str, alias: str) -> str:
    xml = host.hypervisor.dump(REF)
    found: list[str] = re.findall(rf"<{tag} .*?</{tag}>", xml, re.DOTALL)
    return next(each for each in found if f"ua-{alias}" in each)


def test_what_was_detached_comes_back_at_its_number(
    driver: Driver, host: Endpoint, files: tuple[str, str, str]
) -> None:
    root, data, log = files
    disks = [{"name": name, "volume": volume} for name, volume in (("root", root), ("data", data), ("log", log))]
    wanted = {"boot": KERNEL, "disks": disks, "interfaces": [{"name": "lan", "macvtap": {"dev": "enccw0.0.4300"}}]}
    guest = made(driver, "Guest", "linux01", **BASE, **wanted)
    before = devnos(host, live=True)
    host.hypervisor.detach(REF, element(host, "disk", "data"), BOTH)
    host.hypervisor.detach(REF, element(host, "interface", "lan"), BOTH)
    assert devnos(host, live=True).keys() == before.keys() - {"data", "lan"}
    seen = driver.read(guest)
    assert seen is not None
    up(driver, seen, **wanted)
    assert devnos(host, live=True) == devnos(host, live=False) == before


def test_a_number_that_another_device_has_by_now_is_gone(
    driver: Driver, host: Endpoint, files: tuple[str, str, str]
) -> None:
    root, data, log = files
    disks = [{"name": "root", "volume": root}, {"name": "data", "volume": data}]
    wanted = {"boot": KERNEL, "disks": disks}
    guest = made(driver, "Guest", "linux01", **BASE, **wanted)
    before = devnos(host, live=True)
    disk = element(host, "disk", "data")
    host.hypervisor.detach(REF, disk, BOTH)
    seen = driver.read(guest)
    assert seen is not None
    other = {"name": "log", "volume": log, "devno": before["data"]}
    up(driver, seen, **{**wanted, "disks": [*disks, other]})
    after = devnos(host, live=True)
    assert after["log"] == before["data"]
    assert after["data"] not in before.values()


def test_what_the_program_gave_up_and_takes_again_gets_another_number(
    driver: Driver, host: Endpoint, files: tuple[str, str, str]
) -> None:
    """By then the number may stand for nothing in the guest's own files; only a detached device has a claim."""
    root, data, _ = files
    disks = [{"name": "root", "volume": root}, {"name": "data", "volume": data}]
    both = {"boot": KERNEL, "disks": disks}
    guest = made(driver, "Guest", "linux01", **BASE, **both)
    before = devnos(host, live=True)
    guest = up(driver, guest, **{**both, "disks": disks[:1]})
    up(driver, guest, **both)
    assert devnos(host, live=True)["data"] not in before.values()


def test_a_guest_knows_what_it_started_from_although_others_started_it(
    driver: Driver, host: Endpoint, files: tuple[str, str, str]
) -> None:
    root, data, _ = files
    on_scsi = {"name": "root", "volume": root, "bus": "scsi"}
    guest = made(driver, "Guest", "linux01", **BASE, disks=[on_scsi], power="stopped")
    host.hypervisor.start(REF)
    both = {"disks": [on_scsi, {"name": "data", "volume": data}]}
    guest = up(driver, guest, **both)
    said = driver.update(guest, driver.check(GUEST, "linux01", {**BASE, "disks": both["disks"][1:]}, guest.inputs))
    assert "the running guest boots from this disk" in str(said.output_tree["pending"])
