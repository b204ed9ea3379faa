"""Reading domains nobody made with zkvm: names, units, forms, and what is left alone."""

from __future__ import annotations

import pytest

from tests.xml.xml_cases import FOLDER
from zkvm_provider.errors import Bug, Unsupported
from zkvm_provider.libvirtxml.parse.domain_facts import parse_domain_facts
from zkvm_provider.libvirtxml.parse.guest import ParsedGuest, parse_guest
from zkvm_provider.model.address import Devno
from zkvm_provider.model.console import Console, ConsoleKind
from zkvm_provider.model.guest import Boot
from zkvm_provider.model.interface import Macvtap, MacvtapMode
from zkvm_provider.model.rng import Rng

ADMINISTERED = (FOLDER / "merge" / "administered.xml").read_text(encoding="utf-8")


def domain(devices: str = "", top: str = "", system: str = "", memory: str = "<memory>1048576</memory>") -> str:
    return (
        f"<domain type='kvm'><name>g</name><uuid>u</uuid>{memory}{top}"
        f"<os><type arch='s390x' machine='s390-ccw-virtio-7.2'>hvm</type>{system}</os>"
        f"<devices>{devices}</devices></domain>"
    )


def disk(target: str = "vda", *, extra: str = "", devno: str = "0x0000", driver: str = "") -> str:
    return (
        f"<disk type='file' device='disk'><driver name='qemu' type='raw'{driver}/><source file='/{target}.img'/>"
        f"<target dev='{target}' bus='virtio'/>{extra}"
        f"<address type='ccw' cssid='0xfe' ssid='0x0' devno='{devno}'/></disk>"
    )


def names(parsed: ParsedGuest) -> list[str]:
    guest = parsed.definition.guest
    return [device.name for group in (guest.disks, guest.interfaces, guest.consoles) for device in group or ()]


@pytest.mark.parametrize(
    ("memory", "kib"),
    [
        ("<memory>1000</memory>", 1000),
        ("<memory unit='b'>1025</memory>", 2),
        ("<memory unit='KB'>1000</memory>", 977),
        ("<memory unit='MiB'>1</memory>", 1024),
        ("<memory unit='gib'>1</memory>", 1048576),
        ("<memory unit='GB'>1</memory>", 976563),
    ],
)
def test_memory_is_read_in_any_unit_and_rounded_up_to_kib(memory: str, kib: int) -> None:
    guest = parse_guest(domain(memory=memory)).definition.guest
    assert guest.memory == guest.current_memory == kib * 1024


def test_current_memory_above_the_maximum_is_the_maximum() -> None:
    guest = parse_guest(domain(top="<currentMemory>2097152</currentMemory>")).definition.guest
    assert guest.current_memory == guest.memory == 2**30


def test_devices_without_alias_are_named_by_target_mac_and_port() -> None:
    interface = (
        "<interface type='direct'><mac address='52:54:00:AA:00:01'/><source dev='eth0'/><model type='virtio'/>"
        "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/></interface>"
    )
    parsed = parse_guest(domain(disk() + interface + "<console type='pty'><target type='virtio' port='2'/></console>"))
    assert names(parsed) == ["disk-vda", "interface-52-54-00-aa-00-01", "console-2"]
    (nic,) = parsed.definition.guest.interfaces or ()
    assert nic.macvtap == Macvtap(dev="eth0", mode=MacvtapMode.VEPA)


def test_a_derived_name_gives_way_to_a_given_one() -> None:
    given = disk("vdb", extra="<alias name='ua-disk-vda'/>", devno="0x0001")
    assert names(parse_guest(domain(disk("vda", devno="0x0e1e") + given))) == ["disk-vda", "disk-vda-0e1e"]


def test_of_several_generators_the_first_counts() -> None:
    sources = ("/dev/urandom", "/dev/hwrng")
    devices = [f"<rng model='virtio'><backend model='random'>{source}</backend></rng>" for source in sources]
    assert parse_guest(domain("".join(devices))).definition.guest.rng == Rng(source="/dev/urandom")
    unknown = "<rng model='virtio'><backend model='egd' type='udp'/></rng>"
    assert parse_guest(domain(unknown + devices[0])).definition.guest.rng is None


