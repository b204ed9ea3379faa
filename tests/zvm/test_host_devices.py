"""Devices of the host that a guest is given: LUNs behind FCP devices, DASDs passed through, crypto, NAT networks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.zvm.conftest import converted
from zkvm_provider.errors import InvalidInput
from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.mapping import read_map
from zkvm_provider.zvm.plan import Ref, Resource
from zkvm_provider.zvm.program.files import program_files

ROOT = "MDISK 100 3390 1 100 VOL001 MR\n"
PORT_A, PORT_B, BOOT, DATA = "0x500507630603c763", "0x500507630608c763", "0x4022401100000000", "0x4022403300000000"
MAP = f"""
volumes:
  VOL001: {{pool: images}}
  PASSED: {{ccw: 0.0.0e21}}
devices:
  "0E22": {{ccw: 0.0.0e22}}
  "1C98": {{fcp: 0.0.1c98, luns: [{{wwpn: "{PORT_A}", lun: "{BOOT}"}}, {{wwpn: "{PORT_A}", lun: "{DATA}"}}]}}
  "1CA8": {{fcp: 0.0.1ca8, path_of: "1C98", luns: [{{wwpn: "{PORT_B}", lun: "{DATA}"}}]}}
"""
FCP = "DEDICATE 300 1C98\n"
BOTH = f"{FCP}DEDICATE 400 1CA8\n"
LOADDEV = f"LOADDEV PORTNAME {PORT_A[2:]}\nLOADDEV LUN {DATA[2:]}\n"


def guest(body: str, more: str = "") -> Conversion:
    return converted(f"USER TEST PW 1G\n{body}", MAP + more)


def devices(conversion: Conversion, family: str) -> list[dict[str, Any]]:
    found = conversion.program.guests[0].devices.get(family, [])
    return [{name: each.value for name, each in device.arguments.items()} for device in found]


def resources(conversion: Conversion, kind: str) -> dict[str, Resource]:
    every = [*conversion.program.guests[0].resources, *conversion.program.shared]
    return {each.variable: each for each in every if each.kind == kind}


def boots(conversion: Conversion) -> str:
    return str(conversion.program.guests[0].scalars["boot"].value.arguments["disk"].value)  # type: ignore[union-attr]


def fate(conversion: Conversion, line: int) -> Fate:
    return conversion.lines[line - 1].fate


def variable(fcp: str, port: str, lun: str) -> str:
    return f"lun_{fcp}_{port[2:]}_{lun[2:]}"


def test_the_luns_behind_an_fcp_device_are_luns_of_the_guest() -> None:
    conversion = guest(f"IPL 100\n{FCP}{ROOT}")
    assert devices(conversion, "luns") == [
        {"name": "lun-0300-0", "lun": Ref(variable=variable("1c98", PORT_A, BOOT))},
        {"name": "lun-0300-1", "lun": Ref(variable=variable("1c98", PORT_A, DATA))},
    ]
    assert [each["name"] for each in devices(conversion, "disks")] == ["disk-0100"]
    assert boots(conversion) == "disk-0100"
    made = resources(conversion, "ScsiLun")[variable("1c98", PORT_A, DATA)].arguments
    assert {name: said.value for name, said in made.items()} == {"fcp_device": "0.0.1c98", "wwpn": PORT_A, "lun": DATA}
    assert fate(conversion, 3) is Fate.APPROXIMATED


def test_a_lun_with_two_paths_is_the_multipath_device_that_the_last_of_them_sees() -> None:
    conversion = guest(f"IPL 100\n{BOTH}{ROOT}")
    first, second = variable("1c98", PORT_A, DATA), variable("1ca8", PORT_B, DATA)
    (_, data) = devices(conversion, "luns")
    assert data == {"name": "lun-0300-1", "block": Ref(variable=second, attribute="multipath")}
    assert resources(conversion, "ScsiLun")[second].depends == (Ref(variable=first),)
    assert f"opts=pulumi.ResourceOptions(depends_on=[{first}])" in program_files(conversion)["shared.py"]
    assert "as a further path" in conversion.lines[3].notes[0]


def test_a_further_path_may_stand_before_the_first_one() -> None:
    conversion = guest(f"DEDICATE 200 1CA8\n{FCP}{ROOT}")
    assert [each["name"] for each in devices(conversion, "luns")] == ["lun-0300-0", "lun-0300-1"]


def test_one_lun_behind_two_ports_of_an_fcp_device_has_two_paths() -> None:
    both = (
        f'"1D00": {{fcp: 0.0.1d00, luns: [{{wwpn: "{PORT_A}", lun: "{DATA}"}}, {{wwpn: "{PORT_B}", lun: "{DATA}"}}]}}'
    )
    conversion = guest(f"DEDICATE 500 1D00\n{ROOT}", f"  {both}\n")
    (data,) = devices(conversion, "luns")
    assert data["block"] == Ref(variable=variable("1d00", PORT_B, DATA), attribute="multipath")


def test_a_further_path_without_the_first_stands_for_itself() -> None:
    (data,) = devices(guest(f"DEDICATE 400 1CA8\n{ROOT}"), "luns")
    assert data == {"name": "lun-0400-0", "lun": Ref(variable=variable("1ca8", PORT_B, DATA))}


@pytest.mark.parametrize(
    ("body", "boots_from", "lun", "warning"),
    [
        pytest.param(f"IPL 300\n{LOADDEV}{FCP}", "lun-0300-1", DATA, "", id="LOADDEV names it"),
        pytest.param(f"IPL 300\n{FCP}", "lun-0300-0", BOOT, "", id="the first behind the device"),
        pytest.param(f"IPL CMS\n{LOADDEV}{FCP}", "lun-0300-1", DATA, "IPL CMS names", id="CMS, and LOADDEV"),
        pytest.param(f"IPL CMS\n{FCP}", "lun-0300-0", BOOT, "IPL CMS names", id="no other disk"),
        pytest.param(
            f"IPL 300\nLOADDEV LUN 4022409900000000\n{FCP}",
            "lun-0300-0",
            BOOT,
            "which the map does not have",
            id="lost",
        ),
    ],
)
def test_the_lun_to_boot_from_is_a_disk(body: str, boots_from: str, lun: str, warning: str) -> None:
    conversion = guest(body)
    assert boots(conversion) == boots_from
    (disk,) = devices(conversion, "disks")
    path = Ref(variable=variable("1c98", PORT_A, lun), attribute="path")
    assert disk == {"name": boots_from, "block": path, "devno": "0x0300"}
    assert boots_from not in {each["name"] for each in devices(conversion, "luns")}
    said = " ".join(each.message for each in conversion.findings)
    assert warning in said
    assert bool(said) == bool(warning)


def test_a_lun_over_two_paths_can_be_booted_from() -> None:
    conversion = guest(f"IPL 400\n{LOADDEV}{BOTH}")
    (disk,) = devices(conversion, "disks")
    assert disk["block"] == Ref(variable=variable("1ca8", PORT_B, DATA), attribute="multipath")
    assert boots(conversion) == disk["name"]


@pytest.mark.parametrize(
    ("statement", "bus_id"), [("DEDICATE 300 0E22", "0.0.0e22"), ("DEDICATE 300 VOLID PASSED", "0.0.0e21")]
)
def test_a_dasd_is_passed_through_where_the_map_says_so(statement: str, bus_id: str) -> None:
    conversion = guest(f"{statement}\n{ROOT}")
    ((name, made),) = resources(conversion, "MediatedDevice").items()
    assert {key: said.value for key, said in made.arguments.items()} == {"parent": bus_id}
    assert devices(conversion, "mdevs") == [
        {"name": "dasd-0300", "model": "vfio-ccw", "device": Ref(variable=name), "devno": "0x0300"}
    ]
    assert fate(conversion, 2) is Fate.CONVERTED


def test_read_only_is_lost_when_a_dasd_is_passed_through() -> None:
    assert fate(guest(f"DEDICATE 300 0E22 R/O\n{ROOT}"), 2) is Fate.APPROXIMATED


def test_a_dasd_that_is_passed_through_is_booted_from() -> None:
    conversion = guest(f"IPL 300\nDEDICATE 300 0E22\n{ROOT}")
    assert boots(conversion) == "dasd-0300"
    assert fate(conversion, 2) is Fate.CONVERTED


def test_the_load_parameter_of_a_dasd_that_is_passed_through_is_lost_and_told() -> None:
    conversion = guest(f"IPL 300 LOADPARM 2\nDEDICATE 300 0E22\n{ROOT}")
    assert boots(conversion) == "dasd-0300"
    assert "loadparm" not in conversion.program.guests[0].scalars["boot"].value.arguments  # type: ignore[union-attr]
    assert fate(conversion, 2) is Fate.APPROXIMATED
    assert "LOADPARM 2 is dropped" in conversion.lines[1].notes[0]


def test_a_guest_with_nothing_to_boot_from_is_told() -> None:
    conversion = guest("IPL 300\nDEDICATE 400 0E22\n")
    assert "boot" not in conversion.program.guests[0].scalars
    assert [each.line for each in conversion.findings if "no disk to boot from" in each.message] == [2]


@pytest.mark.parametrize("disk", ["MDISK 200 3390 1 10 PASSED MR", "MDISK 200 3390 DEVNO 0E22 MR"])
def test_a_minidisk_cannot_be_passed_through(disk: str) -> None:
    conversion = guest(f"{disk}\n{ROOT}")
    assert fate(conversion, 2) is Fate.NONE
    assert [each["name"] for each in devices(conversion, "disks")] == ["disk-0100"]


CRYPTO = f"CRYPTO DOMAIN 6 APDEDICATED 1\nCRYPTO APDED 2\n{ROOT}"


@pytest.mark.parametrize(
    ("places", "adapters", "domains", "warned"),
    [
        pytest.param("", (1, 2), (6,), True, id="as on z/VM"),
        pytest.param("crypto: {TEST: {adapters: [3, 4], domains: [11]}}\n", (3, 4), (11,), False, id="renumbered"),
    ],
)
def test_dedicated_crypto_is_a_device_made_of_its_adapters_and_domains(
    places: str, adapters: tuple[int, ...], domains: tuple[int, ...], warned: bool
) -> None:
    conversion = guest(CRYPTO, places)
    ((name, made),) = resources(conversion, "MediatedDevice").items()
    assert {key: said.value for key, said in made.arguments.items()} == {"adapters": adapters, "domains": domains}
    assert devices(conversion, "mdevs") == [{"name": "crypto", "model": "vfio-ap", "device": Ref(variable=name)}]
    assert [fate(conversion, line) for line in (2, 3)] == [Fate.CONVERTED] * 2
    assert any("may number them otherwise" in each.message for each in conversion.findings) == warned


def test_dedicated_crypto_may_be_a_device_that_is_there() -> None:
    uuid = "11111111-2222-3333-4444-555555555555"
    conversion = guest(CRYPTO, f"crypto: {{TEST: {{device: {uuid}}}}}\n")
    assert devices(conversion, "mdevs") == [{"name": "crypto", "model": "vfio-ap", "device": uuid}]
    assert not resources(conversion, "MediatedDevice")
    assert "adapters 0x01 0x02, domains 0x06" in conversion.lines[1].notes[0]


@pytest.mark.parametrize(
    ("statement", "places", "expected"),
    [
        ("CRYPTO APVIRTUAL", "", Fate.NONE),
        ("CRYPTO APDEDICATED 1", "", Fate.NONE),
        ("CRYPTO DOMAIN 6 APDEDICATED 1", "crypto: {TEST: {skip: not needed}}\n", Fate.SKIPPED),
    ],
)
def test_crypto_that_the_guest_does_not_get(statement: str, places: str, expected: Fate) -> None:
    conversion = guest(f"{statement}\n{ROOT}", places)
    assert fate(conversion, 2) is expected
    assert not devices(conversion, "mdevs")


@pytest.mark.parametrize(
    ("place", "arguments"),
    [
        ("{nat: 10.1.0.0/24}", {"cidr": "10.1.0.0/24"}),
        ("{isolated: 10.1.0.0/24}", {"mode": "isolated", "cidr": "10.1.0.0/24"}),
    ],
)
def test_a_guest_lan_may_become_a_network_of_which_libvirt_is_the_host(place: str, arguments: dict[str, str]) -> None:
    conversion = guest(f"NICDEF 600 LAN SYSTEM LAN1\n{ROOT}", f"networks: {{SYSTEM LAN1: {place}}}\n")
    ((name, made),) = resources(conversion, "NatNetwork").items()
    assert {key: said.value for key, said in made.arguments.items()} == {"name": "lan1", **arguments}
    assert devices(conversion, "interfaces")[0]["network"] == Ref(variable=name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("devices: {'1CA8': {fcp: 0.0.1ca8, path_of: '1C98'}}", "1C98 is no FCP device of `devices`"),
        ("crypto: {A: {}}", "crypto.A: expected exactly one of device, skip"),
        ("crypto: {A: {adapters: [1], domains: [2], skip: why}}", "crypto.A: expected exactly one of device, skip"),
        ("crypto: {A: {adapters: [256], domains: [1]}}", "crypto.A: 256 is not from 0 to 255"),
        ("networks: {L: {nat: 10.1.0.0}}", "networks.L.nat: expected something like 192.168.150.0/24"),
        ("devices: {'1C98': {ccw: 0.0.0e20, dasd: 0.0.0e20}}", "expected exactly one of dasd, ccw"),
    ],
)
def test_faults_of_the_map_are_told(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_map(text, source="map.yaml")
