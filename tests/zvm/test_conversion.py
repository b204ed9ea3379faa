"""Single rules of the conversion, each on a small directory."""

from __future__ import annotations

from typing import Any

import pytest

from tests.zvm.conftest import converted
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.convert import Conversion, Wishes
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.plan import Ref

MAP = """
volumes:
  VOL001: {pool: images}
  DASD01: {dasd: 0.0.0e20}
  WHOLE1: {dasd: 0.0.0e21, whole: true}
mac_prefix: "020AB0"
networks:
  SYSTEM VSW1: {bridge: br0}
devices:
  "0E22": {dasd: 0.0.0e22}
  "4300": {osa: enccw0.0.4300}
  "1C98": {fcp: 0.0.1c98, luns: [{wwpn: "0x500507630603c763", lun: "0x4022403300000000"}]}
"""
ROOT = "MDISK 100 3390 1 100 VOL001 MR\n"


def guest(body: str, *, head: str = "USER TEST PW 1G 2G G", more: str = "", wishes: Wishes | None = None) -> Conversion:
    """One guest with a root disk at 100, and further entries."""
    return converted(f"{head}\n{body}{ROOT}{more}", MAP, wishes)


def scalars(conversion: Conversion) -> dict[str, Any]:
    return {name: each.value for name, each in conversion.program.guests[0].scalars.items()}


def devices(conversion: Conversion, family: str) -> list[dict[str, Any]]:
    found = conversion.program.guests[0].devices.get(family, [])
    return [{name: each.value for name, each in device.arguments.items()} for device in found]


def fate(conversion: Conversion, line: int) -> Fate:
    return conversion.lines[line - 1].fate


def refused(conversion: Conversion) -> str:
    """Why the first virtual machine was not converted."""
    assert not conversion.judged[0].verdict.is_linux
    return conversion.judged[0].verdict.reason


@pytest.mark.parametrize(
    ("body", "vcpus", "most"),
    [
        ("", 1, None),
        ("MACHINE ESA 4\n", 1, 4),
        ("MACHINE ESA 4\nCPU 0 BASE\nCPU 1\n", 2, 4),
        ("CPU 0\nCPU 1\nCPU 2\n", 3, 3),
        ("MACHINE ESA 2\nCOMMAND DEFINE CPU 0-3 TYPE IFL\n", 4, 4),
    ],
)
def test_cpu_statements_are_counted(body: str, vcpus: int, most: int | None) -> None:
    found = scalars(guest(body))
    assert (found["vcpus"], found.get("max_vcpus")) == (vcpus, most)


@pytest.mark.parametrize(
    ("body", "tune", "fate_"),
    [
        ("SHARE RELATIVE 200\n", {"shares": 200}, Fate.CONVERTED),
        ("SHARE RELATIVE 1\n", {"shares": 2}, Fate.CONVERTED),
        ("SHARE ABSOLUTE 20%\n", {"shares": 25}, Fate.APPROXIMATED),
        ("SHARE RELATIVE 200 LIMITSOFT\n", {"shares": 200}, Fate.APPROXIMATED),
        ("SHARE RELATIVE 200 REL 300 LIMITHARD\n", {"shares": 200}, Fate.APPROXIMATED),
        (
            "SHARE RELATIVE 200 ABSOLUTE 50% LIMITHARD\n",
            {"shares": 200, "global_period": 100_000, "global_quota": 200_000},
            Fate.CONVERTED,
        ),
        ("SHARE ZIIP RELATIVE 200\n", None, Fate.NONE),
    ],
)
def test_shares_become_weights_and_hard_limits(body: str, tune: dict[str, int] | None, fate_: Fate) -> None:
    """Another guest without SHARE counts with CP's default of 100: 20 per cent are a quarter of it."""
    host = "hosts: {a: {uri: 'emulated:', cpus: 4}}\nhost: a\n"
    text = f"USER TEST PW 1G\n{body}{ROOT}USER OTHER PW 1G\nMDISK 100 3390 200 5 VOL001 MR\n"
    conversion = converted(text, MAP + host)
    found = scalars(conversion).get("cpu_tune")
    assert (found and {name: each.value for name, each in found.arguments.items()}) == tune
    assert fate(conversion, 2) is fate_