@pytest.mark.parametrize("alias", ["virtio-disk0", "ua-Data_1", "ua--x", "ua-" + "x" * 33])
def test_an_alias_the_model_does_not_allow_is_no_name(alias: str) -> None:
    assert names(parse_guest(domain(disk(extra=f"<alias name='{alias}'/>")))) == ["disk-vda"]


@pytest.mark.parametrize(
    "devices",
    [
        "<console type='pty'><target type='sclp' port='0'/></console>",
        "<serial type='pty'><target type='sclp-serial' port='0'><model name='sclpconsole'/></target></serial>"
        "<console type='pty'><target type='serial' port='0'/></console>",
        "<serial type='pty'><target type='sclp-serial' port='0'><model name='sclpconsole'/></target></serial>"
        "<console type='pty'/>",
    ],
)
def test_both_forms_of_the_sclp_console_are_one(devices: str) -> None:
    parsed = parse_guest(domain(devices))
    assert parsed.definition.guest.consoles == (Console(name="console-0", kind=ConsoleKind.SCLP, log_append=False),)
    assert parsed.unowned == ()


@pytest.mark.parametrize(
    "devices",
    [
        disk().replace("bus='virtio'", "bus='scsi'"),
        disk().replace("device='disk'", "device='cdrom'"),
        disk().replace("type='raw'", "type='vmdk'"),
        disk().replace("cssid='0xfe'", "cssid='0x00'"),
        disk(driver=" cache='future'"),
        disk().replace("file='/vda.img'", ""),
        "<disk type='network' device='disk'><source protocol='rbd' name='p/v'/><target dev='vda' bus='virtio'/></disk>",
        "<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/>"
        "<virtualport type='midonet'/></interface>",
        "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='n'/><model type='e1000'/>"
        "</interface>",
        "<interface type='network'><mac address='33:54:00:00:00:01'/><source network='n'/></interface>",
        "<console type='unix'><source mode='bind' path='/x'/><target type='virtio' port='0'/></console>",
    ],
)
def test_what_the_model_cannot_say_is_unowned_in_full(devices: str) -> None:
    parsed = parse_guest(domain(devices))
    assert names(parsed) == []
    assert len(parsed.unowned) == 1


def test_a_kernel_is_booted_before_any_disk() -> None:
    system = "<kernel>/k</kernel><cmdline> a  b </cmdline><boot dev='hd'/>"
    parsed = parse_guest(domain(disk(extra="<boot order='1'/>"), system=system))
    assert parsed.definition.guest.boot == Boot(kernel="/k", cmdline=" a  b ")
    assert parsed.unowned == ("devices/disk[disk-vda]",)


def test_disks_in_order_are_the_boot_order() -> None:
    devices = disk(extra="<boot order='2'/>") + disk("vdb", extra="<boot order='1' loadparm='A 1'/>", devno="0x0001")
    assert parse_guest(domain(devices)).definition.guest.boot == Boot(
        order=("disk-vdb", "disk-vda"), loadparms={"disk-vdb": "A 1"}
    )


def test_the_load_parameter_of_a_host_device_is_not_read_for_it_does_nothing() -> None:
    lun = (
        "<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.2026-01.com.zkvm:t1/1'>"
        "<host name='10.0.0.1' port='3260'/></source><boot order='1' loadparm='A 1'/>"
        "<address type='drive' controller='0' bus='0' target='0' unit='0'/></hostdev>"
    )
    guest = parse_guest(domain(lun + disk(extra="<boot order='2' loadparm='B'/>"))).definition.guest
    (name,) = (each.name for each in guest.luns or ())
    assert guest.boot == Boot(order=(name, "disk-vda"), loadparms={"disk-vda": "B"})


