"""`zkvm cp`: CP's words and layouts on the emulator, the commands they stand for, and what drifts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Zkvm
from zkvm_provider.cli.cp.command import _ANSWERS
from zkvm_provider.errors import InvalidInput, NotFound, Refused, WrongState, ZkvmError
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, Scope
from zkvm_provider.install.addrsize import render_addrsize
from zkvm_provider.libvirtxml.xmltext import ZKVM
from zkvm_provider.wiring import connect
from zkvm_provider.zvm.cp_words import COMMANDS, find_command

LINUX02 = """
<domain type='kvm'><name>linux02</name><memory unit='MiB'>1024</memory><currentMemory unit='MiB'>512</currentMemory>
  <vcpu current='1'>4</vcpu>
  <os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type><kernel>/boot/vmlinux-4.2.0</kernel></os>
  <devices>
    <disk type='block' device='disk'><driver name='qemu' type='raw'/>
      <source dev='/dev/disk/by-path/ccw-0.0.0e1e-part1'/>
      <target dev='vda' bus='virtio'/><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0200'/></disk>
    <interface type='network'><mac address='10:ba:11:be:15:ef'/><source network='lan'/>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0500'/></interface>
    <console type='pty'><target type='sclp'/></console>
  </devices></domain>
"""
BRIDGED = "<network><name>flat</name><forward mode='bridge'/><bridge name='br0'/></network>"


@pytest.fixture
def linux02(zkvm: Zkvm) -> ObjectRef:
    """A second running guest with a disk and a NIC, beside the `linux01` of the fixture."""
    del zkvm
    host = connect("emulated:").hypervisor
    host.start(host.define(ObjectKind.NETWORK, BRIDGED))
    ref = host.define(ObjectKind.DOMAIN, LINUX02)
    host.start(ref)
    return ref


def test_every_command_has_an_answer_and_every_answer_a_command() -> None:
    assert {each.key for each in COMMANDS} == set(_ANSWERS)


@pytest.mark.parametrize(
    ("line", "key", "operands"),
    [
        ("q n", "QUERY NAMES", ()),
        ("QUERY names", "QUERY NAMES", ()),
        ("q v da", "QUERY VIRTUAL DASD", ()),
        ("q virt dasd", "QUERY VIRTUAL DASD", ()),
        ("q v cpus", "QUERY VIRTUAL CPUS", ()),
        ("q da", "QUERY DASD", ()),
        ("ind", "INDICATE", ()),
        ("indicate user linux01", "INDICATE USER", ("linux01",)),
        ("q v", "QUERY VIRTUAL", ()),
        ("q v 201", "QUERY VIRTUAL", ("201",)),
        ("xauto linux01", "XAUTOLOG", ("linux01",)),
        ("l linux01", "LOGON", ("linux01",)),
        ("log", "LOGOFF", ()),
        ("def stor 1g", "DEFINE STORAGE", ("1g",)),
        ("i 200", "IPL", ("200",)),
        ("b", "BEGIN", ()),
    ],
)
def test_commands_have_cp_s_abbreviations(line: str, key: str, operands: tuple[str, ...]) -> None:
    found, rest = find_command(line)
    assert (found.key, rest) == (key, operands)


@pytest.mark.parametrize("line", ["", "frobnicate", "q", "q w", "de", "se share", "xaut linux01", "coup"])
def test_unknown_or_too_short_words_say_what_there_is(line: str) -> None:
    with pytest.raises(InvalidInput) as unknown:
        find_command(line)
    assert "there are " in str(unknown.value) or "lists the commands" in str(unknown.value)


def test_query_names_lists_who_is_logged_on(zkvm: Zkvm, linux02: ObjectRef) -> None:
    del linux02
    assert zkvm("cp", "q n").text == "LINUX01  - DSC , LINUX02  - DSC \n"
    assert zkvm("cp", "--json", "q n").json() == {
        "command": "QUERY NAMES",
        "answer": ["linux01", "linux02"],
        "stands_for": ["virsh list"],
        "warnings": [],
    }


def test_query_virtual_all_is_the_guest_in_cp_s_layout(zkvm: Zkvm, linux02: ObjectRef) -> None:
    del linux02
    assert zkvm("cp", "q v all", "--for", "LINUX02").text.splitlines() == [
        "STORAGE = 512M MAX = 1G",
        "CPU 00  (BASE) CP",
        "CPU 01  STANDBY",
        "CPU 02  STANDBY",
        "CPU 03  STANDBY",
        "CONS 0000 SCLP     ON PTY",
        "DASD 0200 9336 (VIRTIO) R/W  vda   ON /dev/disk/by-path/ccw-0.0.0e1e-part1 SUBCHANNEL = 0000",
        "Adapter 0500.P00 Type: VIRTIO    Name: macvtap0    Devices: 1",
        "  MAC: 10-BA-11-BE-15-EF         VSWITCH: SYSTEM lan",
        "DEV  0000 3832/05  SUBCHANNEL = 0002",
    ]


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("q userid", "LINUX02  AT LPAR1"),
        ("q v stor", "STORAGE = 512M MAX = 1G"),
        ("q v", "STORAGE = 512M MAX = 1G"),
        ("q v 200", "DASD 0200 9336 (VIRTIO) R/W  vda   ON /dev/disk/by-path/ccw-0.0.0e1e-part1 SUBCHANNEL = 0000"),
        ("q v 500", "Adapter 0500.P00 Type: VIRTIO    Name: macvtap0    Devices: 1"),
        ("q v 0", "DEV  0000 3832/05  SUBCHANNEL = 0002"),
        ("q v nic", "Adapter 0500.P00 Type: VIRTIO    Name: macvtap0    Devices: 1"),
        ("q share", "USER LINUX02 : RELATIVE SHARE = 100 (the host decides: none is set)"),
        ("ind user", "USERID=LINUX02  MACH=S390X STOR=1G VIRT=V XSTORE=NONE"),
        ("ind", "STORAGE-001%  PAGING-0 PAGES ON DASD"),
        ("q dasd", "DASD 0200 ATTACHED SYSTEM dasda R/W"),
        ("q osa", "OSA  4300-4302 ATTACHED SYSTEM enccw0.0.4300 LAYER 2"),
        ("q vswitch", "VSWITCH SYSTEM flat     Type: BRIDGE    Connected: 0    Maxconn: INFINITE"),
        ("q fcp", "FCP  1C98 ATTACHED SYSTEM scsi_host0 WWPN C05076FFE5005611"),
        ("q lan", "NO NETWORK OF THAT KIND"),
        ("trace all", "TRACE, DISPLAY and STORE are gdb's on KVM; QEMU holds the server (the talk, Guest Debugging)."),
    ],
)
def test_queries_answer_in_cp_s_layout(zkvm: Zkvm, linux02: ObjectRef, line: str, first: str) -> None:
    del linux02
    assert zkvm("cp", line, "--for", "linux02").text.splitlines()[0] == first


def test_query_alloc_page_is_the_talk_s_table(zkvm: Zkvm) -> None:
    lines = zkvm("cp", "q alloc p").text.splitlines()
    assert lines[1] == "VOLID  RDEV      START        END  PAGES IN USE   PAGE USED"
    assert lines[3] == "dm16   ----          0   67108606 65535K      0      -   0%"
    assert lines[-2] == "SUMMARY                            1023M      0          0%"


def test_storage_and_cpus_are_defined_live(zkvm: Zkvm, linux02: ObjectRef) -> None:
    assert zkvm("cp", "def stor 768M", "--for", "linux02").text == "STORAGE = 768M\n"
    assert zkvm("cp", "def cpu 1-2", "--for", "linux02").text == "CPU 01 DEFINED\nCPU 02 DEFINED\n"
    row = next(each for each in connect("emulated:").hypervisor.stats() if each.ref.uuid == linux02.uuid)
    assert (row.current_memory_kib, row.vcpus_current) == (768 * 1024, 3)


def test_a_guest_is_started_stopped_and_forced(zkvm: Zkvm) -> None:
    assert zkvm("cp", "stop", "--for", "linux01").text == "LINUX01 STOPPED\n"
    assert zkvm("cp", "b", "--for", "linux01").text == "LINUX01 GOES ON\n"
    assert zkvm("cp", "force linux01").text.startswith("USER DSC   LOGOFF AS  LINUX01  USERS = 0")
    assert isinstance(zkvm("cp", "force linux01").failure, WrongState)
    assert zkvm("cp", "xautolog linux01").text.splitlines()[0] == "Command accepted"
    assert zkvm("cp", "ipl clear", "--for", "linux01").text == "LINUX01 IS BEING BOOTED\n"
    assert "linux01" in zkvm("list").text
    assert zkvm("cp", "sig shut linux01 within 30").text == "SHUTDOWN SIGNAL SENT TO LINUX01\n"


def test_a_volume_of_the_host_is_attached_and_detached(zkvm: Zkvm, linux02: ObjectRef) -> None:
    host = connect("emulated:")
    host.devices.set_dasd_online("0.0.0e1f", True)
    assert zkvm("cp", "attach e1f to linux02 as 300").text == "DASD 0E1F ATTACHED TO LINUX02 0300\n"
    assert "DASD 0300" in zkvm("cp", "q v da", "--for", "linux02").text
    assert "devno='0x0300'" not in host.hypervisor.dump(linux02)
    assert zkvm("cp", "detach 300 from linux02").text == "DASD 0300 DETACHED\n"
    assert "DASD 0300" not in zkvm("cp", "q v da", "--for", "linux02").text


def test_an_offline_volume_says_how_to_set_it_online(zkvm: Zkvm, linux02: ObjectRef) -> None:
    del linux02
    failure = zkvm("cp", "attach e20 to linux02").failure
    assert "chzdev -e dasd 0.0.0e20" in str(failure)


def test_another_guest_s_disk_is_linked_read_only_while_nobody_writes_to_it(zkvm: Zkvm, linux02: ObjectRef) -> None:
    link = ("cp", "link to linux02 200 as 400 rr", "--for", "linux01")
    failure = zkvm(*link).failure
    assert isinstance(failure, Refused)
    assert "linux02 is running and writes to that disk" in str(failure)
    connect("emulated:").hypervisor.stop(linux02)
    assert zkvm(*link).text == "DASD 0400 LINKED R/O; LINUX02 OWNS IT\n"
    assert "DASD 0400 9336 (VIRTIO) R/O" in zkvm("cp", "q v da", "--for", "linux01").text


def test_a_nic_is_coupled_and_uncoupled_with_its_mac_and_number(zkvm: Zkvm, linux02: ObjectRef) -> None:
    del linux02
    assert zkvm("cp", "couple 500 to system flat", "--for", "linux02").text == "NIC 0500 IS CONNECTED TO SYSTEM FLAT\n"
    lines = zkvm("cp", "q v nic", "--for", "linux02").text.splitlines()
    assert lines[0].startswith("Adapter 0500.P00")
    assert lines[1] == "  MAC: 10-BA-11-BE-15-EF         VSWITCH: SYSTEM flat"
    assert zkvm("cp", "uncouple 500", "--for", "linux02").text == "NIC 0500 DISCONNECTED\n"
    assert "link state='down'" in connect("emulated:").hypervisor.dump(
        ObjectRef(kind=ObjectKind.DOMAIN, name="linux02"), live=True
    )


def test_a_share_is_set_and_told(zkvm: Zkvm, linux02: ObjectRef) -> None:
    del linux02
    assert zkvm("cp", "set share linux02 relative 200").text == "USER LINUX02 : RELATIVE SHARE = 200\n"
    assert zkvm("cp", "q share linux02").text.splitlines()[0] == "USER LINUX02 : RELATIVE SHARE = 200"
    assert isinstance(zkvm("cp", "set share linux02 absolute 10%").failure, InvalidInput)


@pytest.mark.parametrize(
    ("line", "error", "says"),
    [
        ("q v stor", InvalidInput, "--for GUEST"),
        ("force nobody", NotFound, "it has linux01"),
        ("ipl 200", InvalidInput, "--for"),
        ("def stor much", InvalidInput, "--for"),
        ("force", InvalidInput, "FORCE: expected USER"),
        ("def stor --for linux01", InvalidInput, "DEFINE STORAGE: expected SIZE"),
        ("def cpu --for linux01", InvalidInput, "DEFINE CPU: expected NUMBER"),
        ("ipl cms --for linux01", InvalidInput, "IPL: a guest boots what its definition says; for CMS set `boot`"),
        ("q v zzz --for linux01", InvalidInput, "expected ALL, DASD, OSA, STORAGE, CPUS, CONSOLE or a device number"),
        ("q v fff --for linux01", NotFound, "device 0FFF of linux01 not found; it has 0000"),
    ],
)
def test_what_is_missing_is_said(zkvm: Zkvm, line: str, error: type[ZkvmError], says: str) -> None:
    failure = zkvm("cp", *line.split()).failure
    assert isinstance(failure, error)
    assert says in str(failure)


def test_a_guest_of_pulumi_s_is_warned_about_with_the_property(zkvm: Zkvm, linux02: ObjectRef) -> None:
    mark = f"<zkvm:guest xmlns:zkvm='{ZKVM}' owner='tests' urn='x'/>"
    connect("emulated:").hypervisor.set_metadata(linux02, ZKVM, "zkvm", mark, Scope.CONFIG | Scope.LIVE)
    told = zkvm("cp", "--json", "def stor 700M", "--for", "linux02").json()
    assert any("`currentMemory` now differs from the program" in warning for warning in told["warnings"])
    assert zkvm("cp", "--json", "stop", "--for", "linux01").json()["warnings"] == []


@pytest.mark.parametrize(("vdev", "what"), [("500", "interfaces"), ("200", "disks")])
def test_a_device_taken_from_a_guest_of_pulumi_s_drifts_where_it_is_declared(
    zkvm: Zkvm, linux02: ObjectRef, vdev: str, what: str
) -> None:
    mark = f"<zkvm:guest xmlns:zkvm='{ZKVM}' owner='tests' urn='x'/>"
    connect("emulated:").hypervisor.set_metadata(linux02, ZKVM, "zkvm", mark, Scope.CONFIG | Scope.LIVE)
    (warning,) = zkvm("cp", "--json", f"detach {vdev}", "--for", "linux02").json()["warnings"]
    assert f"`{what}` now differs" in warning


def test_phrasebook_finds_words_of_both_sides(zkvm: Zkvm) -> None:
    assert "/proc/swaps" in zkvm("phrasebook", "alloc").text
    assert "QUERY ALLOC PAGE" in zkvm("phrasebook", "swaps").text
    assert {each["topic"] for each in zkvm("phrasebook", "--json", "gdb").json()} >= {"debugging", "commands"}
    assert isinstance(zkvm("phrasebook", "xyzzy").failure, InvalidInput)


def test_paging_shows_both_vocabularies_and_the_overcommit(zkvm: Zkvm, linux02: ObjectRef) -> None:
    del linux02
    text = zkvm("paging").text
    for line in (
        "z/VM: query alloc page",
        "/dev/dm16                               partition       268434428       0               100",
        "MemTotal:          268435456 kB",
        "SwapTotal:        4294950848 kB",
        "2 guests, maximum          2 GiB     0.8 %",
        "2 running, current    1536 MiB     0.6 %",
    ):
        assert " ".join(line.split()) in [" ".join(each.split()) for each in text.splitlines()]
    told = zkvm("paging", "--json").json()
    assert told["memory"]["available_kib"] == 268435456 - (1024 + 512) * 1024
    assert told["overcommit"]["maximum_kib"] == 2 * 1024**2


def test_the_phrasebook_s_example_is_what_is_printed(zkvm: Zkvm) -> None:
    page = (Path(__file__).parents[2] / "docs" / "phrasebook.md").read_text("utf-8")
    example = (
        '$ zkvm cp "q v stor" --for linux01\n  virsh dominfo linux01\n'
        + zkvm("cp", "q v stor", "--for", "linux01").text
    )
    assert example in page


def test_the_linter_s_example_is_what_is_printed(zkvm: Zkvm, tmp_path: Path) -> None:
    talk = Path(__file__).parents[1] / "install" / "talk"
    shutil.copytree(talk, tmp_path, dirs_exist_ok=True)
    (tmp_path / "images/kernel.img").write_bytes(bytes(16))
    (tmp_path / "images/initrd.img").write_bytes(bytes(16))
    (tmp_path / "images/initrd.addrsize").write_bytes(render_addrsize(16))
    page = (Path(__file__).parents[2] / "docs" / "install-media.md").read_text("utf-8")
    assert "$ zkvm media lint eric.ins\n" + zkvm("media", "lint", "eric.ins").text in page