def test_a_guest_without_share_has_the_default_where_another_has_one() -> None:
    conversion = guest("", more="USER OTHER PW 1G\nSHARE RELATIVE 300\nMDISK 100 3390 200 5 VOL001 MR\n")
    assert scalars(conversion)["cpu_tune"].arguments["shares"].value == 100
    assert "cpu_tune" not in scalars(guest(""))


def test_a_volume_may_become_a_volume_group() -> None:
    conversion = converted("USER A PW 1G\nMDISK 100 3390 1 2 VOL009 MR\n", "volumes: {VOL009: {volume_group: vg}}\n")
    (volume,) = conversion.program.guests[0].resources
    assert (volume.kind, volume.arguments["capacity"].value) == ("LvmDisk", f"{2 * 737_280} B")
    assert [each.kind for each in conversion.program.shared] == ["StoragePool"]


def test_storage_statements_win_over_user() -> None:
    found = scalars(guest("STORAGE 3G\nMAXSTORAGE 6G\n"))
    assert (found["memory"], found["current_memory"]) == ("6 GiB", "3 GiB")


def test_equal_sizes_need_no_current_memory() -> None:
    assert "current_memory" not in scalars(guest("", head="USER TEST PW 2G 2G G"))


def test_a_guest_without_storage_is_not_made() -> None:
    assert "no storage size" in refused(guest("", head="USER TEST PW"))


@pytest.mark.parametrize("mode", ["R", "RR"])
def test_read_modes_are_read_only(mode: str) -> None:
    (disk, _) = devices(guest(f"MDISK 101 3390 1 5 VOL001 {mode}\n"), "disks")
    assert disk["read_only"] is True


def test_a_virtual_disk_becomes_an_image_that_is_reported() -> None:
    conversion = guest("MDISK 101 FB-512 V-DISK 8000 MR\n")
    (image, _) = conversion.program.guests[0].resources
    assert image.arguments["capacity"].value == f"{8000 * 512} B"
    assert fate(conversion, 2) is Fate.APPROXIMATED


def test_minidisks_of_a_kept_dasd_become_its_partitions_in_order() -> None:
    conversion = guest("MDISK 102 3390 500 100 DASD01 MR\nMDISK 101 3390 1 499 DASD01 MR\n")
    (second, first, _) = devices(conversion, "disks")
    assert first["block"] == Ref(variable="dasd_0e20_part1", attribute="path")
    assert second["block"] == Ref(variable="dasd_0e20_part2", attribute="path")


def test_a_fourth_minidisk_of_a_kept_dasd_has_no_partition() -> None:
    body = "".join(f"MDISK 20{n} 3390 {n}00 100 DASD01 MR\n" for n in range(1, 5))
    conversion = guest(body)
    assert len(devices(conversion, "disks")) == 4
    assert fate(conversion, 5) is Fate.NONE
    assert "at most 3 partitions" in conversion.lines[4].notes[0]


def test_minidisk_cache_follows_miniopt() -> None:
    (disk, _) = devices(guest("MDISK 101 3390 1 5 VOL001 MR\nMINIOPT NOMDC\n"), "disks")
    assert disk["cache"] == "none"


OWNER = "USER OWNER NOLOG\nMDISK 200 3390 200 10 VOL001 MR\nLINK OWNER 201 300\nLINK OWNER 300 201\n"


def test_a_link_uses_the_owners_volume() -> None:
    conversion = guest("LINK OWNER 200 101 RR\n", more=OWNER)
    (_, linked) = devices(conversion, "disks")
    assert linked == {
        "name": "disk-0101",
        "volume": Ref(variable="owner_0200"),
        "read_only": True,
        "devno": "0x0101",
    }


def test_a_disk_that_its_owner_writes_is_raw_and_shared_with_readers() -> None:
    conversion = guest("LINK OWNER 200 101 RR\n", more=OWNER.replace("NOLOG", "SECRET 1G 1G G"))
    (_, linked) = devices(conversion, "disks")
    assert (linked["read_only"], linked["shareable"]) == (True, True)


def test_a_link_to_a_link_means_the_minidisk_at_the_end() -> None:
    more = f"{OWNER}LINK FARM 400 202 RR\nUSER FARM NOLOG\nMDISK 400 3390 300 10 VOL001 MR\n"
    (_, linked) = devices(guest("LINK OWNER 202 101 RR\n", more=more), "disks")
    assert linked["volume"] == Ref(variable="farm_0400")


