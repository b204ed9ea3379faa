"""Seed images on an emulated host, through the provider: the same bytes again, written anew in place."""

from __future__ import annotations

import hashlib
import time

import grpc
import pytest

from tests.provider.conformance.laws import settled
from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import a_run_begins, kind, made, refused, taken_away
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.model.cloud_init import CloudInitDisk, seed_of
from zkvm_provider.model.seed_image import read_image

USER = "#cloud-config\npassword: geheim-77\n"
REF = ObjectRef(kind=ObjectKind.VOLUME, pool="images", name="seed.iso")


@pytest.fixture
def pool(driver: Driver) -> Resource:
    return made(driver, "StoragePool", "images", target="/srv/images")


def seed(driver: Driver, pool: Resource, **inputs: str) -> Resource:
    return made(driver, "CloudInitDisk", "seed", pool=pool.id, name="seed.iso", userData=USER, **inputs)


def test_the_image_holds_what_was_declared_under_the_label_of_nocloud(
    driver: Driver, host: Endpoint, pool: Resource
) -> None:
    disk = seed(driver, pool, metaData="instance-id: one\n", networkConfig="version: 2\n")
    image = host.hypervisor.download(REF, 10**7)
    assert read_image(image) == {
        "user-data": USER.encode(),
        "meta-data": b"instance-id: one\n",
        "network-config": b"version: 2\n",
    }
    primary = image[16 * 2048 :]
    assert primary[:7] == b"\x01CD001\x01"
    assert primary[40:72] == b"CIDATA".ljust(32)
    assert disk.output_tree["sha256"] == hashlib.sha256(image).hexdigest()
    settled(driver, disk)


def test_an_image_takes_its_space_at_once(driver: Driver, host: Endpoint, pool: Resource) -> None:
    """In a volume group libvirt would make a snapshot of nothing of one that takes less."""
    seed(driver, pool)
    volume = parse_volume(host.hypervisor.dump(REF))
    assert volume.allocation_bytes >= volume.capacity_bytes > 0


def test_the_same_declaration_gives_the_same_bytes_and_another_instance_when_it_changed() -> None:
    one = seed_of(CloudInitDisk(pool="p", user_data="a"))
    assert one == seed_of(CloudInitDisk(pool="other", name="other", user_data="a"))
    changed = read_image(seed_of(CloudInitDisk(pool="p", user_data="b")))
    before = read_image(one)
    assert before is not None
    assert changed is not None
    assert before["meta-data"] != changed["meta-data"]


def test_neither_the_hour_nor_the_time_zone_is_in_the_image(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = CloudInitDisk(pool="p", user_data="a" * 5000)
    one = seed_of(disk)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10_000_000)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert seed_of(disk) == one
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("cut", [0, 2048, 17 * 2048, 20 * 2048, -2048, -1])
def test_an_image_that_is_cut_off_or_none_at_all_holds_nothing(cut: int) -> None:
    image = seed_of(CloudInitDisk(pool="p", user_data="a" * 5000))
    assert read_image(image) is not None
    assert read_image(image[:cut]) is None
    assert read_image(b"\xff" * len(image)) is None


@pytest.mark.parametrize("text", ["#cloud-config\n", "#cloud-config\n" + "# much more\n" * 20_000])
def test_a_change_is_written_in_place(driver: Driver, host: Endpoint, pool: Resource, text: str) -> None:
    """Peers leave the old seed, or lose it."""
    disk = seed(driver, pool)
    xml = (
        "<domain type='kvm'><name>g1</name><memory>1048576</memory><os><type arch='s390x'>hvm</type>"
        "<kernel>/boot/vmlinux-4.4.0-rc5</kernel></os><devices><disk type='file' device='disk'>"
        "<source file='/srv/images/seed.iso'/><target dev='vda' bus='virtio'/><readonly/></disk></devices></domain>"
    )
    guest = host.hypervisor.define(ObjectKind.DOMAIN, xml)
    host.hypervisor.start(guest)
    news = driver.check(
        kind("CloudInitDisk"), "seed", {"pool": pool.id, "name": "seed.iso", "userData": text}, disk.inputs
    )
    driver.update(disk, news, preview=True)
    after = driver.update(disk, news)
    files = read_image(host.hypervisor.download(REF, 10**7))
    assert files is not None
    assert files["user-data"] == text.encode()
    assert after.id == disk.id
    settled(driver, after)
    assert any("written in place; guest g1 reads it at its next boot" in line for line in driver.engine.texts())
    with pytest.raises(grpc.RpcError, match="it is used by guest g1"):
        taken_away(driver, after)


def test_a_seed_that_somebody_wrote_over_is_told_and_mended(driver: Driver, host: Endpoint, pool: Resource) -> None:
    disk = seed(driver, pool)
    other = seed_of(CloudInitDisk(pool="p", user_data="#cloud-config\nby: hand\n"))
    host.hypervisor.upload(REF, [other], len(other))
    a_run_begins(driver)
    seen = driver.read(disk)
    assert seen is not None
    assert seen.input_tree["userData"] == "#cloud-config\nby: hand\n"
    driver.update(seen, disk.inputs)
    settled(driver, disk)


def test_a_creation_cut_off_before_the_bytes_goes_on(driver: Driver, host: Endpoint, pool: Resource) -> None:
    """Peers say *already exists* after an interrupted run."""
    inputs = {"pool": pool.id, "name": "seed.iso", "userData": USER}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZKVM_FAULT", "fail:before:2")
        a_run_begins(driver)
        assert "planned fault" in refused(driver, "CloudInitDisk", "seed", preview=False, **inputs)
    a_run_begins(driver)
    settled(driver, made(driver, "CloudInitDisk", "seed", **inputs))


def test_no_message_tells_the_user_data(driver: Driver, pool: Resource) -> None:
    seed(driver, pool)
    assert not any("geheim-77" in text for text in driver.engine.texts() + driver.engine.texts(ephemeral=True))
