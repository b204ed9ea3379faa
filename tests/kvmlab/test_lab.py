"""The KVM lab on this machine: real libvirt, real QEMU, a real s390x Linux."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.kvmlab.conftest import RunningLab
from tools.kvmlab import console, guest_xml, iscsi
from tools.kvmlab.command import LabError, attempt, run
from tools.kvmlab.places import HostPlace
from tools.kvmlab.teardown import machines_of

pytestmark = [pytest.mark.kvm_lab, pytest.mark.timeout(600)]

_TALK = {"0.0.0001": "3832/03", "0.0.0e1e": "3832/02", "0.0.0000": "3832/01", "0.0.0002": "3832/05"}
"""Device and control unit type of the guest of the talk, in the order of its subchannels."""
_MAC = "52:54:00:0a:0b:0"
_OVS_NETWORK = """\
<network>
  <name>vswitch</name>
  <forward mode='bridge'/>
  <bridge name='ovsbr0'/>
  <virtualport type='openvswitch'/>
  <portgroup name='of-the-lan'><vlan><tag id='42'/></vlan></portgroup>
  <portgroup name='another'><vlan><tag id='43'/></vlan></portgroup>
</network>
"""


def virsh(host: HostPlace, *arguments: str, xml: str | None = None) -> str:
    return run("virsh", "--connect", host.uri, *arguments, *(["/dev/stdin"] if xml else []), stdin=xml)


def new_image(host: HostPlace, name: str) -> str:
    """A raw image of 16 MiB; its path as the host sees it."""
    image = host.images / name
    image.touch()
    os.truncate(image, 16 << 20)
    return f"/var/lib/libvirt/images/{name}"


def start(host: HostPlace, name: str, **parts: str) -> None:
    virsh(host, "create", xml=guest_xml.guest_xml(name, disk=parts.get("disk"), more=parts.get("more", "")))


def test_both_hosts_answer_under_their_own_names(lpar1: HostPlace, lpar2: HostPlace) -> None:
    for host in (lpar1, lpar2):
        for uri in (host.uri, host.tcp_uri):
            assert run("virsh", "--connect", uri, "hostname").strip() == host.name
        assert f"<uuid>{host.uuid}</uuid>" in virsh(host, "capabilities")


def test_status_tells_how_to_reach_them(running_lab: RunningLab, lpar1: HostPlace) -> None:
    told = running_lab.status()
    assert told["up"] is True
    assert [host["name"] for host in told["hosts"]] == ["lpar1", "lpar2"]
    assert told["hosts"][0]["uri"] == lpar1.uri


def test_a_second_up_changes_nothing(running_lab: RunningLab) -> None:
    before = machines_of(running_lab.lab.root)
    running_lab.up()
    assert machines_of(running_lab.lab.root) == before
    assert len(before) == 3


def test_a_host_that_was_killed_is_brought_back_beside_the_others(running_lab: RunningLab, lpar2: HostPlace) -> None:
    before = machines_of(running_lab.lab.root)
    pid = int((lpar2.folder / "machine.pid").read_text().split()[0])
    run("kill", "-KILL", str(pid))
    assert running_lab.status()["up"] is False
    running_lab.up()
    assert run("virsh", "--connect", lpar2.tcp_uri, "hostname").strip() == "lpar2"
    assert set(before) - {pid} < set(machines_of(running_lab.lab.root))


def test_a_guest_sees_the_devices_of_the_talk(lpar1: HostPlace) -> None:
    start(lpar1, "talk", disk=new_image(lpar1, "talk.raw"))
    report = console.ask(lpar1.uri, "talk", "report").text
    found = re.findall(r"^ccw device=(\S+) subchannel=(\S+) cutype=(\S+) online=1$", report, re.MULTILINE)
    by_subchannel = sorted(found, key=lambda row: row[1])
    assert [(device, subchannel) for device, subchannel, _ in by_subchannel] == [
        (device, f"0.0.{number:04x}") for number, device in enumerate(_TALK)
    ]
    assert {device: kind for device, _, kind in found} == _TALK
    assert "VM00 Extended Name:   talk" in console.ask(lpar1.uri, "talk", "cat /proc/sysinfo").text
    virsh(lpar1, "destroy", "talk")


def test_the_console_tells_what_a_command_wrote_and_how_it_ended(lpar1: HostPlace) -> None:
    start(lpar1, "asked")
    assert console.ask(lpar1.uri, "asked", "echo one; echo two >&2; exit 3") == console.Answer(
        text="one\ntwo\n", code=3
    )
    virsh(lpar1, "destroy", "asked")
    with pytest.raises(LabError, match="asked"):
        console.ask(lpar1.uri, "asked", "true")


def test_packets_pass_on_every_lan_and_vlans_are_separate(lpar1: HostPlace) -> None:
    virsh(lpar1, "net-define", xml=_OVS_NETWORK)
    virsh(lpar1, "net-start", "vswitch")
    more = _card("1", "network", "network='vswitch' portgroup='of-the-lan'")
    more += _card("2", "network", "network='vswitch' portgroup='another'") + _card("3", "bridge", "bridge='zkbr0'")
    start(lpar1, "net", more=more)
    assert _reached(lpar1, "net", _MAC + "1") == ["10.9.9.1"]
    assert _reached(lpar1, "net", _MAC + "2") == []
    assert _reached(lpar1, "net", _MAC + "3") == ["10.9.7.1"]
    assert _reached(lpar1, "net", "") == ["10.9.8.1"]
    virsh(lpar1, "destroy", "net")
    virsh(lpar1, "net-destroy", "vswitch")
    virsh(lpar1, "net-undefine", "vswitch")


def _card(number: str, kind: str, source: str) -> str:
    return (
        f"<interface type='{kind}'><mac address='{_MAC}{number}'/><source {source}/><model type='virtio'/></interface>"
    )


def _reached(host: HostPlace, guest: str, mac: str) -> list[str]:
    """Addresses outside that answer on the card with this MAC address; without one, on the macvtap card (0000)."""
    find = (
        f"grep -l {mac} /sys/class/net/*/address"
        if mac
        else "ls -d /sys/bus/ccw/devices/0.0.0000/virtio*/net/*/address"
    )
    line = (
        f"c=$({find}); c=${{c%/address}}; c=${{c##*/}}; for n in 7 8 9; do ip addr add 10.9.$n.5/24 dev $c; "
        "ping -c 1 -W 1 10.9.$n.1 >/dev/null && echo 10.9.$n.1; ip addr flush dev $c; done"
    )
    return console.ask(host.uri, guest, line).text.split()


def test_a_guest_on_a_san_disk_moves_to_the_other_host_and_goes_on(
    running_lab: RunningLab, lpar1: HostPlace, lpar2: HostPlace
) -> None:
    target = running_lab.lab.target_address
    lun = f"""
    <disk type='network' device='lun'>
      <driver name='qemu' type='raw' cache='none'/>
      <source protocol='iscsi' name='{iscsi.TARGET}/1'><host name='{target}' port='3260'/></source>
      <target dev='sda' bus='scsi'/>
    </disk>"""
    start(lpar1, "mover", more=lun)
    assert "vendor=IET" in console.ask(lpar1.uri, "mover", "report").text
    console.ask(lpar1.uri, "mover", "echo kept > /tmp/mark")
    virsh(lpar1, "migrate", "--live", "--p2p", "mover", lpar2.tcp_uri)
    assert "mover" not in virsh(lpar1, "list", "--all", "--name").split()
    assert console.ask(lpar2.uri, "mover", "cat /tmp/mark").text == "kept\n"
    virsh(lpar2, "destroy", "mover")


def test_a_volume_group_gives_its_volumes_devices(running_lab: RunningLab, lpar1: HostPlace) -> None:
    device = running_lab.status()["hosts"][0]["lvm_device"]
    source = f"<source><device path='{device}'/></source>"
    virsh(
        lpar1,
        "pool-define",
        xml=f"<pool type='logical'><name>zktest</name>{source}<target><path>/dev/zktest</path></target></pool>",
    )
    virsh(lpar1, "pool-build", "zktest")
    virsh(lpar1, "pool-start", "zktest")
    virsh(lpar1, "vol-create-as", "zktest", "first", "64M")
    virsh(lpar1, "vol-create-as", "zktest", "second", "32M")
    assert run("blockdev", "--getsize64", "/dev/zktest/second").strip() == str(32 << 20)
    virsh(lpar1, "vol-delete", "--pool", "zktest", "first")
    assert not Path("/dev/zktest/first").exists()
    assert "second" in virsh(lpar1, "vol-list", "zktest")


def test_down_leaves_no_trace(running_lab: RunningLab, lpar1: HostPlace) -> None:
    start(lpar1, "left-running", disk=new_image(lpar1, "left.raw"))
    root = running_lab.lab.root
    assert len(_namespaces()) > 1
    before = _traces(root, running_lab.lab.machine_link)
    assert all(before.values()), before
    running_lab.down()
    assert _traces(root, running_lab.lab.machine_link) == {name: [] for name in before}
    assert not Path("/dev/zktest").exists()
    assert "nothing to take down" in running_lab.down()


def _namespaces() -> set[str]:
    return {str(path.readlink()) for path in Path("/proc").glob("[0-9]*/ns/net") if path.is_symlink()}


def _traces(root: Path, link: str) -> dict[str, list[str]]:
    """Whatever of this lab the machine shows, from outside."""
    processes = run("ps", "-ww", "-eo", "args").splitlines()
    return {
        "processes": [line for line in processes if str(root) in line and "tools.kvmlab.machine" in line],
        "guests": [line for line in processes if "left-running" in line],
        "links": [name for name in run("ip", "-br", "link").split() if name.startswith(f"{link}@")],
        "loops": [line for line in attempt("losetup", "-a").stdout.splitlines() if str(root) in line],
        "folders": [str(path) for path in root.parent.glob(root.name)],
    }
