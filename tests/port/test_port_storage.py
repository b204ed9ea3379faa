"""The port's contract: storage pools and volumes."""

from __future__ import annotations

import struct
from functools import partial

import pytest

from tests.port.machines import Machine, absent, disk_xml, refused, volume_xml
from zkvm_provider.errors import Refused
from zkvm_provider.hypervisor.port import MISSING, ErrorCode, ObjectKind, ObjectRef

GIB = 1024**3


def capacity(machine: Machine, ref: ObjectRef) -> int:
    text = machine.hypervisor.dump(ref).partition("<capacity unit='bytes'>")[2]
    return int(text.partition("<")[0])


def test_a_pool_is_defined_built_started_stopped_deleted_and_undefined(machine: Machine) -> None:
    host, path = machine.hypervisor, f"{machine.folder}/p1"
    xml = f"<pool type='dir'><name>p1</name><target><path>{path}</path></target></pool>"
    ref = host.define(ObjectKind.POOL, xml)
    assert not host.list(ObjectKind.POOL)[0].active
    refused(ErrorCode.SYSTEM_ERROR, lambda: host.start(ref))
    host.build_pool(ref)
    host.build_pool(ref)
    assert machine.devices.file_exists(path)
    host.start(ref)
    assert host.list(ObjectKind.POOL)[0].active
    for verb in (host.start, host.build_pool, host.delete_pool, host.undefine):
        refused(ErrorCode.OPERATION_INVALID, partial(verb, ref))
    host.refresh_pool(ref)
    host.stop(ref)
    refused(ErrorCode.OPERATION_INVALID, lambda: host.stop(ref))
    refused(ErrorCode.OPERATION_INVALID, lambda: host.refresh_pool(ref))
    host.delete_pool(ref)
    assert not machine.devices.file_exists(path)
    host.undefine(ref)
    assert host.list(ObjectKind.POOL) == ()


def test_a_host_tells_which_kinds_of_pools_it_has(machine: Machine) -> None:
    kinds = machine.hypervisor.pool_kinds()
    assert {"dir", "fs", "logical", "iscsi-direct"} <= {*kinds}
    assert list(kinds) == sorted(kinds)


def test_building_a_volume_group_needs_its_device(machine: Machine) -> None:
    source = "<source><device path='/dev/no-such'/><name>zkvm-none</name></source>"
    target, host = "<target><path>/dev/zkvm-none</path></target>", machine.hypervisor
    ref = host.define(ObjectKind.POOL, f"<pool type='logical'><name>vg</name>{source}{target}</pool>")
    refused(ErrorCode.STORAGE_PROBE_FAILED, lambda: host.build_pool(ref))
    refused(ErrorCode.CONFIG_UNSUPPORTED, lambda: host.start(ref))


def test_every_verb_on_an_absent_pool_says_so(machine: Machine) -> None:
    nobody, host = absent(ObjectKind.POOL), machine.hypervisor
    for verb in (
        host.look_up,
        host.dump,
        host.undefine,
        host.start,
        host.stop,
        host.build_pool,
        host.delete_pool,
        host.refresh_pool,
        host.pool_info,
    ):
        assert refused(ErrorCode.NO_STORAGE_POOL, partial(verb, nobody)).code in {*MISSING}
    refused(ErrorCode.NO_STORAGE_POOL, lambda: host.create_volume("nobody", volume_xml("v")))
    refused(ErrorCode.NO_STORAGE_POOL, lambda: host.list(ObjectKind.VOLUME, pool="nobody"))


def test_two_pools_cannot_share_a_folder(machine: Machine) -> None:
    machine.pool("p1")
    xml = f"<pool type='dir'><name>p2</name><target><path>{machine.folder}/p1</path></target></pool>"
    refused(ErrorCode.OPERATION_FAILED, lambda: machine.hypervisor.define(ObjectKind.POOL, xml))


