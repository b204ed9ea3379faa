"""What a redefinition carries, what it lets go, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from tests.xml.xml_cases import FOLDER
from zkvm_provider.libvirtxml.merge import merge, merge_device
from zkvm_provider.libvirtxml.parse.guest import parse_guest
from zkvm_provider.libvirtxml.render import render_device, render_guest
from zkvm_provider.libvirtxml.templates import Templates
from zkvm_provider.model.console import Console, ConsoleKind
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.guest import Boot, DomainType, Guest, Memballoon

BUILTIN = Templates(None)
OBSERVED = (FOLDER / "merge" / "administered.xml").read_text(encoding="utf-8")
Change = Callable[[Guest], Guest]


def redefined(change: Change = lambda guest: guest, *, observed: str = OBSERVED) -> etree._Element:
    """The merged XML after a change of the observed guest."""
    definition = parse_guest(observed).definition
    wanted = replace(definition, guest=change(definition.guest))
    return etree.fromstring(merge(render_guest(wanted, BUILTIN), observed))


def changed_disk(**values: object) -> Change:
    return lambda guest: replace(guest, disks=tuple(replace(disk, **values) for disk in guest.disks or ()))  # type: ignore[arg-type]  # fields of any type


@pytest.mark.parametrize(
    "path",
    [
        "title",
        "metadata/{urn:other}note",
        "memoryBacking/nosharepages",
        "vcpu[@cpuset='0-1']",
        "vcpus/vcpu[@id='1']",
        "iothreadids/iothread[@id='2']",
        "cputune/vcpusched",
        "os/bootmenu",
        "os/boot[@dev='hd']",
        "cpu/model",
        "clock",
        "on_crash",
        "devices/emulator",
        "devices/disk[@device='cdrom']/boot[@order='2']",
        "devices/disk/driver[@discard='unmap']",
        "devices/disk/source[@startupPolicy='optional']",
        "devices/disk/iotune/total_iops_sec",
        "devices/disk/serial",
        "devices/controller[@type='pci']",
        "devices/controller[@type='scsi']/address[@devno='0x0007']",
        "devices/interface/bandwidth/inbound",
        "devices/interface/source[@portgroup='blue']",
        "devices/console/log",
        "devices/hostdev/address[@devno='0x0008']",
        "devices/memballoon/stats",
        "devices/audio",
        "devices/panic",
        "seclabel[@model='dac']",
        "seclabel[@model='selinux']",
        "{http://libvirt.org/schemas/domain/qemu/1.0}commandline",
    ],
)
def test_it_is_carried_once(path: str) -> None:
    # A boot order anywhere excludes <boot dev>, so that case is looked at in a domain without one.
    observed = OBSERVED.replace("<boot order='2'/>", "") if path.startswith("os/boot[") else OBSERVED
    assert len(redefined(observed=observed).findall(path)) == 1


def test_another_source_does_not_keep_the_options_of_the_old_one() -> None:
    result = redefined(changed_disk(file="/images/other.qcow2"))
    assert result.find("devices/disk/source[@startupPolicy]") is None
    assert result.find("devices/disk/driver[@discard='unmap']") is not None


def test_another_network_does_not_keep_the_portgroup() -> None:
    def move(guest: Guest) -> Guest:
        return replace(
            guest, interfaces=tuple(replace(item, network="san", portgroup=None) for item in guest.interfaces or ())
        )

    result = redefined(move)
    assert result.find("devices/interface/source[@portgroup]") is None
    assert result.find("devices/interface/bandwidth") is not None


def test_a_removed_device_leaves_nothing() -> None:
    result = redefined(lambda guest: replace(guest, disks=(), consoles=()))
    assert [disk.get("device") for disk in result.findall("devices/disk")] == ["cdrom"]
    assert result.findall("devices/console") == []


def test_a_given_serial_takes_the_place_of_one_zkvm_cannot_hold() -> None:
    assert [item.text for item in redefined(changed_disk(serial="NEW")).iterfind("devices/disk/serial")] == ["NEW"]


def test_fewer_vcpus_drop_the_list_of_single_ones() -> None:
    assert redefined(lambda guest: replace(guest, vcpus=2)).find("vcpus") is None


def test_fewer_iothreads_keep_the_settings_of_those_left() -> None:
    result = redefined(lambda guest: replace(guest, iothreads=1))
    assert [item.get("id") for item in result.iterfind("iothreadids/iothread")] == ["1"]


def test_a_boot_disk_takes_its_place_in_the_order_alone() -> None:
    observed = OBSERVED.replace("<boot order='2'/>", "<boot order='1'/>")
    result = redefined(lambda guest: replace(guest, boot=Boot(disk="data")), observed=observed)
    (boot,) = result.findall("devices/disk/boot")
    assert boot.getparent() is result.find("devices/disk[@device='disk']")
    assert result.find("os/boot") is None


def test_a_boot_disk_that_is_none_any_more_loses_its_place() -> None:
    observed = OBSERVED.replace("<alias name='ua-data'/>", "<alias name='ua-data'/><boot order='1' loadparm='X'/>")
    assert parse_guest(observed).definition.guest.boot == Boot(disk="data", loadparm="X")
    result = redefined(lambda guest: replace(guest, boot=Boot(kernel="/k")), observed=observed)
    assert [boot.get("order") for boot in result.iterfind("devices/disk/boot")] == ["2"]


def test_the_default_cpu_of_emulation_does_not_follow_into_kvm() -> None:
    assert redefined(lambda guest: replace(guest, domain_type=DomainType.KVM)).find("cpu") is None
    z14 = OBSERVED.replace(">qemu</model>", ">z14</model>")
    assert redefined(lambda guest: replace(guest, domain_type=DomainType.KVM), observed=z14).find("cpu") is not None


def test_a_guest_without_balloon_keeps_no_statistics() -> None:
    definition = parse_guest(OBSERVED).definition
    guest = replace(definition.guest, memballoon=Memballoon.NONE)
    wanted = replace(definition, guest=guest, automatic=())
    (balloon,) = etree.fromstring(merge(render_guest(wanted, BUILTIN), OBSERVED)).findall("devices/memballoon")
    assert balloon.get("model") == "none"
    assert len(balloon) == 0


def test_the_paired_sclp_console_becomes_the_single_form_with_its_log() -> None:
    pair = (
        "<serial type='pty'><target type='sclp-serial' port='0'><model name='sclpconsole'/></target></serial>"
        "<console type='pty'><log file='/l'/><target type='serial' port='0'/></console><panic model='s390'/>"
    )
    observed = OBSERVED.replace("<target type='sclp' port='0'/>", "<target type='virtio' port='1'/>").replace(
        "<panic model='s390'/>", pair
    )
    assert parse_guest(observed).definition.guest.consoles == (
        Console(name="console", kind=ConsoleKind.VIRTIO, log_file="/var/log/console.log", log_append=True),
        Console(name="console-0", kind=ConsoleKind.SCLP, log_file="/l", log_append=False),
    )
    result = redefined(observed=observed)
    assert result.findall("devices/serial") == []
    assert [item.get("file") for item in result.iterfind("devices/console/log")] == ["/var/log/console.log", "/l"]


def test_a_foreign_serial_console_stays_the_first() -> None:
    """libvirt refuses a serial port as any console but the first."""
    foreign = (
        "<serial type='unix'><source path='/s'/><target port='0'/></serial>"
        "<console type='unix'><source path='/s'/><target type='serial' port='0'/></console><console type='pty'>"
    )
    result = redefined(observed=OBSERVED.replace("<console type='pty'>", foreign))
    assert [item.get("type") for item in result.findall("devices/console")] == ["unix", "pty"]


def test_a_device_that_turned_into_another_kind_is_replaced_not_doubled() -> None:
    """An administrator moved disk `data` to SCSI: the alias says it is the same device."""
    wanted = render_guest(parse_guest(OBSERVED).definition, BUILTIN)
    observed = OBSERVED.replace("<target dev='vda' bus='virtio'/>", "<target dev='sdb' bus='scsi'/>")
    result = etree.fromstring(merge(wanted, observed))
    assert len(result.findall("devices/disk/alias[@name='ua-data']")) == 1
    assert result.find("devices/disk/iotune") is None


def test_what_an_override_added_keeps_the_address_it_was_given(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("templates")
    source = "<source protocol='vhost' wwpn='naa.5001405df3e54061'/>"
    hostdev = f"<hostdev mode='subsystem' type='scsi_host'>{source}{{}}</hostdev>"
    added, given = hostdev.format(""), hostdev.format("<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0009'/>")
    observed = OBSERVED.replace("<memballoon", f"{given}<memballoon")
    override = f'{{% extends "builtin/guest.xml.j2" %}}{{% block devices_extra %}}{added}{{% endblock %}}'
    (folder / "guest.xml.j2").write_text(override, encoding="utf-8")
    rendered = render_guest(parse_guest(observed).definition, Templates(folder))
    (device,) = etree.fromstring(merge(rendered, observed)).findall("devices/hostdev[@type='scsi_host']")
    address = device.find("address")
    assert address is not None
    assert address.get("devno") == "0x0009"


def test_an_update_of_an_interface_keeps_what_it_has() -> None:
    (lan,) = parse_guest(OBSERVED).definition.guest.interfaces or ()
    merged = etree.fromstring(merge_device(render_device(lan, BUILTIN, with_alias=False), OBSERVED, "lan"))
    assert merged.find("bandwidth/inbound") is not None
    assert merged.find("source[@portgroup='blue']") is not None
    assert merged.find("alias") is None
    moved = render_device(replace(lan, network="san", portgroup=None), BUILTIN, with_alias=False)
    assert etree.fromstring(merge_device(moved, OBSERVED, "lan")).find("source[@portgroup]") is None
    assert merge_device(moved, OBSERVED, "wan") == moved


def test_the_mark_is_renewed_beside_the_metadata_of_others() -> None:
    definition: GuestDefinition = parse_guest(OBSERVED).definition
    wanted = replace(definition, unfinished=True)
    merged = merge(render_guest(wanted, BUILTIN), OBSERVED)
    assert parse_guest(merged).definition == wanted
    assert "kept" in merged
