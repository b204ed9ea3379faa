"""What today's tools get wrong on a real host, each tried here: nothing replaced, nothing left over, nothing silent."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.real_host.interrupting import BreakingProxy
from tests.real_host.inventory import Inventory
from tests.real_host.programs import ROOT, guest
from tools.kvmlab.places import HostPlace
from tools.waiting import wait_for

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(300),
]

NAME = "e2e-linux"
DESTRUCTIVE = {12, 35, 231, 234}
"""DOMAIN_DESTROY, DOMAIN_UNDEFINE, DOMAIN_UNDEFINE_FLAGS, DOMAIN_DESTROY_FLAGS of libvirt's remote_protocol.x."""
QUICK_S = 30.0
OTHER = """
<domain type='qemu'>
  <name>e2e-other</name>
  <memory unit='MiB'>64</memory>
  <os><type arch='s390x'>hvm</type><kernel>/boot/kernel</kernel></os>
  <devices>
    <interface type='direct'><source dev='enccw0.0.4300' mode='bridge'/><model type='virtio'/></interface>
  </devices>
</domain>
"""


@pytest.fixture
def watched(tmp_path: Path, host: HostPlace) -> Iterator[BreakingProxy]:
    """The way to the host, on which every call is seen and none is broken."""
    proxy = BreakingProxy(tmp_path / "socket", host.socket, {})
    yield proxy
    proxy.close()


@pytest.fixture
def watched_stack(tmp_path: Path, pulumi_cli: PulumiCli, watched: BreakingProxy, inventory: Inventory) -> Stack:
    uri = f"qemu+unix:///system?socket={tmp_path / 'socket'}"
    return Stack(tmp_path / "project", pulumi_cli, {"zkvm:host": uri})


def identity(inventory: Inventory) -> tuple[str, ...]:
    """What must outlive a change: uuid, MAC address, device numbers, and the very process that runs it."""
    live, config = inventory.virsh("dumpxml", NAME), inventory.virsh("dumpxml", "--inactive", NAME)
    found = [re.findall(r"<uuid>.*|<mac address=.*|devno='\w+'", xml) for xml in (live, config)]
    assert found[0] == found[1]
    return (*found[0], inventory.virsh("domid", NAME).strip())


def test_changes_keep_the_guest_and_refused_ones_leave_it_alone(
    watched_stack: Stack, watched: BreakingProxy, inventory: Inventory
) -> None:
    stack = watched_stack
    stack.program(guest())
    stack.up()
    before = identity(inventory)

    stack.program(guest(memory='"384 MiB"'))
    assert "memory 256 MiB → 384 MiB: next boot" in stack.preview()
    stack.up()
    assert identity(inventory) == before
    assert "<memory unit='KiB'>393216</memory>" in inventory.virsh("dumpxml", "--inactive", NAME)
    stack.up("--expect-no-changes", "--refresh")

    stack.program(guest(memory="0"))
    refused = stack.up(expect=None)
    assert refused.code != 0
    assert "memory" in refused
    config = inventory.virsh("dumpxml", "--inactive", NAME)

    data = 'zkvm.DiskArgs(name="data", file="/e2e-nowhere/data.raw")'
    stack.program(guest(memory='"384 MiB"', disks=f"{ROOT}, {data}"))
    refused = stack.up(expect=None)
    assert refused.code != 0
    assert "/e2e-nowhere/data.raw" in refused
    for part in (f"attach of domain '{NAME}' on qemu+unix:", "make it there, or correct its path"):
        assert part in refused, refused.text
    assert identity(inventory) == before
    assert inventory.virsh("dumpxml", "--inactive", NAME) == config
    stack.program(guest(memory='"384 MiB"'))
    stack.up()
    stack.up("--expect-no-changes", "--refresh")
    assert identity(inventory) == before
    assert not DESTRUCTIVE & set(watched.calls)
    stack.destroy()
    assert DESTRUCTIVE & set(watched.calls)