def test_a_pool_tells_its_space_while_active(machine: Machine) -> None:
    ref = machine.pool("p1")
    info = machine.hypervisor.pool_info(ref)
    assert info.active
    assert 0 < info.available_bytes == info.capacity_bytes - info.allocation_bytes
    machine.hypervisor.stop(ref)
    assert not machine.hypervisor.pool_info(ref).active


def test_a_pool_remembers_autostart(machine: Machine) -> None:
    ref = machine.pool("p1")
    machine.hypervisor.set_autostart(ref, True)
    assert machine.hypervisor.list(ObjectKind.POOL)[0].autostart


def test_a_volume_is_made_listed_found_and_deleted(machine: Machine) -> None:
    machine.pool("p1")
    ref = machine.volume("v1.qcow2", size=20 * GIB)
    assert (ref.kind, ref.name, ref.pool) == (ObjectKind.VOLUME, "v1.qcow2", "p1")
    assert [row.ref for row in machine.hypervisor.list(ObjectKind.VOLUME, pool="p1")] == [ref]
    assert machine.hypervisor.look_up(ref) == ref
    assert capacity(machine, ref) == 21474836480
    assert machine.devices.file_exists(f"{machine.folder}/p1/v1.qcow2")
    machine.hypervisor.delete_volume(ref)
    assert machine.hypervisor.list(ObjectKind.VOLUME, pool="p1") == ()
    assert not machine.devices.file_exists(f"{machine.folder}/p1/v1.qcow2")


def test_every_verb_on_an_absent_volume_says_so(machine: Machine) -> None:
    machine.pool("p1")
    nobody, host = absent(ObjectKind.VOLUME), machine.hypervisor
    for verb in (host.look_up, host.dump, host.delete_volume, lambda ref: host.resize_volume(ref, GIB)):
        assert refused(ErrorCode.NO_STORAGE_VOL, partial(verb, nobody)).code in {*MISSING}


def test_volumes_need_an_active_pool(machine: Machine) -> None:
    pool = machine.pool("p1")
    ref = machine.volume("v1.qcow2")
    machine.hypervisor.stop(pool)
    for verb in (
        lambda: machine.hypervisor.list(ObjectKind.VOLUME, pool="p1"),
        lambda: machine.hypervisor.look_up(ref),
        lambda: machine.volume("v2.qcow2"),
    ):
        refused(ErrorCode.OPERATION_INVALID, verb)


def test_a_volume_outlives_its_pool(machine: Machine) -> None:
    pool = machine.pool("p1")
    ref = machine.volume("v1.qcow2")
    machine.hypervisor.stop(pool)
    machine.hypervisor.undefine(pool)
    machine.pool("p1")
    assert machine.hypervisor.look_up(ref) == ref


def test_a_taken_volume_name_is_refused(machine: Machine) -> None:
    machine.pool("p1")
    machine.volume("v1.qcow2")
    refused(ErrorCode.STORAGE_VOL_EXIST, lambda: machine.volume("v1.qcow2"))


def test_a_backing_file_must_exist(machine: Machine) -> None:
    machine.pool("p1")
    xml = volume_xml("v2.qcow2", backing="/srv/no-such.qcow2")
    refused(ErrorCode.SYSTEM_ERROR, lambda: machine.hypervisor.create_volume("p1", xml))


def test_the_backing_file_of_another_volume_can_be_deleted(machine: Machine) -> None:
    machine.pool("p1")
    base = machine.volume("base.qcow2")
    xml = volume_xml("v2.qcow2", backing=f"{machine.folder}/p1/base.qcow2")
    machine.hypervisor.create_volume("p1", xml)
    machine.hypervisor.delete_volume(base)
    assert [row.ref.name for row in machine.hypervisor.list(ObjectKind.VOLUME, pool="p1")] == ["v2.qcow2"]


