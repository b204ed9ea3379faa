"""Storage pools of every kind on an emulated host, through the provider: made, seen, changed in place, taken away."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.provider.conformance.laws import detail, settled
from tests.provider.driver import Driver, Resource
from tests.provider.storage_runs import refused, taken_away
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind, ObjectRef
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.wiring import connect

POOL = kind_of("StoragePool")
DISK = kind_of("Qcow2Disk")
IQN = "iqn.2016-01.com.ibm:ds8k.lovers"
NFS = {"host": "9.60.29.66", "dir": "/ftpboot"}

KINDS: dict[str, dict[str, Any]] = {
    "dir": {"target": "/srv/images/"},
    "fs": {"target": "/srv/fs", "source": {"devices": ["/dev/dasdb1"], "format": "ext4"}, "build": True},
    "netfs": {"target": "/mnt/nfs", "source": {**NFS, "format": "nfs", "nfsVersion": "4.2"}},
    "logical": {"source": {"volumeGroup": "data", "devices": ["/dev/dasdb1"]}, "build": True},
    "disk": {"source": {"devices": ["/dev/dasdb"], "format": "gpt"}, "build": True},
    "iscsi": {"source": {"host": "9.60.29.70", "iqn": IQN}},
    "iscsi-direct": {"source": {"host": "9.60.29.70", "iqn": IQN, "initiator": "iqn.2016-01.com.ibm:lpar1"}},
    "scsi": {"source": {"adapter": {"name": "scsi_host0"}}},
    "mpath": {},
}
PATHS = {
    "dir": "/srv/images",
    "fs": "/srv/fs",
    "netfs": "/mnt/nfs",
    "logical": "/dev/data",
    "disk": "/dev",
    "iscsi": "/dev/disk/by-path",
    "iscsi-direct": "",
    "scsi": "/dev/disk/by-path",
    "mpath": "/dev/mapper",
}


def made(driver: Driver, inputs: dict[str, Any], name: str = "pool") -> Resource:
    """Previewed and made."""
    checked = driver.check(POOL, name, {"name": name, **inputs})
    driver.create(POOL, name, checked, preview=True)
    return driver.create(POOL, name, checked)


def refusal(driver: Driver, inputs: dict[str, Any], *, preview: bool) -> str:
    checked = driver.check(POOL, "pool", {"name": "pool", **inputs})
    with pytest.raises(grpc.RpcError) as caught:
        driver.create(POOL, "pool", checked, preview=preview)
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_pool_of_every_kind_is_made_found_again_imported_and_taken_away(
    driver: Driver, host: Endpoint, kind: str
) -> None:
    pool = made(driver, {"kind": kind, **KINDS[kind]})
    settled(driver, pool)
    assert pool.output_tree["path"] == PATHS[kind]
    assert pool.output_tree["active"] is True
    imported = driver.import_(POOL, "pool", "pool")
    assert imported is not None
    again = driver.check(POOL, "pool", imported.inputs, imported.inputs)
    assert not detail(driver.diff(imported, again))
    assert driver.invoke("zkvm:index:getPool", name="pool").get("kind", "dir") == kind
    taken_away(driver, pool)
    assert connect(host.uri).hypervisor.list(ObjectKind.POOL) == ()


@pytest.mark.parametrize("kind", ["fs", "logical", "disk"])
def test_devices_are_formatted_once_and_never_over_data(driver: Driver, kind: str) -> None:
    pool = made(driver, {"kind": kind, **KINDS[kind]})
    taken_away(driver, pool)
    told = refusal(driver, {"kind": kind, **KINDS[kind]}, preview=False)
    assert "build: Storage pool already built" in told
    assert driver.import_(POOL, "pool", "pool") is None  # nothing is left of a pool that was refused


def test_a_volume_group_that_is_there_is_used_without_building(driver: Driver) -> None:
    pool = made(driver, {"kind": "logical", "source": {"volumeGroup": "system"}})
    settled(driver, pool)
    taken_away(driver, pool)
    assert made(driver, {"kind": "logical", "source": {"volumeGroup": "system"}}).output_tree["active"] is True


def test_what_the_host_has_not_is_refused_in_preview_at_its_field(driver: Driver) -> None:
    told = refusal(driver, {"kind": "fs", "target": "/srv/x", "source": {"devices": ["/dev/nvme0n1"]}}, preview=True)
    assert "source.devices[0]: /dev/nvme0n1 is not there on" in told


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({"kind": "logical", "source": {"volumeGroup": "none"}}, "source.volumeGroup"),
        ({"kind": "scsi", "source": {"adapter": {"name": "scsi_host9"}}}, "source.adapter"),
        ({"kind": "netfs", "target": "/mnt/x", "source": {"host": "9.60.29.66", "dir": "/none"}}, "source.host"),
        ({"kind": "dir", "target": "/none", "build": False}, "target"),
    ],
)
def test_what_the_host_refuses_names_the_field_and_leaves_nothing(
    driver: Driver, inputs: dict[str, Any], field: str
) -> None:
    assert f"{field}: " in refusal(driver, inputs, preview=False)
    assert driver.import_(POOL, "pool", "pool") is None


def test_a_source_is_changed_in_place_with_the_same_uuid(driver: Driver) -> None:
    pool = made(driver, {"kind": "fs", "target": "/srv/fs", "source": {"devices": ["/dev/dasdb1"]}})
    other = {"name": "pool", "kind": "fs", "target": "/srv/fs", "source": {"devices": ["/dev/dasda1"]}}
    news = driver.check(
        POOL, "pool", {**other, "source": {"devices": ["/dev/disk/by-path/ccw-0.0.0200-part1"]}}, pool.inputs
    )
    driver.update(pool, news, preview=True)
    after = driver.update(pool, news)
    settled(driver, after)
    assert after.output_tree["uuid"] == pool.output_tree["uuid"]
    assert any("source.devices /dev/dasdb1 → /dev/disk" in text for text in driver.engine.texts())


def test_removing_a_pool_leaves_what_others_put_there(driver: Driver, host: Endpoint) -> None:
    pool = made(driver, {"target": "/srv/shared", "deleteContents": True})
    mine = driver.check(DISK, "mine", {"pool": pool.id, "name": "mine.qcow2", "capacity": 1})
    driver.create(DISK, "mine", mine)
    xml = "<volume><name>theirs.qcow2</name><capacity>512</capacity><target><format type='qcow2'/></target></volume>"
    host.hypervisor.create_volume("pool", xml)
    taken_away(driver, pool)
    assert host.hypervisor.list(ObjectKind.POOL) == ()
    again = made(driver, {"target": "/srv/shared"})
    names = [row.ref.name for row in host.hypervisor.list(ObjectKind.VOLUME, pool="pool")]
    assert names == ["theirs.qcow2"]
    taken_away(driver, again)
    assert host.devices.file_exists("/srv/shared/theirs.qcow2")
    assert "1 volume(s) stay in /srv/shared: theirs.qcow2" in driver.engine.texts(ephemeral=True)


def test_a_pool_with_a_stopped_guests_disk_is_not_taken_away(driver: Driver, host: Endpoint) -> None:
    pool = made(driver, {"target": "/srv/used"})
    xml = (
        "<domain type='kvm'><name>g1</name><memory>1048576</memory><os><type arch='s390x'>hvm</type></os><devices>"
        "<disk type='file' device='disk'><source file='/srv/used/a'/><target dev='vda' bus='virtio'/></disk>"
        "</devices></domain>"
    )
    host.hypervisor.define(ObjectKind.DOMAIN, xml)
    with pytest.raises(grpc.RpcError, match="guests use it: guest g1"):
        taken_away(driver, pool)
    host.hypervisor.undefine(ObjectRef(kind=ObjectKind.DOMAIN, name="g1"))
    taken_away(driver, pool)


@pytest.mark.parametrize(
    ("pool", "remedy"),
    [
        ("logical", "is of kind logical; declare an LvmDisk, or name a pool of kind dir, fs or netfs"),
        ("iscsi", "whose volumes are found and not made; give the guest's disk `volume: pool/NAME`"),
        ("scsi", "whose volumes are found and not made"),
        ("mpath", "whose volumes are found and not made"),
    ],
)
def test_an_image_goes_into_no_pool_that_holds_no_images(driver: Driver, pool: str, remedy: str) -> None:
    """libvirt would make a snapshot volume of 1 KiB of it in a volume group, and refuse it in the others."""
    there = made(driver, {"kind": pool, **KINDS[pool]})
    told = refused(driver, "Qcow2Disk", "image", preview=True, pool=there.id, capacity=1)
    assert remedy in told
