"""Disks that one host alone has go along with their guest: all of them, or a layer over a backing file of both."""

from __future__ import annotations

import pytest

from tests.moving.two_hosts import RUNS, TwoHosts, guest, refused
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, Migration, ObjectKind, ObjectRef
from zkvm_provider.model.partial import Tree


def local_volume(hosts: TwoHosts, name: str, capacity: int, base: str = "") -> None:
    """A volume on the host's own disk, over another where a base is named."""
    host = hosts.at(name).hypervisor
    pool = host.define(
        ObjectKind.POOL, "<pool type='dir'><name>local</name><target><path>/srv/local</path></target></pool>"
    )
    host.build_pool(pool)
    host.start(pool)
    form = "<target><format type='qcow2'/></target>"
    below = f"<backingStore><path>/srv/local/{base}</path><format type='qcow2'/></backingStore>" if base else ""
    for each, more in ((base, ""), ("d.qcow2", below)):
        if each:
            host.create_volume(
                "local", f"<volume><name>{each}</name><capacity>{capacity}</capacity>{form}{more}</volume>"
            )


ALL: dict[str, Tree] = {"migration": {"copyStorage": "all"}}
INCREMENTAL: dict[str, Tree] = {"migration": {"copyStorage": "incremental"}}
COPIED: dict[str, Tree] = {"disks": [{"name": "root", "volume": "local/d.qcow2"}], **ALL}
LAYERS: dict[str, Tree] = {
    "disks": [{"name": "root", "file": "/srv/local/d.qcow2", "format": "qcow2"}],
    **INCREMENTAL,
}


def test_disks_that_are_not_shared_go_along_into_volumes_of_their_names(hosts: TwoHosts) -> None:
    local_volume(hosts, "lpar1", 1 << 20)
    made = hosts.made(guest(**COPIED))
    missing = refused(lambda: hosts.preview(made, guest("lpar2", **COPIED)))
    assert "disks[0].volume: storage pool 'local' does not exist on lpar2" in missing
    local_volume(hosts, "lpar2", 1 << 20)
    told = "host lpar1 → lpar2: live (it migrates while it runs, disks copied (all))"
    assert hosts.preview(made, guest("lpar2", **COPIED)) == [told]
    moved = hosts.updated(made, guest("lpar2", **COPIED))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": RUNS}}
    assert hosts.preview(moved, guest("lpar2", **COPIED)) == []


def test_disks_are_copied_into_volumes_of_their_size_only(hosts: TwoHosts) -> None:
    local_volume(hosts, "lpar1", 2 << 20)
    local_volume(hosts, "lpar2", 1 << 20)
    made = hosts.made(guest(**COPIED))
    text = refused(lambda: hosts.preview(made, guest("lpar2", **COPIED)))
    assert "disks[0].volume: local/d.qcow2 has 2 MiB on lpar1 and 1 MiB on lpar2; give both one capacity" in text


@pytest.mark.parametrize(
    ("base", "says"), [("other.qcow2", "on /srv/local/other.qcow2 on lpar2"), ("", "on no backing file")]
)
def test_a_layer_alone_is_copied_over_the_same_backing_file_only(hosts: TwoHosts, base: str, says: str) -> None:
    local_volume(hosts, "lpar1", 1 << 20, "base.qcow2")
    local_volume(hosts, "lpar2", 1 << 20, base)
    made = hosts.made(guest(**LAYERS))
    text = refused(lambda: hosts.preview(made, guest("lpar2", **LAYERS)))
    assert "disks[0].file: /srv/local/d.qcow2 lies on /srv/local/base.qcow2 on lpar1" in text
    assert says in text
    assert hosts.preview(made, guest("lpar2", **{**LAYERS, **ALL})) != []


def test_a_layer_goes_along_where_both_hosts_have_what_is_below(hosts: TwoHosts) -> None:
    for name in ("lpar1", "lpar2"):
        local_volume(hosts, name, 1 << 20, "base.qcow2")
    made = hosts.made(guest(**LAYERS))
    hosts.updated(made, guest("lpar2", **LAYERS))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": RUNS}}


def test_a_layer_alone_is_not_copied_into_a_volume(hosts: TwoHosts) -> None:
    """libvirt looks for a file, and knows of a volume no path before the guest starts (84/10 with 9.0.0)."""
    for name in ("lpar1", "lpar2"):
        local_volume(hosts, name, 1 << 20, "base.qcow2")
    made = hosts.made(guest(**COPIED))
    text = refused(lambda: hosts.preview(made, guest("lpar2", **{**COPIED, **INCREMENTAL})))
    assert "disks[0].volume: libvirt copies a layer alone into files, not into volumes" in text
    assert "give the disk its path as `file` (/srv/local/d.qcow2), or set `migration.copyStorage` to all" in text
    ref = ObjectRef(kind=ObjectKind.DOMAIN, name="g")
    here, there = (hosts.at(name).hypervisor for name in ("lpar1", "lpar2"))
    with pytest.raises(BackendError, match="pre-creation of storage targets for incremental") as failure:
        here.migrate(ref, there, Migration(copy_storage="incremental"), lambda _: True)
    assert (failure.value.code, failure.value.domain) == (ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU)
    assert hosts.states() == {"lpar1": {"g": RUNS}, "lpar2": {}}
