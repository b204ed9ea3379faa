"""Pools as libvirt reads, refuses, writes, builds, starts and deletes them (recorded cases are tested elsewhere)."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.emulated.pool.pool_worlds import PoolLab, dice
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.pool import (
    ChangeKind,
    HostChange,
    Space,
    build_pool,
    define_pool,
    delete_pool,
    pool_facts,
    pool_space,
    pool_xml,
    start_pool,
)
from zkvm_provider.hypervisor.emulated.pool.source import sanitize_path

HERE = Path(__file__).parent
UUID = "00000000-0000-4000-a000-000000000001"
SIZES = "".join(f"<{name} unit='bytes'>0</{name}>\n" for name in ("capacity", "allocation", "available"))
FOLDER = "<pool type='dir'><name>own</name><target><path>/srv/vm</path></target></pool>"
GROUP = "<pool type='logical'><name>vg</name><source><device path='/dev/dasdb1'/></source></pool>"
EXPORT = """<pool type='netfs'><name>own</name><source><host name='h'/><dir path='/x'/></source>
<target><path>/mnt</path></target></pool>"""
MOUNT = """<pool type='fs'><name>own</name><source><device path='/dev/dasdb1'/></source>
<target><path>/mnt</path></target></pool>"""
DISK = """<pool type='disk'><name>own</name><source><device path='/dev/dasdb'/><format type='dos'/></source>
<target><path>/dev</path></target></pool>"""
DIRECT = """<pool type='iscsi-direct'><name>own</name><source><host name='h'/><device path='iqn.b'/>
<initiator><iqn name='iqn.a'/></initiator></source></pool>"""
SCSI = """<pool type='scsi'><name>own</name><source><adapter name='scsi_host0'/></source>
<target><path>/dev/disk/by-path</path></target></pool>"""


def cases(name: str) -> list[Any]:
    rows = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["reason"]) for row in rows]


def define(xml: str, lab: PoolLab | None = None, *, validate: bool = False) -> str:
    return define_pool(xml, lab or PoolLab(), dice(1), validate=validate).xml


def numbers_of(refused: pytest.ExceptionInfo[BackendError]) -> tuple[int, int]:
    return refused.value.code, refused.value.domain


@pytest.mark.parametrize("case", cases("written.yaml"))
def test_libvirts_way_of_writing(case: dict[str, str]) -> None:
    xml = f"<pool type='{case['kind']}'><name>own</name><uuid>{UUID}</uuid>{case['given']}</pool>"
    body = f"<name>own</name>\n<uuid>{UUID}</uuid>\n{SIZES}{case['written']}"
    expected = f"<pool type='{case['kind']}'>\n{textwrap.indent(body, '  ')}</pool>\n"
    assert define(xml) == expected
    assert define(expected) == expected


@pytest.mark.parametrize("case", cases("refused.yaml"))
def test_libvirts_refusals(case: dict[str, Any]) -> None:
    with pytest.raises(BackendError) as refused:
        define(f"<pool type='{case['kind']}'><name>own</name>{case['given']}</pool>")
    assert list(numbers_of(refused)) == case["refused"]


def test_a_name_is_needed_and_may_not_hold_a_slash() -> None:
    for xml in ("<pool type='dir'/>", "<pool type='dir'><name>a/b</name><target><path>/a</path></target></pool>"):
        with pytest.raises(BackendError) as refused:
            define(xml)
        assert numbers_of(refused) == (27, 18)


def test_without_validation_an_unknown_element_is_dropped() -> None:
    assert "colour" not in define(FOLDER.replace("<target>", "<colour/><target>"), validate=False)


CONFLICTS = [
    (FOLDER, FOLDER.replace("own", "other").replace("/srv/vm", "/srv//vm/")),
    (GROUP, GROUP.replace("<name>vg</name>", "<name>other</name>")),
    (EXPORT, EXPORT.replace("own", "other").replace("/mnt", "/elsewhere")),
    (MOUNT, MOUNT.replace("own", "other").replace("/mnt", "/elsewhere")),
    (DIRECT, DIRECT.replace("own", "other")),
    (SCSI, SCSI.replace("own", "other")),
    (
        "<pool type='mpath'><name>own</name><target><path>/dev/mapper</path></target></pool>",
        "<pool type='mpath'><name>other</name><target><path>/elsewhere</path></target></pool>",
    ),
]


@pytest.mark.parametrize(("first", "second"), CONFLICTS)
def test_two_pools_cannot_have_one_source(first: str, second: str) -> None:
    lab = PoolLab()
    lab.add(first)
    with pytest.raises(BackendError, match="Storage source conflict") as refused:
        define(second, lab)
    assert numbers_of(refused) == (9, 18)


def test_an_initiator_of_its_own_is_another_source() -> None:
    lab = PoolLab()
    lab.add(DIRECT)
    assert define(DIRECT.replace("own", "other").replace("iqn.a", "iqn.c"), lab)


def test_a_pool_can_be_defined_again_under_its_uuid_only() -> None:
    lab = PoolLab()
    entry = lab.add(FOLDER)
    again = FOLDER.replace("<target>", f"<uuid>{entry.uuid}</uuid><target>")
    assert define(again, lab) == entry.xml
    with pytest.raises(BackendError, match="already exists with uuid") as refused:
        define(FOLDER, lab)
    assert numbers_of(refused) == (9, 18)
    with pytest.raises(BackendError, match="is already defined with uuid") as refused:
        define(again.replace("own", "other").replace("/srv/vm", "/b"), lab)
    assert numbers_of(refused) == (9, 18)


GROUP_SPACE = Space(capacity_bytes=900, allocation_bytes=100)
STARTS = [
    (FOLDER, {"folders": {"/srv/vm"}}, (38, 0)),
    (MOUNT, {"folders": {"/mnt"}, "devices": {"/dev/dasdb1"}}, (1, 0)),
    (EXPORT, {"folders": {"/mnt"}, "exports": {("h", "/x"): GROUP_SPACE}}, (1, 0)),
    (GROUP, {"groups": {"vg": GROUP_SPACE}}, (67, 18)),
    (DISK, {"devices": {"/dev/dasdb"}}, (8, 18)),
    (DIRECT, {"targets": ("iqn.b",)}, (1, 18)),
    (SCSI, {"hosts": ("scsi_host0",)}, (38, 18)),
]


@pytest.mark.parametrize(("xml", "host", "numbers"), STARTS)
def test_a_pool_starts_where_the_host_has_what_it_needs(
    xml: str, host: dict[str, Any], numbers: tuple[int, int]
) -> None:
    defined = define(xml)
    start_pool(defined, PoolLab(**host))
    with pytest.raises(BackendError) as refused:
        start_pool(defined, PoolLab())
    assert numbers_of(refused) == numbers


def test_a_mount_point_alone_does_not_mount() -> None:
    for xml in (MOUNT, EXPORT):
        with pytest.raises(BackendError, match="exit status 32"):
            start_pool(define(xml), PoolLab(folders={"/mnt"}))


def test_a_disk_starts_with_its_own_partition_table_only() -> None:
    """What libvirt 9.0.0 says of a device with another one, and how it shows a table that nobody named."""
    lab = PoolLab(devices={"/dev/dasdb"})
    unnamed = define(DISK.replace("<format type='dos'/>", ""))
    assert "<format type='unknown'/>" in unnamed
    assert "<format type='dos'/>" in start_pool(unnamed, lab)
    lab.contents["/dev/dasdb"] = "gpt"
    with pytest.raises(BackendError, match="Requested operation is not valid") as refused:
        start_pool(unnamed, lab)
    assert "Format of device '/dev/dasdb' does not match the expected format 'dos'" in str(refused.value)
    assert numbers_of(refused) == (55, 18)


def test_an_active_pool_shows_the_space_of_its_source() -> None:
    lab = PoolLab(groups={"vg": GROUP_SPACE}, exports={("h", "/x"): GROUP_SPACE})
    assert pool_space(define(FOLDER), lab) == lab.disk
    assert pool_space(define(GROUP), lab) == GROUP_SPACE
    assert pool_space(define(EXPORT), lab) == GROUP_SPACE
    shown = pool_xml(define(FOLDER), lab.disk)
    assert "<capacity unit='bytes'>1000<" in shown
    assert "<allocation unit='bytes'>400<" in shown
    assert "<available unit='bytes'>600<" in shown


def test_building_makes_what_is_missing_and_keeps_what_is_there() -> None:
    made = HostChange(kind=ChangeKind.MAKE_FOLDER, what="/srv/vm")
    assert build_pool(define(FOLDER), PoolLab()) == (made,)
    assert build_pool(define(FOLDER), PoolLab(folders={"/srv/vm"})) == ()
    group = HostChange(kind=ChangeKind.MAKE_VOLUME_GROUP, what="vg", devices=("/dev/dasdb1",))
    assert build_pool(define(GROUP), PoolLab(devices={"/dev/dasdb1"})) == (group,)
    label = HostChange(kind=ChangeKind.MAKE_LABEL, what="/dev/dasdb", devices=("/dev/dasdb",), format="msdos")
    assert build_pool(define(DISK), PoolLab(devices={"/dev/dasdb"})) == (label,)
    assert build_pool(define(SCSI), PoolLab()) == ()


def test_building_a_volume_group_needs_its_disks_and_a_free_name() -> None:
    with pytest.raises(BackendError, match="Failed to create filesystem probe") as refused:
        build_pool(define(GROUP), PoolLab())
    assert numbers_of(refused) == (75, 18)
    with pytest.raises(BackendError, match="already exists"):
        build_pool(define(GROUP), PoolLab(devices={"/dev/dasdb1"}, groups={"vg": GROUP_SPACE}))


def test_deleting_removes_empty_folders_and_volume_groups_only() -> None:
    lab = PoolLab(folders={"/srv/vm"})
    assert delete_pool(define(FOLDER), lab) == (HostChange(kind=ChangeKind.REMOVE_FOLDER, what="/srv/vm"),)
    lab.filled.add("/srv/vm")
    with pytest.raises(BackendError, match="not empty") as refused:
        delete_pool(define(FOLDER), lab)
    assert numbers_of(refused) == (38, 18)
    [gone] = delete_pool(define(GROUP), lab)
    assert gone.kind is ChangeKind.REMOVE_VOLUME_GROUP
    with pytest.raises(BackendError) as refused:
        delete_pool(define(SCSI), lab)
    assert numbers_of(refused) == (3, 18)


def test_facts_name_the_source() -> None:
    assert pool_facts(define(GROUP)).source_name == "vg"
    assert pool_facts(define(SCSI)).source_name == "scsi_host0"
    direct = pool_facts(define(DIRECT))
    assert (direct.target, direct.hosts, direct.devices) == ("", ("h",), ("iqn.b",))


@given(st.lists(st.sampled_from(["/", "a", "b", ".."]), min_size=1, max_size=12).map("".join))
def test_a_tidy_path_stays_tidy(path: str) -> None:
    tidy = sanitize_path(path)
    assert sanitize_path(tidy) == tidy
    assert "//" not in tidy[1:]
    assert [part for part in tidy.split("/") if part] == [part for part in path.split("/") if part]


@pytest.mark.parametrize(
    "given", [FOLDER.replace("<target>", "<colour/><target>"), "<pool type='dir'><name>a</name></pool>"]
)
def test_validation_refuses_what_the_schema_does_not_permit(given: str) -> None:
    with pytest.raises(BackendError) as refused:
        define(given, validate=True)
    assert (refused.value.code, refused.value.domain) == (92, 5)