@pytest.mark.parametrize(
    ("link", "fate_", "note"),
    [
        ("LINK MAINT 190 190 RR", Fate.SKIPPED, "a disk of CMS"),
        ("LINK NOBODY 200 101 RR", Fate.FAULTY, "user NOBODY is not in this directory"),
        ("LINK OWNER 999 101 RR", Fate.FAULTY, "OWNER has no disk 0999"),
        ("LINK OWNER 201 101 RR", Fate.FAULTY, "the link leads in a circle"),
        (
            "LINK OWNER 200 101 MW",
            Fate.APPROXIMATED,
            "shared: writing beside its owner needs a file system that is made for it",
        ),
    ],
)
def test_links_that_lead_nowhere_are_told(link: str, fate_: Fate, note: str) -> None:
    conversion = guest(f"{link}\n", more=OWNER)
    assert fate(conversion, 2) is fate_
    assert note in conversion.lines[1].notes[0]


@pytest.mark.parametrize(
    ("owner", "why"),
    [
        ("USER OWNER SECRET 1G 1G G\nMDISK 200 3390 200 10 VOL001 MR\nMDISK 201 3390 what\n", "line 6 cannot be read"),
        ("USER OWNER SECRET\nMDISK 200 3390 200 10 VOL001 MR\n", "it has no storage size"),
    ],
)
@pytest.mark.parametrize("mode", ["RR", "MW"])
def test_the_disk_of_a_guest_that_is_not_converted_is_not_there_to_be_linked(owner: str, why: str, mode: str) -> None:
    """An empty volume of its name would be no disk of it."""
    conversion = guest(f"LINK OWNER 200 101 {mode}\n", more=owner)
    assert [disk["name"] for disk in devices(conversion, "disks")] == ["disk-0100"]
    assert fate(conversion, 2) is Fate.REFUSED
    (note,) = conversion.lines[1].notes
    assert note.startswith(f"OWNER is not converted ({why}")
    assert note.endswith("so its disk 0200 is not made; mend that and convert again, or `drop` 0101")
    assert any("the disk 0101 is missing, for OWNER is not converted" in each.message for each in conversion.findings)


def test_a_guest_that_is_not_asked_for_still_has_its_disks() -> None:
    """It may have been converted before, or will be."""
    owner = "USER OWNER SECRET 1G 1G G\nMDISK 200 3390 200 10 VOL001 MR\n"
    conversion = guest("LINK OWNER 200 101 RR\n", more=owner, wishes=Wishes(only=frozenset({"TEST"})))
    assert fate(conversion, 2) is Fate.CONVERTED


def test_the_disks_of_service_machines_stay_behind() -> None:
    more = "USER TCPMAINT PW 1G 1G G\nIPL CMS\nMDISK 592 3390 1 5 VOL001 MR\n"
    conversion = guest("LINK TCPMAINT 592 592 RR\n", more=more)
    assert fate(conversion, 2) is Fate.SKIPPED


def test_nicdefs_of_one_number_add_up_and_get_the_prefix() -> None:
    text = "PROFILE LNX\nNICDEF 600 TYPE QDIO LAN SYSTEM VSW1\nUSER TEST PW 1G\nINCLUDE LNX\nNICDEF 600 MACID 0A01FF\n"
    (nic,) = devices(converted(text + ROOT, MAP), "interfaces")
    assert nic["mac"] == "02:0a:b0:0a:01:ff"
    assert nic["network"] == Ref(variable="net_vsw1")


@pytest.mark.parametrize(
    ("nicdef", "vlan"),
    [
        ("VLAN 42", {"access": 42}),
        ("VLAN 42 PORTTYPE TRUNK", {"trunk": (42,)}),
        ("VLAN 10 20-21", {"trunk": (10, 20, 21)}),
    ],
)
def test_vlans_are_set_on_open_vswitch(nicdef: str, vlan: dict[str, Any]) -> None:
    text = f"USER TEST PW 1G\nNICDEF 600 LAN SYSTEM VSW9\nNICDEF 600 {nicdef}\n{ROOT}"
    (nic,) = devices(converted(text, MAP.replace("networks:", "networks:\n  SYSTEM VSW9: {ovs: ovsbr0}")), "interfaces")
    assert {name: each.value for name, each in nic["vlan"].arguments.items()} == vlan
    bridged = converted(text, MAP.replace("networks:", "networks:\n  SYSTEM VSW9: {bridge: br0}"))
    assert "vlan" not in devices(bridged, "interfaces")[0]
    assert fate(bridged, 3) is Fate.APPROXIMATED


