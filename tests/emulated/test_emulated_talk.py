"""The numbers of the talk, from the emulated host."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.emulated.emulated_labs import Lab, make_lab
from zkvm_provider.hypervisor.port import Scope, SubchannelRow

TABLE = [
    ("0.0.0001", "0.0.0000", "0000/00", "3832/03"),
    ("0.0.0e1e", "0.0.0001", "0000/00", "3832/02"),
    ("0.0.0000", "0.0.0002", "0000/00", "3832/01"),
    ("0.0.0002", "0.0.0003", "0000/00", "3832/05"),
]


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return make_lab(tmp_path)


def columns(rows: tuple[SubchannelRow, ...]) -> list[tuple[str, str, str, str]]:
    return [(row.device, row.subchannel, row.device_type, row.cu_type) for row in rows]


def test_lmb_guest_has_the_device_table_of_the_talk(lab: Lab) -> None:
    rows = lab.devices.subchannels(lab.run())
    assert columns(rows) == TABLE
    assert {row.in_use for row in rows} == {True}


def test_the_table_of_the_stopped_guest_is_a_prediction(lab: Lab) -> None:
    rows = lab.devices.subchannels(lab.define())
    assert columns(rows) == TABLE
    assert {row.in_use for row in rows} == {None}


def test_setmem_halves_the_used_memory(lab: Lab) -> None:
    ref = lab.run()
    assert (lab.stats(ref).max_memory_kib, lab.stats(ref).current_memory_kib) == (1048576, 1048576)
    lab.hypervisor.set_memory(ref, 524288, Scope.LIVE)
    assert (lab.stats(ref).max_memory_kib, lab.stats(ref).current_memory_kib) == (1048576, 524288)


def test_the_guest_uses_one_of_four_vcpus(lab: Lab) -> None:
    stats = lab.stats(lab.run())
    assert (stats.vcpus_current, stats.vcpus_max) == (1, 4)


def test_a_plugged_disk_comes_last_until_the_next_start(lab: Lab) -> None:
    ref = lab.run()
    disk = (
        "<disk type='block' device='disk'><driver name='qemu' type='raw'/>"
        "<source dev='/dev/disk/by-path/ccw-0.0.0200-part1'/><target dev='vdb' bus='virtio'/>"
        "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0200'/></disk>"
    )
    lab.hypervisor.attach(ref, disk, Scope.LIVE | Scope.CONFIG)
    assert columns(lab.devices.subchannels(ref)) == [*TABLE, ("0.0.0200", "0.0.0004", "0000/00", "3832/02")]
    lab.hypervisor.stop(ref)
    lab.hypervisor.start(ref)
    assert [row.device for row in lab.devices.subchannels(ref)] == [
        "0.0.0001",
        "0.0.0e1e",
        "0.0.0200",
        "0.0.0000",
        "0.0.0002",
    ]


def test_the_console_tells_of_this_guest(lab: Lab) -> None:
    text = lab.hypervisor.console(lab.run())
    for fact in ("Linux version 4.4.0-rc5", "selinux=0 root=/dev/vda", "1024MB", "1 configured CPUs, 3 standby CPUs"):
        assert fact in text
    for device, subchannel, _, cu_type in TABLE:
        assert f"{device}: subchannel {subchannel}, control unit {cu_type}" in text


def lun(unit: int) -> str:
    return (
        "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/>"
        f"<address bus='0' target='15' unit='{unit}'/></source>"
        "<address type='drive' controller='0' bus='0' target='0' unit='16383'/></hostdev>"
    )


def test_a_lun_the_host_has_can_be_given_to_the_guest(lab: Lab) -> None:
    ref = lab.run()
    lab.hypervisor.attach(ref, lun(1077100578), Scope.LIVE)
    assert "unit='1077100578'" in lab.hypervisor.dump(ref, live=True)


def test_a_lun_the_host_has_not_added_cannot_be_given_away(lab: Lab) -> None:
    ref = lab.run()
    with pytest.raises(Exception, match=r"0:0:15:1074872354/scsi_generic'?: No such file or directory"):
        lab.hypervisor.attach(ref, lun(1074872354), Scope.LIVE)


def test_a_guest_whose_dasd_is_offline_does_not_start(lab: Lab) -> None:
    ref = lab.define()
    lab.devices.set_dasd_online("0.0.0e1e", False)
    with pytest.raises(Exception, match=r"ccw-0\.0\.0e1e-part1.*No such file or directory"):
        lab.hypervisor.start(ref)


def test_a_dasd_in_use_stays_online(lab: Lab) -> None:
    ref = lab.run()
    with pytest.raises(Exception, match="in use by guest lmb_guest"):
        lab.devices.set_dasd_online("0.0.0e1e", False)
    lab.hypervisor.stop(ref)
    lab.devices.set_dasd_online("0.0.0e1e", False)
