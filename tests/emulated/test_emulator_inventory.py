"""The inventory: strict, with located faults, and a default that has every device of the talk."""

from __future__ import annotations

import pytest

from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.emulated.host import scsi_unit
from zkvm_provider.hypervisor.emulated.inventory import (
    HostInventory,
    default_inventory_text,
    machine_id,
    parse_inventory,
)

SMALL = """\
machine: "2964"
cpus: 2
memory: 4 GiB
virt_types: [qemu]
emulator: /usr/bin/qemu-system-s390x
filesystems: [{path: /, capacity: 10 GiB}]
"""


@pytest.fixture
def default() -> HostInventory:
    return parse_inventory(default_inventory_text(), source="default.yaml")


def test_the_default_host_offers_kvm_and_qemu(default: HostInventory) -> None:
    assert default.virt_types == ("kvm", "qemu")


def test_the_default_host_has_the_talks_san(default: HostInventory) -> None:
    seen = {
        (fcp.bus_id, fcp.scsi_host, port.wwpn, port.target, lun.lun)
        for fcp in default.fcp_devices
        for port in fcp.ports
        for lun in port.luns
    }
    assert ("0.0.1c98", 0, "0x500507630603c763", 15, "0x4022401100000000") in seen
    assert ("0.0.1c98", 0, "0x500507630603c763", 15, "0x4022403300000000") in seen
    assert ("0.0.1ca8", 1, "0x500507630608c763", 15, "0x4022403300000000") in seen


def test_the_default_host_has_the_talks_osa_nic_and_dasd(default: HostInventory) -> None:
    (osa, *_) = default.osas
    assert osa.bus_ids == ("0.0.4300", "0.0.4301", "0.0.4302")
    assert (osa.interface, osa.layer2) == ("enccw0.0.4300", True)
    assert "eth1" in default.nics
    dasd = default.dasd("0.0.0e1e")
    assert dasd is not None
    assert "/dev/disk/by-path/ccw-0.0.0e1e-part1" in dasd.paths


def test_the_default_host_swaps_as_the_talk_does(default: HostInventory) -> None:
    assert [swap.size_kib for swap in default.swaps] == [268434428] * 16
    assert (default.swaps[0].filename, default.swaps[-1].filename) == ("/dev/dm16", "/dev/dm29")


@pytest.mark.parametrize(
    ("lun", "unit"), [("0x4022401100000000", 1074872354), ("0x4022403300000000", 1077100578), ("0x0000000000000000", 0)]
)
def test_linux_writes_the_words_of_a_lun_in_reverse_order(lun: str, unit: int) -> None:
    assert scsi_unit(lun) == unit


FAULTS = [
    ("cpus: 2", "cpus: many", "lab.yaml:2 cpus: expected a number, got 'many'"),
    ("memory: 4 GiB", "memory: 4 XB", "lab.yaml:3 memory: unknown unit 'XB'"),
    ("cpus: 2", "cpu: 2", "lab.yaml:2 cpu: unknown key"),
    ("cpus: 2\n", "", "lab.yaml:1: cpus is missing"),
    ("cpus: 2", "cpus: 2\ncpus: 3", "lab.yaml:3 cpus: given twice"),
    ("[qemu]", "[xen]", "lab.yaml:4 virt_types[0]: expected something like kvm or qemu, got 'xen'"),
    ("[qemu]", "[]", "virt_types is empty"),
    ("[qemu]", "qemu", "lab.yaml:4 virt_types: expected a list"),
    ("cpus: 2", "cpus:", "lab.yaml:2 cpus: a value is missing"),
    ("cpus: 2", "cpus: [2]", "lab.yaml:2 cpus: expected one value"),
    ("{path: /, capacity: 10 GiB}", "{path: /srv, capacity: 10 GiB}", "filesystems has no entry for /"),
    ("[qemu]", "[qemu]\ndasds: [{bus_id: 0.0.e1e, device: dasda, capacity: 1 GiB}]", "dasds[0].bus_id"),
    ("[qemu]", "[qemu]\nnics: [eth0]\nbridges: [eth0]", "interface eth0 is given twice"),
    ("[qemu]", "[qemu]\naddresses: [{interface: eth7, address: 10.0.0.1/8}]", "eth7, which the host does not have"),
    ("[qemu]", "[qemu", "this is not YAML"),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS, ids=[new or "missing" for _, new, _ in FAULTS])
def test_a_fault_is_named_with_its_line_and_path(old: str, new: str, said: str) -> None:
    assert parse_inventory(SMALL, source="lab.yaml").cpus == 2
    with pytest.raises(InvalidInput) as caught:
        parse_inventory(SMALL.replace(old, new), source="lab.yaml")
    assert said in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_inventory(SMALL.replace("cpus: 2", "cpus: x").replace("[qemu]", "[xen]"), source="lab.yaml")
    assert len(caught.value.faults) == 2


def test_a_machine_id_follows_from_seed_and_name() -> None:
    assert machine_id("a", "lpar1") == machine_id("a", "lpar1")
    assert len({machine_id(seed, host) for seed in "ab" for host in ("lpar1", "lpar2")}) == 4
    assert len(bytes.fromhex(machine_id("a", "lpar1"))) == 16
