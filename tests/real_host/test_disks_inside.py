"""LUNs and disks of a running guest, seen from inside: they come, grow and go without a reboot."""

from __future__ import annotations

import re

import pytest

from tests.e2e.lab import Lab as Stack
from tests.kvmlab.conftest import RunningLab
from tests.real_host.inventory import Inventory
from tests.real_host.programs import POOL
from tools.kvmlab import console, iscsi
from tools.kvmlab.places import HostPlace

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(300),
]

ROOT = 'zkvm.DiskArgs(name="root", volume=root)'
SECTORS_PER_MIB = 2048


def program(portal: str, *, capacity: str, units: tuple[int, ...] = (1,), disk: int | None = None) -> str:
    """A guest with a volume of `capacity` and, over iSCSI, LUNs of the units and a virtio disk of unit `disk`."""

    def unit(number: int) -> str:
        return f'zkvm.IscsiArgs(host="{portal}", target="{iscsi.TARGET}", lun={number})'

    luns = ", ".join(f'zkvm.LunArgs(name="unit{number}", iscsi={unit(number)})' for number in units)
    more = "" if disk is None else f'zkvm.DiskArgs(name="san", format="raw", iscsi={unit(disk)})'
    return (
        POOL
        + f"""
root = zkvm.Qcow2Disk("root", pool=pool, name="root.qcow2", capacity="{capacity}")
zkvm.Guest(
    "linux",
    name="e2e-linux",
    memory="256 MiB",
    boot=zkvm.BootArgs(kernel="/boot/kernel", initrd="/boot/initrd.img"),
    disks=[{ROOT}, {more}],
    luns=[{luns}],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
    shutdown=zkvm.ShutdownArgs(grace_s=0),
)
"""
    )


def test_luns_and_disks_come_grow_and_go_under_a_running_guest(
    stack: Stack, host: HostPlace, shared_lab: RunningLab, inventory: Inventory
) -> None:
    portal, before = shared_lab.lab.target_address, inventory.now()

    def report() -> str:
        return console.ask(host.uri, "e2e-linux", "cat /proc/sys/kernel/random/boot_id; report").text

    def sizes(of: str, seen: str) -> list[int]:
        """Sizes in MiB of the disks named so, in the order of their names."""
        sectors = re.findall(rf"^disk name={of}\w+ sectors=(\d+)", seen, re.MULTILINE)
        return [int(count) // SECTORS_PER_MIB for count in sectors]

    def units(seen: str) -> int:
        return seen.count("vendor=IET")

    stack.program(program(portal, capacity="16 MiB"))
    stack.up()
    first = report()
    assert (sizes("vd", first), units(first)) == ([16], 1)

    stack.program(program(portal, capacity="32 MiB", units=(1, 2), disk=2))
    stack.up()
    second = report()
    assert (sorted(sizes("vd", second)), units(second)) == ([32, 256], 2)
    stack.up("--expect-no-changes", "--refresh")

    stack.program(program(portal, capacity="32 MiB"))
    stack.up()
    third = report()
    assert (sizes("vd", third), units(third)) == ([32], 1)
    assert {seen.splitlines()[0] for seen in (second, third)} == {first.splitlines()[0]}, "the guest was rebooted"
    stack.destroy()
    assert inventory.now() == before
