"""VLANs, bridges and cards of a running guest, seen from inside: what was promised is what the guest has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.real.presence import lab_host
from tests.real_host.inventory import Inventory
from tools.kvmlab import console
from tools.kvmlab.places import HostPlace

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(400),
]

LAN, SECOND = "52:54:00:42:00:01", "52:54:00:42:00:02"
OUTSIDE, FLAT = "10.9.9.1", "10.9.7.1"
"""What answers on VLAN 42 of the lab's Open vSwitch only, and on its Linux bridge (docs/lab.md)."""


def program(interfaces: str, *, more_groups: str = "") -> str:
    return f"""
switch = zkvm.OvsNetwork(
    "switch", name="e2e-switch", bridge="ovsbr0",
    portgroups=[
        zkvm.PortgroupArgs(name="lan", access=42),
        zkvm.PortgroupArgs(name="other", access=43),
        {more_groups}
    ],
)
zkvm.Guest(
    "linux",
    name="e2e-linux",
    memory="256 MiB",
    boot=zkvm.BootArgs(kernel="/boot/kernel", initrd="/boot/initrd.img"),
    interfaces=[{interfaces}],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
    shutdown=zkvm.ShutdownArgs(grace_s=0),
)
"""


def lan(more: str) -> str:
    return f'zkvm.InterfaceArgs(name="lan", mac="{LAN}", network=switch, {more})'


class Inside:
    """The guest's network cards, asked on its console."""

    def __init__(self, host: HostPlace) -> None:
        self._host = host

    def ask(self, line: str) -> str:
        return console.ask(self._host.uri, "e2e-linux", line).text

    def reaches(self, mac: str, address: str) -> bool:
        near = address.rpartition(".")[0] + ".5/24"
        line = (
            f"c=$(grep -l {mac} /sys/class/net/*/address); c=${{c%/address}}; c=${{c##*/}}; ip link set $c up; "
            f"ip addr add {near} dev $c; n=0; until ping -c 1 -W 1 {address} >/dev/null || [ $n -ge 3 ]; "
            "do n=$((n+1)); done; [ $n -lt 3 ] && echo reached; ip addr flush dev $c"
        )
        return "reached" in self.ask(line)

    def cards(self) -> set[str]:
        return set(re.findall(r"^ccw device=(\S+) subchannel=\S+ cutype=3832/01", self.ask("report"), re.MULTILINE))


def promised(stack: Stack) -> set[str]:
    rows = stack.outputs_of("Guest", "linux")["devices"]
    return {row["busId"] for row in rows if row["cuType"] == "3832/01"}


@pytest.fixture
def told(tmp_path: Path, pulumi_cli: PulumiCli, host: HostPlace) -> Stack:
    """A stack on the host, whose shell tells which bridges are Open vSwitch's."""
    stack = Stack(tmp_path / "project", pulumi_cli, {"zkvm:host": "lpar1"})
    for key, value in {"uri": host.uri, "shell": lab_host(host).shell or ""}.items():
        stack.run("config", "set", "--path", f"zkvm:hosts.lpar1.{key}", value, expect=0)
    return stack


def test_vlans_are_kept_apart_and_change_under_a_running_guest(
    told: Stack, host: HostPlace, inventory: Inventory
) -> None:
    stack, inside, before = told, Inside(host), inventory.now()
    stack.program(program(lan('portgroup="lan"')))
    stack.up()
    first = promised(stack)
    assert inside.cards() == first
    assert inside.reaches(LAN, OUTSIDE)

    stack.program(program(lan('portgroup="other"')))
    assert "unplugged and plugged with the same MAC address and device number" in stack.preview()
    stack.up()
    assert not inside.reaches(LAN, OUTSIDE)
    assert inside.cards() == promised(stack) == first

    second = f'zkvm.InterfaceArgs(name="second", mac="{SECOND}", bridge="zkbr0")'
    own_vlan = lan('portgroup="other", vlan=zkvm.VlanArgs(access=42)')
    stack.program(program(f"{own_vlan}, {second}", more_groups='zkvm.PortgroupArgs(name="third", access=44),'))
    stack.up()
    assert inside.reaches(LAN, OUTSIDE)
    assert inside.reaches(SECOND, FLAT)
    assert inside.cards() == promised(stack)
    assert len(promised(stack) - first) == 1
    assert "third" in inventory.virsh("net-dumpxml", "e2e-switch")
    stack.up("--expect-no-changes", "--refresh")

    stack.program(program(lan('portgroup="nobody"')))
    refused = stack.run("preview")
    assert refused.code != 0
    assert "has no portgroup 'nobody'; it has lan, other" in refused
    stack.destroy()
    assert inventory.now() == before
