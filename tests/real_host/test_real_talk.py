"""The project's own program on a real host: its guest sees, from inside, what zkvm said it would see."""

from __future__ import annotations

import json
import re
import time

import pytest

from tests.e2e.lab import REPOSITORY
from tests.e2e.lab import Lab as Stack
from tests.real_host.inventory import Inventory
from tools.kvmlab import console
from tools.kvmlab.places import HostPlace

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(600),
]

GUEST = "lmb_guest"
SETTINGS = {
    "dasd": "none",
    "kernel": "/boot/kernel",
    "initrd": "/boot/initrd.img",
    "installKernel": "/boot/kernel",
    "installInitrd": "/boot/initrd.img",
}
TALK = [
    ("0.0.0001", "0.0.0000", "3832/03"),
    ("0.0.0e1e", "0.0.0001", "3832/02"),
    ("0.0.0000", "0.0.0002", "3832/01"),
    ("0.0.0002", "0.0.0003", "3832/05"),
]
"""Device, subchannel and control unit of the talk's `lscss`."""
MORE = """
data = zkvm.Qcow2Disk("data", host=host, pool=images, name="data.qcow2", capacity="32 MiB")
"""
_BALLOON_LIMIT_S = 30.0


class Inside:
    """What the running guest says of itself on its console."""

    def __init__(self, host: HostPlace) -> None:
        self._host = host

    def ask(self, line: str) -> str:
        return console.ask(self._host.uri, GUEST, line).text

    def devices(self) -> list[tuple[str, str, str]]:
        rows = re.findall(r"^ccw device=(\S+) subchannel=(\S+) cutype=(\S+) online=1$", self.ask("report"), re.M)
        return sorted(rows, key=lambda row: row[1])

    def memory_kib(self) -> int:
        return int(self.ask("grep MemTotal /proc/meminfo").split()[1])


def foretold(stack: Stack) -> list[tuple[str, str, str]]:
    rows = json.loads(stack.zkvm("--json", "lscss", GUEST))
    return [(row["device"], row["subchannel"], row["cu_type"]) for row in rows]


def live_change(program: str) -> str:
    """The program with a disk and a network card more."""
    program = program.replace("disks=[root],", 'disks=[root, zkvm.DiskArgs(name="data", volume=data)],')
    card = 'zkvm.InterfaceArgs(name="second", macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300")),\n        '
    program = program.replace("interfaces=[\n        ", f"interfaces=[\n        {card}")
    return program.replace("lmb_guest = zkvm.Guest(", f"{MORE}\nlmb_guest = zkvm.Guest(")


def settled(inside: Inside, most_kib: int) -> int:
    """MemTotal once the balloon has moved; the guest takes a moment to give pages back."""
    deadline = time.monotonic() + _BALLOON_LIMIT_S
    while (seen := inside.memory_kib()) > most_kib and time.monotonic() < deadline:
        pass
    return seen


def test_the_talks_guest_sees_what_was_foretold(stack: Stack, host: HostPlace, inventory: Inventory) -> None:
    program = (REPOSITORY / "__main__.py").read_text(encoding="utf-8").replace("import pulumi\n", "", 1)
    inside, before = Inside(host), inventory.now()
    stack.configure(SETTINGS)
    stack.program(program)
    stack.up()
    assert foretold(stack) == TALK
    assert inside.devices() == TALK
    first = inside.memory_kib()
    stack.up("--expect-no-changes", "--refresh")

    stack.zkvm("setmem", GUEST, "512M")
    seen = settled(inside, first - 500_000)
    assert first - seen == 512 * 1024
    assert "Max memory:     1048576 KiB" in stack.zkvm("dominfo", GUEST)
    assert "Used memory:    524288 KiB" in stack.zkvm("dominfo", GUEST)

    stack.configure({"currentMemory": "512 MiB"})
    stack.program(live_change(program))
    stack.up()
    promised = {(row["busId"], row["cuType"]) for row in stack.outputs_of("Guest", GUEST)["devices"]}
    there = inside.devices()
    assert there[:4] == TALK
    assert {(device, control_unit) for device, _, control_unit in there} == promised
    assert len(promised) == 6
    assert inside.memory_kib() == seen
    stack.up("--expect-no-changes", "--refresh")

    stack.zkvm("destroy", GUEST)
    stack.zkvm("start", GUEST)
    assert inside.devices() == foretold(stack)
    assert {(device, control_unit) for device, _, control_unit in inside.devices()} == promised
    assert settled(inside, first - 500_000) == seen

    stack.destroy()
    assert inventory.now() == before
