"""The port's contract of the SAN: what chzdev changes, what the host then shows, and what is refused.

Of the machines the contract is tried on only the emulated one has FCP devices. What the operator's backend makes of
real commands' answers is tried in `tests/real/test_operator_san.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from zkvm_provider.clock import HandClock
from zkvm_provider.errors import NotFound, Refused
from zkvm_provider.hypervisor.port import Endpoint, ObjectKind
from zkvm_provider.wiring import connect

FCP, OTHER_FCP, NPIV = "0.0.1c98", "0.0.1ca8", "0.0.1cb8"
PORT, LUN, HELD = "0x500507630603c763", "0x4022401100000000", "0x4022403300000000"
PATH = f"/dev/disk/by-path/ccw-{FCP}-fc-{PORT}-lun-{LUN}"


@pytest.fixture
def lpar(tmp_path: Path) -> Endpoint:
    return connect(f"emulated://{tmp_path}/lab.sqlite", create=True, clock=HandClock())


def test_a_lun_appears_with_every_name_and_disappears(lpar: Endpoint) -> None:
    lpar.devices.set_lun_attached(FCP, PORT, LUN, True)
    found = next(each for each in lpar.devices.scsi_devices() if each.lun == LUN)
    assert (found.host, found.channel, found.target, found.unit) == (0, 0, 15, 1074872354)
    names = (PATH, f"/dev/disk/by-path/ccw-{FCP}-zfcp-{PORT}:{LUN}", found.device, found.multipath)
    assert all(lpar.devices.file_exists(name) for name in names)
    lpar.devices.set_lun_attached(FCP, PORT, LUN, False)
    assert not lpar.devices.file_exists(PATH)


def test_a_lun_the_san_does_not_offer_is_one_clear_error(lpar: Endpoint) -> None:
    with pytest.raises(NotFound, match="zoning and LUN masking"):
        lpar.devices.set_lun_attached(FCP, PORT, "0x4022409900000000", True)
    assert lpar.devices.offered_luns(FCP, PORT) == (LUN, HELD)
    assert lpar.devices.offered_luns(NPIV, PORT) is None


def test_an_fcp_device_with_automatic_scan_brings_its_luns(lpar: Endpoint) -> None:
    lpar.devices.set_fcp_online(NPIV, True)
    fcp = next(each for each in lpar.devices.fcp_devices() if each.bus_id == NPIV)
    assert (fcp.has_npiv, fcp.scans_luns) == (True, True)
    assert [each.lun for each in lpar.devices.scsi_devices() if each.bus_id == NPIV] == [LUN, "0x4022405500000000"]


def test_scsi_host_numbers_move_when_fcp_devices_come_in_another_order(lpar: Endpoint) -> None:
    for bus_id in (FCP, OTHER_FCP):
        lpar.devices.set_fcp_online(bus_id, False)
    for bus_id in (OTHER_FCP, FCP):
        lpar.devices.set_fcp_online(bus_id, True)
    assert {each.bus_id: each.scsi_host for each in lpar.devices.fcp_devices() if each.online} == {FCP: 1, OTHER_FCP: 0}


def test_a_lun_a_running_guest_uses_stays(lpar: Endpoint) -> None:
    lpar.devices.set_lun_attached(FCP, PORT, LUN, True)
    disk = f"<disk type='block' device='lun'><source dev='{PATH}'/><target dev='sda' bus='scsi'/></disk>"
    xml = (
        "<domain type='kvm'><name>g</name><memory>1048576</memory>"
        "<os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/vmlinux-4.2.0</kernel></os>"
        f"<devices>{disk}</devices></domain>"
    )
    lpar.hypervisor.start(lpar.hypervisor.define(ObjectKind.DOMAIN, xml))
    with pytest.raises(Refused, match="in use by guest g"):
        lpar.devices.set_lun_attached(FCP, PORT, LUN, False)
    with pytest.raises(Refused, match="in use by guest g"):
        lpar.devices.set_fcp_online(FCP, False)


def test_what_is_listed_is_sorted(lpar: Endpoint) -> None:
    bus_ids = [each.bus_id for each in lpar.devices.fcp_devices()]
    assert bus_ids == sorted(bus_ids)
    numbers = [(each.host, each.channel, each.target, each.unit) for each in lpar.devices.scsi_devices()]
    assert numbers == sorted(numbers)


def test_a_subchannel_that_is_not_there_cannot_be_handed_over(lpar: Endpoint) -> None:
    with pytest.raises(NotFound):
        lpar.devices.hand_over_subchannel("0.0.ffff", True)