def test_device_numbers_of_foreign_devices_count_as_used() -> None:
    used = parse_guest(ADMINISTERED).definition.used_devnos
    assert used == tuple(Devno(number) for number in (0, 1, 2, 7, 8, 9))


def test_the_unowned_parts_are_named() -> None:
    assert parse_guest(ADMINISTERED).unowned == (
        "commandline",
        "cputune",
        "devices/disk",
        "devices/disk[data]",
        "devices/interface[lan]",
        "devices/memballoon[memballoon]",
        "memoryBacking",
        "metadata/note",
        "on_crash",
        "os/bootmenu",
        "seclabel",
        "title",
        "vcpu",
    )


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("<clock offset='utc'/>", "", True),
        ("managed='no' model='vfio-ccw'", "model='vfio-ccw'", True),
        ("devno='0x0008'", "devno='0x0009'", True),
        ("<panic model='s390'/>", "", True),
        ("    <nosharepages/>", "\n\t<nosharepages />", True),
        (
            "<driver name='qemu' type='qcow2' cache='none' discard='unmap'/>",
            "<driver discard='unmap' name='qemu'/>",
            True,
        ),
        ("<memory unit='KiB'>1048576", "<memory unit='KiB'>2097152", True),
        ("discard='unmap'", "discard='ignore'", False),
        ("scheduler='batch'", "scheduler='idle'", False),
        ("90c6c135", "90c6c136", True),
        ("cpuset='0-1'", "cpuset='0'", False),
        ("<title>The payroll", "<title>A payroll", False),
        ("<os>", "<os firmware='efi'>", False),
    ],
)
def test_the_digest_changes_with_what_others_own_and_with_nothing_else(old: str, new: str, is_same: bool) -> None:
    assert old in ADMINISTERED
    changed = parse_guest(ADMINISTERED.replace(old, new))
    assert (changed.unowned_digest == parse_guest(ADMINISTERED).unowned_digest) is is_same


def test_a_live_network_interface_is_known_by_its_network() -> None:
    interface = (
        "<interface type='bridge'><mac address='52:54:00:00:00:01'/>"
        "<source network='n-ovs' portgroup='p' portid='x' bridge='ovsbr0'/><target dev='vnet42'/>"
        "<model type='virtio'/><alias name='ua-lan'/>"
        "<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0007'/></interface>"
    )
    (lan,) = parse_guest(domain(interface)).definition.guest.interfaces or ()
    assert (lan.name, lan.network, lan.macvtap) == ("lan", "n-ovs", None)


@pytest.mark.parametrize(
    ("xml", "fault"),
    [
        (domain().replace("s390x", "x86_64"), Unsupported),
        (domain().replace("type='kvm'", "type='xen'"), Unsupported),
        ("<domain", Bug),
        ("<network/>", Bug),
    ],
)
def test_other_machines_are_refused(xml: str, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        parse_guest(xml)


def test_facts_are_read_of_any_domain() -> None:
    facts = parse_domain_facts(
        "<domain type='xen'><name>x</name><uuid>u</uuid><os><loader>/l</loader></os><devices>"
        "<disk type='block'><source dev='/dev/a'/><backingStore type='file'><source file='/b'/>"
        "<backingStore type='file'><source file='/c'/></backingStore></backingStore><target dev='hda'/></disk>"
        "<disk type='volume'><source pool='p' volume='v'/><target dev='hdb'/><alias name='ua-data'/></disk>"
        "<interface type='bridge'><source bridge='br0'/></interface>"
        "<interface type='network'><source network='n'/></interface></devices></domain>"
    )
    assert facts.networks == ("n",)
    assert facts.host_interfaces == ("br0",)
    assert facts.files == ("/l",)
    assert [disk.label for disk in facts.disks_on_volume(pool="p", volume="v", path="/pool/v")] == ["data"]
    assert [disk.label for disk in facts.disks_on_volume(pool="", volume="x", path="/c")] == ["hda"]
    assert facts.disks_on_volume(pool="q", volume="v", path="/else") == ()
