"""A real host goes down with all that runs on it and comes up again: what has autostart runs, the rest is drift."""

from __future__ import annotations

import re
import time

import pytest

from tests.e2e.lab import Lab as Stack
from tests.kvmlab.conftest import RunningLab
from tests.real_host.inventory import Inventory
from tools.kvmlab import process
from tools.kvmlab.places import HostPlace
from tools.kvmlab.up import pid_file

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(300),
]

GUESTS = ("e2e-kept", "e2e-plain", "e2e-off")
BOOTED_LIMIT_S = 60.0


def program(*, memory: str = "64 MiB") -> str:
    return f"""
pool = zkvm.StoragePool("pool", name="e2e", target="/var/lib/libvirt/e2e", autostart=True)
lan = zkvm.BridgeNetwork("lan", name="e2e-lan", bridge="zkbr0", autostart=True)
common = dict(
    memory="{memory}",
    boot=zkvm.BootArgs(kernel="/boot/kernel", initrd="/boot/initrd.img"),
    interfaces=[zkvm.InterfaceArgs(name="lan", network=lan)],
    shutdown=zkvm.ShutdownArgs(grace_s=0),
)
disk = zkvm.Qcow2Disk("disk", pool=pool, name="disk.qcow2", capacity="16 MiB")
root = [zkvm.DiskArgs(name="root", volume=disk)]
zkvm.Guest("kept", name="e2e-kept", autostart=True, disks=root, **common)
zkvm.Guest("plain", name="e2e-plain", **common)
zkvm.Guest("off", name="e2e-off", power="stopped", **common)
"""


def identity(inventory: Inventory) -> list[list[str]]:
    """What outlives a restart: uuid, MAC address, device numbers."""
    every = [inventory.virsh("dumpxml", "--inactive", name) for name in GUESTS]
    return [re.findall(r"<uuid>.*|<mac address=.*|devno='\w+'", xml) for xml in every]


def states(inventory: Inventory) -> dict[str, str]:
    return {name: inventory.virsh("domstate", name).strip() for name in GUESTS}


def test_after_a_restart_power_is_as_the_host_left_it_and_the_next_up_restores_it(
    stack: Stack, host: HostPlace, inventory: Inventory, shared_lab: RunningLab
) -> None:
    before = inventory.now()
    stack.program(program())
    stack.up()
    same = identity(inventory)
    stack.program(program(memory="96 MiB"))
    stack.up()
    assert stack.outputs_of("Guest", "kept")["pending"] != []

    machine = process.living(pid_file(host.folder))
    assert machine is not None
    process.kill(machine)
    try:
        unreachable = stack.refresh(expect=None)
        assert unreachable.code != 0
        assert host.uri in unreachable
        assert {stack.outputs_of("Guest", name)["powerState"] for name in ("kept", "plain")} == {"running"}
    finally:
        shared_lab.up()
    deadline = time.monotonic() + BOOTED_LIMIT_S
    while states(inventory)["e2e-kept"] != "running":
        assert time.monotonic() < deadline, "what has autostart did not come back"
    assert states(inventory) == {"e2e-kept": "running", "e2e-plain": "shut off", "e2e-off": "shut off"}

    stack.refresh()
    assert stack.outputs_of("Guest", "kept")["pending"] == []
    assert "<memory unit='KiB'>98304</memory>" in inventory.virsh("dumpxml", "e2e-kept")
    preview = stack.preview()
    assert "power stopped → running: live" in preview
    assert preview.text.count("update [diff") == preview.text.count("Guest plain update [diff"), preview.text
    stack.up()
    assert states(inventory) == {"e2e-kept": "running", "e2e-plain": "running", "e2e-off": "shut off"}
    assert identity(inventory) == same
    stack.up("--expect-no-changes", "--refresh")
    stack.destroy()
    assert inventory.now() == before
