"""What the host's tools print, as they print it, read into values."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zkvm_provider.hypervisor.operator import parsers, san_parsers
from zkvm_provider.hypervisor.operator.lvm import parse_groups
from zkvm_provider.hypervisor.port import Dasd, NetDevice, SwapDevice

_TOLD = Path(__file__).parent / "told"


def told(name: str) -> str:
    return (_TOLD / name).read_text(encoding="utf-8")


def test_lsdasd_tells_size_state_and_partitions() -> None:
    found = parsers.parse_lsdasd(told("lsdasd-a.txt"), parsers.parse_partitions(told("partitions.txt")))
    by_id = {dasd.bus_id: dasd for dasd in found}
    assert [*by_id] == sorted(by_id)
    assert by_id["0.0.3600"] == Dasd(
        bus_id="0.0.3600", online=True, device="/dev/dasda", capacity_bytes=4096 * 5409180, partitions=(1, 2)
    )
    assert by_id["0.0.0190"].read_only
    assert by_id["0.0.36ab"] == Dasd(bus_id="0.0.36ab", online=False)


@pytest.mark.parametrize(("bus_id", "online"), [("0.0.3602", False), ("0.0.3603", True), ("0.0.3610", False)])
def test_a_volume_that_is_not_formatted_or_an_alias_has_no_size(bus_id: str, online: bool) -> None:
    found = next(each for each in parsers.parse_lsdasd(told("lsdasd-a.txt")) if each.bus_id == bus_id)
    assert (found.online, found.capacity_bytes) == (online, 0)


def test_lsscsi_is_read_with_blanks_in_model_names() -> None:
    rows = san_parsers.parse_lsscsi(told("lsscsi.txt"))
    assert [(row.host, row.target, row.unit, row.kind, row.device) for row in rows] == [
        (0, 15, 1074872354, "disk", "/dev/sda"),
        (0, 15, 1074937890, "disk", ""),
        (1, 3, 0, "cd/dvd", "/dev/sr0"),
        (2, 0, 1, "disk", "/dev/sdb"),
    ]


def test_qeth_devices_tell_whether_they_serve_a_bridge() -> None:
    told_by_sysfs = "\n".join(
        f"/sys/class/net/{line}"
        for line in (
            "enc1/device/layer2:1",
            "enc1/device/bridge_role:primary",
            "enc1/device/bridge_state:active",
            "enc1/device/vnicc/flooding:n/a",
            "enc2/device/layer2:1",
            "enc2/device/bridge_role:n/a (VNIC characteristics)",
            "enc2/device/vnicc/flooding:1",
            "enc2/device/vnicc/learning:1",
        )
    )
    links = '[{"ifname": "enc1", "link_type": "ether", "master": "br0"}, {"ifname": "enc2", "link_type": "ether"}]'
    assert parsers.parse_links(links, qeth=parsers.parse_qeth(told_by_sysfs)) == (
        NetDevice(name="enc1", kind="nic", master="br0", bridge_role="primary", bridge_state="active"),
        NetDevice(name="enc2", kind="nic", learns=True),
    )


def test_links_that_carry_guests_already_do_not_count() -> None:
    devices = parsers.parse_links(
        told("ip-link.json"),
        bus_ids=parsers.parse_device_links(told("net-devices.txt")),
        qeth=parsers.parse_qeth(told("layer2.txt")),
        ovs=("ovsbr0", "ovsbr9"),
    )
    assert devices == (
        NetDevice(name="bond0", kind="nic"),
        NetDevice(name="bond0.171", kind="nic"),
        NetDevice(name="br0", kind="bridge"),
        NetDevice(name="enc1000", kind="nic", bus_id="0.0.1000", layer2=True),
        NetDevice(name="enccw0.0.4300", kind="nic", bus_id="0.0.4300", layer2=False),
        NetDevice(name="ovsbr0", kind="ovs"),
        NetDevice(name="ovsbr9", kind="ovs"),
    )


def test_swaps_are_read_with_blanks_in_names() -> None:
    assert parsers.parse_swaps(told("swaps.txt")) == (
        SwapDevice(filename="/dev/dasdb1", kind="partition", size_kib=7212136, used_kib=20, priority=-2),
        SwapDevice(filename="/var/swap file", kind="file", size_kib=1048572, used_kib=0, priority=5),
    )


def test_meminfo_is_in_kib() -> None:
    assert parsers.parse_meminfo_kib(told("meminfo.txt")) == 16452368
    assert parsers.parse_meminfo_kib(told("meminfo.txt"), "SwapTotal") == 8260708
    assert parsers.parse_meminfo_kib(told("meminfo.txt"), "Mem") == 0


def test_mounted_devices_are_device_nodes_only() -> None:
    assert parsers.mounted_devices(told("mounts.txt")) == {"/dev/dasda1", "/dev/dasda2"}


@given(st.text())
def test_no_text_makes_a_line_parser_fail(text: str) -> None:
    parsers.parse_lsdasd(text)
    parsers.parse_partitions(text)
    san_parsers.parse_lsscsi(text)
    parsers.parse_device_links(text)
    parsers.parse_qeth(text)
    parsers.mounted_devices(text)


def test_volume_groups_are_read_with_their_thin_pools_and_without_lvms_own_volumes() -> None:
    """Written after vgs(8) and lvs(8), whose attributes they have; not captured."""
    data, system = parse_groups(told("vgs.txt"), told("lvs.txt"))
    assert (data.name, data.extent_bytes, data.free_bytes, data.missing_devices) == ("data", 4194304, 314572800, 0)
    assert [each.name for each in data.volumes] == ["root"]
    assert system.missing_devices == 1
    assert system.thin_pools == ("thin",)
    assert [(each.name, each.thin_pool) for each in system.volumes] == [("web", "thin")]
