"""A guest made by hand on a real host: refused by name, taken over, watched, and given up without a trace."""

from __future__ import annotations

import re
import shlex

import pytest

from tests.e2e.lab import Lab as Stack
from tests.real_host.inventory import Inventory
from tests.real_host.programs import KERNEL
from tools.kvmlab.guest_xml import guest_xml
from tools.kvmlab.places import HostPlace

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(300),
]

NAME = "e2e-by-hand"
MAC = "52:54:00:0e:2e:01"
UPLINK = "zkvm.MacvtapArgs(dev='enccw0.0.4300')"
PROGRAM = f"""
zkvm.Guest(
    "{NAME}",
    name="{NAME}",
    memory="128 MiB",
    boot={KERNEL},
    interfaces=[zkvm.InterfaceArgs(name="interface-{MAC.replace(":", "-")}", macvtap={UPLINK})],
    consoles=[zkvm.ConsoleArgs(name="console-0", kind="virtio")],
    power="stopped",
)
"""


def test_a_guest_made_by_hand_is_taken_over_and_given_up(stack: Stack, host: HostPlace, inventory: Inventory) -> None:
    before = inventory.now()
    by_hand = guest_xml(NAME).replace("<devices>", "<title>made by hand</title><devices>")
    by_hand = by_hand.replace("<interface type='direct'>", f"<interface type='direct'><mac address='{MAC}'/>")
    inventory.virsh("define", xml=by_hand)
    uuid = inventory.virsh("domuuid", NAME).strip()
    stack.program(PROGRAM)
    preview = stack.preview(expect=None)
    assert preview.code != 0
    assert f"guest '{NAME}' on {host.name}" in preview
    assert "already exists and was not made by zkvm" in preview

    told = re.search(r"pulumi (import zkvm:index:Guest \S+ '[^']+')", preview.text)
    assert told is not None, preview.text
    command = shlex.split(told.group(1).replace("RESOURCE-NAME", NAME))
    stack.run(*command, "--yes", "--generate-code=false", expect=0)
    stack.up("--expect-no-changes", "--refresh")
    assert stack.outputs_of("Guest", NAME)["uuid"] == uuid

    inventory.virsh("setmaxmem", NAME, "192MiB", "--config")
    inventory.virsh("start", NAME)
    drift = stack.run("refresh", "--yes", "--diff", expect=0)
    assert "memory" in drift
    assert "power" in drift
    stack.up()
    xml = inventory.virsh("dumpxml", "--inactive", NAME)
    assert f"<uuid>{uuid}</uuid>" in xml
    assert "<memory unit='KiB'>131072</memory>" in xml
    assert f"<mac address='{MAC}'/>" in xml
    assert "<title>made by hand</title>" in xml
    assert inventory.virsh("domstate", NAME).strip() == "shut off"
    stack.up("--expect-no-changes", "--refresh")

    stack.destroy()
    assert inventory.now() == before
