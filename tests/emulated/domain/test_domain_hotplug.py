"""Attach, detach and update, as measured on a running guest of the lab (reference: day-2 operations)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from tests.emulated.domain.domain_makers import attribute, defined, devnos, disk, document, lab, started
from tests.emulated.domain.domain_worlds import LabWorld
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain import attach, detach, settle, update_device
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

OVS = (
    "<interface type='bridge'><mac address='52:54:00:aa:cc:01'/><source bridge='ovsbr0'/>"
    "<vlan><tag id='42'/></vlan><virtualport type='openvswitch'/></interface>"
)
NAT = "<interface type='network'><mac address='52:54:00:47:c7:41'/><source network='nat1'/></interface>"
CDROM = "<disk type='file' device='cdrom'><source file='{}'/><target dev='sda' bus='scsi'/></disk>"


def plug(xml: str, device: str, *, live: bool = True, world: LabWorld | None = None) -> str:
    return attach(xml, device, live=live, world=world or lab(), profile=DEFAULT_PROFILE)


def unplug(xml: str, device: str, *, live: bool = True) -> str:
    return detach(xml, device, live=live, profile=DEFAULT_PROFILE)


def update(xml: str, device: str, *, live: bool = True) -> str:
    return update_device(xml, device, live=live, world=lab(), profile=DEFAULT_PROFILE)


def refused(call: Callable[..., str], *args: object, **more: object) -> tuple[int, int, str]:
    with pytest.raises(BackendError) as caught:
        call(*args, **more)
    return caught.value.code, caught.value.domain, caught.value.message


def test_a_plugged_disk_gets_the_next_devno_an_alias_and_a_node_number() -> None:
    live = plug(started(document(disk("vda"))), disk("vdb"))
    assert attribute(live, ".//disk[2]/alias", "name") == "virtio-disk1"
    assert attribute(live, ".//disk[2]/source", "index") == "2"
    assert sorted(devnos(live)) == ["0x0000", "0x0001", "0x0002"]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize(
    "device",
    [
        disk("vdz"),
        NAT,
        OVS,
        "<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>",
        "<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.2026-01.com.zkvm:t1/1'>"
        "<host name='127.0.0.1'/></source></hostdev>",
    ],
)
def test_detach_undoes_attach(device: str, live: bool) -> None:
    with_scsi = document(disk("vda") + "<controller type='scsi' index='0' model='virtio-scsi'/>")
    before = started(with_scsi) if live else defined(with_scsi)
    with_device = plug(before, device, live=live)
    assert with_device != before
    assert unplug(with_device, device, live=live) == before


def test_a_taken_devno_is_refused() -> None:
    place = "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0e1e'/>"
    live = started(document(disk("vda", inside=place)))
    assert refused(plug, live, disk("vdb", inside=place))[:2] == (27, 20)


def test_a_taken_target_is_refused() -> None:
    code, domain, text = refused(plug, started(document(disk("vda"))), disk("vda"))
    assert (code, domain) == (27, 20)
    assert "target 'vda' duplicated for disk sources" in text


def test_what_is_not_there_cannot_be_detached() -> None:
    live = started(document(disk("vda")))
    assert refused(unplug, live, disk("vdc")) == (99, 10, "device not found: disk vdc not found")
    code, _domain, text = refused(unplug, live, NAT)
    assert code == 99
    assert "matching MAC address '52:54:00:47:c7:41'" in text


def test_two_interfaces_of_one_mac_cannot_be_told_apart() -> None:
    live = plug(plug(started(document()), NAT), NAT)
    assert refused(update, live, NAT)[:2] == (9, 20)


@pytest.mark.parametrize(
    ("device", "want"),
    [
        ("<watchdog model='diag288'/>", (84, 10)),
        ("<controller type='virtio-serial' index='3'/>", (84, 10)),
        ("<console type='pty'><target type='sclp'/></console>", (1, 10)),
        ("<panic model='s390'/>", (84, 10)),
        ("<memballoon model='virtio'/>", (84, 10)),
        ("<nonsense/>", (27, 20)),
    ],
)
def test_devices_that_cannot_be_plugged(device: str, want: tuple[int, int]) -> None:
    assert refused(plug, started(document()), device)[:2] == want


def test_a_double_hostdev_is_refused_in_the_configuration_only() -> None:
    lun = (
        "<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.x:t/1'>"
        "<host name='h'/></source></hostdev>"
    )
    config, live = defined(document(lun)), started(document(lun))
    assert refused(plug, config, lun, live=False)[:2] == (55, 10)
    assert plug(live, lun).count("<hostdev") == 2


def test_link_state_and_bridge_change_live() -> None:
    live = plug(started(document()), NAT)
    down = update(live, NAT.replace("</interface>", "<link state='down'/></interface>"))
    assert attribute(down, ".//interface/link", "state") == "down"
    assert attribute(down, ".//interface/target", "dev") == attribute(live, ".//interface/target", "dev")
    assert attribute(down, ".//interface/source", "portid") == attribute(live, ".//interface/source", "portid")


def test_an_ovs_vlan_cannot_change_live_but_in_the_configuration() -> None:
    other = OVS.replace("42", "43")
    assert refused(update, plug(started(document()), OVS), other)[:2] == (84, 10)
    config = update(plug(defined(document()), OVS, live=False), other, live=False)
    assert attribute(config, ".//interface/vlan/tag", "id") == "43"


def test_a_portgroup_cannot_change_live() -> None:
    port = (
        "<interface type='network'><mac address='52:54:00:00:00:09'/>"
        "<source network='n-ovs' portgroup='{}'/></interface>"
    )
    live = plug(started(document()), port.format("vlan42"))
    assert attribute(live, ".//interface/vlan/tag", "id") == "42"
    assert refused(update, live, port.format("vlan43"))[:2] == (84, 10)
    assert update(live, port.format("vlan42")) == live


def test_the_medium_of_a_drive_changes_and_a_disk_does_not() -> None:
    live = started(document(CDROM.format("/a.iso")))
    assert attribute(update(live, CDROM.format("/b.iso")), ".//disk/source", "file") == "/b.iso"
    other = disk("vda").replace("/images/", "/other/")
    assert refused(update, started(document(disk("vda"))), other)[:2] == (67, 10)


def test_media_are_numbered_one_after_the_other_and_a_drive_without_one_keeps_its_driver() -> None:
    live = started(document(CDROM.format("/a.iso")))
    changed = update(live, CDROM.format("/b.iso"))
    emptied = update(changed, "<disk type='file' device='cdrom'><target dev='sda' bus='scsi'/></disk>")
    assert attribute(changed, ".//disk/source", "index") == "2"
    assert attribute(emptied, ".//disk/source", "index") == "3"
    assert attribute(emptied, ".//disk/source", "file") is None
    assert attribute(emptied, ".//disk/driver", "type") == "raw"


def test_only_one_input_can_be_plugged_for_libvirt_names_them_all_alike() -> None:
    keyboard = "<input type='keyboard' bus='virtio'/>"
    live = plug(started(document()), keyboard)
    assert attribute(live, ".//input/alias", "name") == "input-1"
    assert refused(plug, live, keyboard)[:2] == (1, 10)


def test_an_updated_disk_keeps_its_devno_in_the_configuration() -> None:
    place = "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0e1e'/>"
    changed = update(defined(document(disk("vda", inside=place))), disk("vda").replace("/images", "/i"), live=False)
    assert attribute(changed, ".//disk/address", "devno") == "0x0e1e"
    assert attribute(changed, ".//disk/source", "file") == "/i/vda.qcow2"


def test_a_missing_bridge_or_file_is_a_refusal_without_effect() -> None:
    bridge = "<interface type='bridge'><source bridge='nosuchbr'/></interface>"
    assert refused(plug, started(document()), bridge)[:2] == (38, 0)
    nothing = LabWorld(has_file=lambda _path: False)
    assert refused(plug, started(document()), disk("vdb"), world=nothing)[:2] == (38, 18)


def test_a_scsi_controller_in_use_stays() -> None:
    live = started(document(disk("sda")))
    assert refused(unplug, live, "<controller type='scsi' index='0'/>")[:2] == (9, 10)


def test_settling_writes_the_mac_once_for_both_scopes() -> None:
    world = lab()
    settled = settle("<interface type='network'><source network='nat1'/></interface>", dice=world.dice)
    live, config = plug(started(document()), settled), plug(defined(document()), settled, live=False)
    assert attribute(live, ".//interface/mac", "address") == attribute(config, ".//interface/mac", "address")
    assert etree.fromstring(settled.encode()).find("mac") is not None