def test_a_profiles_statement_that_does_not_count_says_so() -> None:
    text = f"PROFILE LNX\nIPL CMS\nUSER TEST PW 1G\nINCLUDE LNX\nIPL 100\n{ROOT}"
    conversion = converted(text, MAP)
    assert (fate(conversion, 2), conversion.lines[1].notes) == (Fate.SKIPPED, ("another statement of the guest wins",))


def test_couple_plugs_an_adapter_in() -> None:
    (nic,) = devices(guest("COMMAND DEFINE NIC 600 TYPE QDIO\nCOMMAND COUPLE 600 TO SYSTEM VSW1\n"), "interfaces")
    assert nic["network"] == Ref(variable="net_vsw1")


def test_an_adapter_without_lan_is_told() -> None:
    conversion = guest("NICDEF 600 TYPE QDIO\n")
    assert devices(conversion, "interfaces") == []
    assert fate(conversion, 2) is Fate.NONE


def test_three_dedicated_devices_are_one_osa() -> None:
    conversion = guest("DEDICATE 700 4300\nDEDICATE 701 4301\nDEDICATE 702 4302\n")
    (nic,) = devices(conversion, "interfaces")
    assert nic["devno"] == "0x0700"
    assert [fate(conversion, line) for line in (2, 3, 4)] == [Fate.APPROXIMATED] * 3


def test_a_dedicated_dasd_is_a_disk() -> None:
    (_, disk) = devices(guest("DEDICATE 300 0E22\n"), "disks")
    assert disk == {"name": "disk-0300", "block": Ref(variable="dasd_0e22", attribute="path"), "devno": "0x0300"}


@pytest.mark.parametrize(
    ("ipl", "boots", "fate_"),
    [
        ("IPL 100", "disk-0100", Fate.CONVERTED),
        ("IPL 100 PARM ro", "disk-0100", Fate.APPROXIMATED),
        ("IPL CMS PARM AUTOCR", "disk-0100", Fate.APPROXIMATED),
        ("IPL 190", "disk-0100", Fate.APPROXIMATED),
    ],
)
def test_ipl_names_the_boot_disk(ipl: str, boots: str, fate_: Fate) -> None:
    conversion = guest(f"{ipl}\nMDISK 191 3390 1 1 VOL001 MR\n")
    assert scalars(conversion)["boot"].arguments["disk"].value == boots
    assert fate(conversion, 2) is fate_


def test_autostart_comes_from_the_list_and_never_from_xautolog() -> None:
    assert "autostart" not in scalars(guest("XAUTOLOG AUTOLOG1\n"))
    wishes = Wishes(autolog=frozenset({"TEST"}))
    assert scalars(guest("", wishes=wishes))["autostart"] is True


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("USER CMSUSER PW 64M 64M G\nIPL CMS\nMDISK 191 3390 1 5 VOL001 MR\n", "nothing of Linux to boot"),
        ("USER TCPIP PW 64M 64M G\nIPL CMS\nMDISK 200 3390 1 5 VOL001 MR\n", "a service machine of z/VM"),
        ("USER X PW 64M 64M G\nMACHINE XC\nMDISK 200 3390 1 5 VOL001 MR\n", "MACHINE XC"),
        ("USER ZOS1 PW 1G 1G G\nMDISK 200 3390 1 5 VOL001 MR\n", "runs z/OS"),
        ("USER X PW 1G 1G G\nIPL A82 LOADPARM 0A82TSM1\nMDISK 200 3390 1 5 VOL001 MR\n", "is one of z/OS"),
        ("USER X NOLOG\nMDISK 200 3390 1 5 VOL001 MR\n", "nobody logs on"),
        (
            "USER X PW 1G\nMDISK 200 3390 1 5 VOL001 MR\nMDISK 200 3390 6 5 VOL001 MR\n",
            "0200 is defined on lines 2 and 3",
        ),
        ("USER X PW 1G\nMDISK 200 3390 1 VOL001 MR\n", "line 2 cannot be read"),
        ("USER X PW 1T 1G\nMDISK 200 3390 1 5 VOL001 MR\n", "line 1 cannot be read"),
        ("USER X PW 1G\nMDISK 200 3390 1 5 VOL001 MR\nUSR Y PW 1G\nMDISK 201 3390 6 5 VOL001 MR\n", "another entry"),
        ("USER X PW 1G\nMDISK 601 3390 1 5 VOL001 MR\nNICDEF 600 TYPE QDIO LAN SYSTEM VSW1\n", "0601 is defined"),
    ],
)
def test_guests_that_cannot_be_converted_say_why(text: str, reason: str) -> None:
    conversion = converted(text, MAP)
    assert reason in refused(conversion)
    assert {each.fate for each in conversion.lines} <= {Fate.REFUSED, Fate.FAULTY, Fate.UNKNOWN}