WRONG = {
    'zkvm.InterfaceArgs(name="lan", macvtap=zkvm.MacvtapArgs(dev="nosuch0"))': "interfaces[0].macvtap.dev",
    'zkvm.InterfaceArgs(name="lan", network="nosuch")': "interfaces[0].network",
    '{"name": "lan", "macvtap": {"dev": "enccw0.0.4300", "mod": "vepa"}}': "interfaces[0].macvtap.mod",
}
"""An interface that cannot be, and the property to blame."""


def test_a_wrong_or_misspelt_uplink_is_named_and_no_guest_is_made(stack: Stack, inventory: Inventory) -> None:
    before = inventory.now()
    for interface, path in WRONG.items():
        stack.program(guest(interfaces=interface))
        for outcome in (stack.preview(expect=None), stack.up(expect=None)):
            assert outcome.code != 0
            assert path in outcome, outcome.text
        assert inventory.now().domains == before.domains
    stack.destroy()
    assert inventory.now() == before


def test_an_uplink_that_only_the_kernel_refuses_leaves_a_guest_the_next_run_goes_on_with(
    stack: Stack, host: HostPlace, inventory: Inventory
) -> None:
    before = inventory.now()
    alone = 'zkvm.InterfaceArgs(name="lan", macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300", mode="passthrough"))'
    inventory.virsh("define", xml=OTHER)
    inventory.virsh("start", "--paused", "e2e-other")
    stack.program(guest(interfaces=alone))
    refused = stack.up(expect=None)
    assert refused.code != 0
    assert host.uri in refused, refused.text
    stack.program(guest())
    stack.up()
    stack.up("--expect-no-changes", "--refresh")
    assert inventory.virsh("domstate", NAME).strip() == "paused"
    stack.destroy()
    inventory.virsh("destroy", "e2e-other")
    inventory.virsh("undefine", "e2e-other")
    assert inventory.now() == before


def test_a_disk_that_is_not_there_fails_soon_and_leaves_nothing_behind(
    stack: Stack, host: HostPlace, inventory: Inventory
) -> None:
    before = inventory.now()
    disk = 'zkvm.DiskArgs(name="root", file="/e2e-nowhere/root.qcow2", format="qcow2")'
    stack.program(guest(disks=disk))
    start_s = time.monotonic()
    refused = stack.up(expect=None)
    assert time.monotonic() - start_s < QUICK_S
    assert refused.code != 0
    look = f"virsh -c '{host.uri}' dumpxml {NAME}"
    for part in ("/e2e-nowhere/root.qcow2", f"start of domain '{NAME}' on {host.uri}", look):
        assert part in refused, refused.text
    stack.destroy()
    assert inventory.now() == before


def test_a_disk_by_its_file_is_no_difference_ever_after(stack: Stack, host: HostPlace, inventory: Inventory) -> None:
    before, image = inventory.now(), host.images / "e2e-file.raw"
    image.write_bytes(bytes(1 << 20))
    stack.program(guest(disks='zkvm.DiskArgs(name="root", file="/var/lib/libvirt/images/e2e-file.raw", format="raw")'))
    stack.up()
    stack.up("--expect-no-changes")
    stack.up("--expect-no-changes", "--refresh")
    stack.destroy()
    assert image.exists()
    image.unlink()
    assert inventory.now() == before


def test_a_guest_with_nothing_to_boot_is_told_as_crashed(stack: Stack, host: HostPlace, inventory: Inventory) -> None:
    before = inventory.now()
    told = "is off because it crashed: it panicked, or found nothing to boot"
    stack.program(guest(boot="None", power="running"))
    stack.up()
    wait_until_off(inventory)
    refreshed = stack.refresh()
    assert told in refreshed, refreshed.text
    assert stack.outputs_of("Guest", "linux")["powerState"] == "shut off (crashed)"
    preview = stack.preview()
    assert told in preview, preview.text
    assert "power stopped → running" in preview
    again = stack.up()
    assert told in again, again.text

    stack.program(guest(power="paused"))
    wait_until_off(inventory)
    stack.up()
    stack.up("--expect-no-changes", "--refresh")
    stack.destroy()
    assert inventory.now() == before


def wait_until_off(inventory: Inventory) -> None:
    """The firmware gives up after about a second."""
    wait_for("the guest is off", lambda: inventory.virsh("domstate", NAME).strip() == "shut off", limit_s=QUICK_S)
