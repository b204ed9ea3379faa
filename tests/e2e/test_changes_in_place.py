"""What a user changes on a running guest happens in place: live where it can, told where it must wait."""

from __future__ import annotations

import pytest

from tests.e2e.lab import Lab
from tests.e2e.programs import LAN, ROOT_DISK, guest, volumes

pytestmark = pytest.mark.pulumi_cli

REPLACING_VERBS = {"undefine", "stop", "start"}


def identity(lab: Lab) -> tuple[object, ...]:
    """What must never change: uuid, MAC addresses, device numbers."""
    state = lab.outputs_of("Guest", "linux01")
    return (state["uuid"], *sorted((row["name"], row["devno"], row.get("mac")) for row in state["devices"]))


def verbs_since(lab: Lab, number: int) -> list[str]:
    return [row.verb for row in lab.journal() if row.number > number]


def test_memory_of_a_running_guest_waits_for_its_next_boot_and_says_so(lab: Lab) -> None:
    lab.program(guest())
    lab.up()
    before = identity(lab)

    lab.program(guest(memory="2 GiB"))
    preview = lab.preview()
    assert "memory 1 GiB → 2 GiB: next boot (" in preview
    assert "replace" not in preview.text
    lab.up()
    state = lab.outputs_of("Guest", "linux01")
    assert any("memory" in line for line in state["pending"])
    assert "Max memory:     1048576 KiB" in lab.zkvm("dominfo", "linux01")
    assert "<memory unit='KiB'>2097152</memory>" in lab.zkvm("dumpxml", "--inactive", "linux01")

    lab.program(guest(memory="2 GiB", more='next_boot="restart",'))
    lab.up()
    assert lab.outputs_of("Guest", "linux01")["pending"] == []
    assert "Max memory:     2097152 KiB" in lab.zkvm("dominfo", "linux01")
    assert identity(lab) == before


def test_vcpus_a_disk_and_an_interface_are_added_to_the_running_guest(lab: Lab) -> None:
    lab.program(volumes(1) + guest())
    lab.up()
    before, last = {row["name"]: row["devno"] for row in _devices(lab)}, lab.journal()[-1].number

    data = ROOT_DISK + ', zkvm.DiskArgs(name="data", volume=disks[0])'
    second = LAN + ', zkvm.InterfaceArgs(name="san", macvtap=zkvm.MacvtapArgs(dev="eth1"))'
    lab.program(volumes(1) + guest(disks=data, interfaces=second, more="vcpus=3,"))
    preview = lab.preview()
    assert "vcpus 1 → 3: live" in preview
    assert "disks[data]" in preview
    assert "interfaces[san]" in preview
    lab.up()

    after = {row["name"]: row["devno"] for row in _devices(lab)}
    assert {name: after[name] for name in before} == before
    assert {"data", "san"} <= set(after)
    assert not REPLACING_VERBS & set(verbs_since(lab, last))
    assert after["data"] in lab.zkvm("dumpxml", "linux01")
    assert after["data"] in lab.zkvm("dumpxml", "--inactive", "linux01")
    assert "CPU(s):         3" in lab.zkvm("dominfo", "linux01")
    assert "unchanged" in lab.up("--expect-no-changes")


def test_removing_the_first_of_three_disks_moves_nothing_and_order_means_nothing(lab: Lab) -> None:
    disks = ", ".join(f'zkvm.DiskArgs(name="d{n}", volume=disks[{n}])' for n in range(3))
    lab.program(volumes(3) + guest(disks=disks))
    lab.up()
    before = {row["name"]: (row["devno"], row.get("target")) for row in _devices(lab)}

    backwards = ", ".join(f'zkvm.DiskArgs(name="d{n}", volume=disks[{n}])' for n in (2, 0, 1))
    lab.program(volumes(3) + guest(disks=backwards))
    lab.up("--expect-no-changes")

    rest = ", ".join(f'zkvm.DiskArgs(name="d{n}", volume=disks[{n}])' for n in (1, 2))
    lab.program(volumes(3) + guest(disks=rest))
    lab.up()
    after = {row["name"]: (row["devno"], row.get("target")) for row in _devices(lab)}
    assert after == {name: where for name, where in before.items() if name != "d0"}


def _devices(lab: Lab) -> list[dict[str, str]]:
    devices: list[dict[str, str]] = lab.outputs_of("Guest", "linux01")["devices"]
    return devices