def test_the_map_has_the_last_word_about_linux() -> None:
    text = "USER TCPIP PW 1G 1G G\nMDISK 200 3390 1 5 VOL001 MR\n"
    conversion = converted(text, f"{MAP}guests: {{TCPIP: {{linux: true, name: tcpip, autostart: true}}}}\n")
    assert scalars(conversion)["name"] == "tcpip"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MDISK 101 3390 50 100 VOL001 MR\n", "overlaps"),
        ("INCLUDE NOSUCH\n", "there is no PROFILE NOSUCH"),
        ("MDISK 101 3390 900 1 VOL001 MR\nMACHINE ESA\n", "MACHINE should stand before the devices"),
        ("SHARE ABSOLUTE 60%\nSHARE CP ABSOLUTE 60%\n", "add up to 120 per cent"),
        ("NICDEF 600 LAN SYSTEM VSW1 MACID 000001\nNICDEF 700 LAN SYSTEM VSW1 MACID 000001\n", "MACID 000001 is that"),
    ],
)
def test_checks_of_the_directory_warn_with_a_line(text: str, message: str) -> None:
    found = [each for each in guest(text).findings if message in each.message]
    assert found
    assert all(each.line > 0 for each in found)


def test_an_identity_becomes_a_guest_on_each_member() -> None:
    text = (
        "IDENTITY DNS PW 1G 2G G\nBUILD ON ZVM1 USING SUBCONFIG DNS-1\nBUILD ON ZVM2 USING SUBCONFIG DNS-2\n"
        "SUBCONFIG DNS-1\nMDISK 100 3390 1 5 VOL001 MR\nSUBCONFIG DNS-2\nMDISK 100 3390 6 5 VOL001 MR\n"
    )
    hosts = "hosts: {a: {uri: 'emulated:?host=a'}, b: {uri: 'emulated:?host=b'}}\nmembers: {ZVM1: a, ZVM2: b}\n"
    guests = converted(text, MAP + hosts).program.guests
    assert [each.scalars["host"].value for each in guests] == ["a", "b"]
    assert len({each.resources[0].name for each in guests}) == 2


def test_everything_the_map_lacks_is_told_at_once() -> None:
    text = (
        "USER TEST PW 1G\nNICDEF 600 LAN SYSTEM LAN9 MACID 000001\nDEDICATE 300 0A00\nMDISK 100 3390 1 5 VOL009 MR\n"
        "MDISK 101 3390 6 END VOL008 MR\n"
        "IDENTITY DNS PW 1G\nBUILD ON ZVM9 USING SUBCONFIG S\nMDISK 100 3390 1 5 VOL009 MR\n"
    )
    with pytest.raises(InvalidInput) as lacking:
        converted(text, "volumes: {VOL008: {pool: images}}\n")
    paths = {fault.path for fault in lacking.value.faults}
    assert paths >= {
        "map.yaml networks.SYSTEM LAN9",
        "map.yaml devices.0A00",
        "map.yaml volumes.VOL009",
        "map.yaml volumes.VOL008.cylinders",
        "map.yaml members.ZVM9",
    }


def test_only_the_guests_asked_for_are_converted() -> None:
    more = "USER OTHER PW 1G\nMDISK 100 3390 200 5 VOL001 MR\n"
    conversion = guest("", more=more, wishes=Wishes(only=frozenset({"OTHER"})))
    assert [each.userid for each in conversion.program.guests] == ["OTHER"]
    with pytest.raises(InvalidInput, match=r"NOBODY is not in USER\.DIRECT"):
        guest("", wishes=Wishes(only=frozenset({"NOBODY"})))