def test_a_volume_shrinks_only_when_told_to(machine: Machine) -> None:
    machine.pool("p1")
    ref = machine.volume("v1.qcow2", size=2 * GIB)
    machine.hypervisor.resize_volume(ref, 3 * GIB)
    assert capacity(machine, ref) == 3 * GIB
    failure = refused(ErrorCode.INVALID_ARG, lambda: machine.hypervisor.resize_volume(ref, GIB))
    assert "shrink flag" in failure.message
    assert capacity(machine, ref) == 3 * GIB
    machine.hypervisor.resize_volume(ref, GIB, shrink=True)
    assert capacity(machine, ref) == GIB


@pytest.mark.parametrize("kind", ["qcow2", "raw"])
def test_only_a_qcow2_in_use_refuses_to_be_resized(machine: Machine, kind: str) -> None:
    machine.pool("p1")
    ref = machine.volume("v1", kind=kind)
    machine.running("g1", devices=disk_xml(f"{machine.folder}/p1/v1", target="vda", kind=kind))
    if kind == "qcow2":
        refused(ErrorCode.INTERNAL_ERROR, lambda: machine.hypervisor.resize_volume(ref, 2 * GIB))
        assert capacity(machine, ref) == GIB
    else:
        machine.hypervisor.resize_volume(ref, 2 * GIB)
        assert capacity(machine, ref) == 2 * GIB


def test_a_volume_in_use_can_be_deleted_for_libvirt_does_not_look(machine: Machine) -> None:
    machine.pool("p1")
    ref = machine.volume("v1")
    machine.running("g1", devices=disk_xml(f"{machine.folder}/p1/v1", target="vda"))
    machine.hypervisor.delete_volume(ref)
    refused(ErrorCode.NO_STORAGE_VOL, lambda: machine.hypervisor.look_up(ref))


def test_a_folder_with_volumes_is_not_deleted(machine: Machine) -> None:
    pool = machine.pool("p1")
    machine.volume("v1")
    machine.hypervisor.stop(pool)
    with pytest.raises(Exception, match="not empty"):
        machine.hypervisor.delete_pool(pool)


def test_a_volume_group_that_is_not_there_is_refused_in_words(machine: Machine) -> None:
    assert all(group.name != "zkvm-none" for group in machine.devices.volume_groups() or ())
    with pytest.raises(Refused, match="zkvm-none"):
        machine.devices.create_thin_volume("zkvm-none", "thin", "v1", 4 * 1024**2)
    with pytest.raises(Refused, match="zkvm-none"):
        machine.devices.resize_logical_volume("zkvm-none", "v1", 4 * 1024**2)


def test_what_is_uploaded_is_what_lies_in_the_volume(machine: Machine) -> None:
    pool = machine.pool("p1")
    ref = machine.volume("v1.img", size=3000, kind="raw")
    machine.hypervisor.upload(ref, iter([b"a" * 1000, b"b" * 2000]), 3000)
    assert machine.hypervisor.download(ref, 1001) == b"a" * 1000 + b"b"
    machine.hypervisor.refresh_pool(pool)
    assert capacity(machine, ref) == 3000


def test_an_uploaded_image_is_recognised_after_a_look(machine: Machine) -> None:
    pool = machine.pool("p1")
    ref = machine.volume("v1.img", size=65536, kind="raw")
    header = struct.pack(">4sIQIIQ", b"QFI\xfb", 3, 0, 0, 16, GIB)
    machine.hypervisor.upload(ref, [header.ljust(65536, b"\0")], 65536)
    machine.hypervisor.refresh_pool(pool)
    assert capacity(machine, ref) == GIB
    assert "<format type='qcow2'/>" in machine.hypervisor.dump(ref)


def test_an_upload_to_no_volume_says_so(machine: Machine) -> None:
    machine.pool("p1")
    nobody = absent(ObjectKind.VOLUME)
    refused(ErrorCode.NO_STORAGE_VOL, lambda: machine.hypervisor.upload(nobody, [b"x"], 1))
    refused(ErrorCode.NO_STORAGE_VOL, lambda: machine.hypervisor.download(nobody, 1))
