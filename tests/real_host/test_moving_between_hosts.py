"""A real guest goes to the other host and back while it counts; whoever moves it is killed in every phase."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.kvmlab.conftest import RunningLab
from tests.real.presence import lab_host
from tests.real_host.inventory import Inventory
from tools.kvmlab import console, loops
from tools.kvmlab.command import LabError
from tools.kvmlab.places import HostPlace

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.xdist_group("kvmlab"),
    pytest.mark.timeout(600),
]

NAME = "e2e-counter"
COUNT = "(n=0; while true; do n=$((n+1)); echo $n | dd of=/dev/vda conv=fsync 2>/dev/null; usleep 200000; done) &"
"""A guest that counts in its memory and writes down how far it is."""
READ = "head -n 1 /dev/vda; cat /proc/sys/kernel/random/boot_id"
ARRIVAL_LIMIT_S = 240.0


def program(host: str, disk: str, *, more: str = "") -> str:
    return f"""
zkvm.Guest(
    "counter",
    host="{host}",
    name="{NAME}",
    memory="128 MiB",
    boot=zkvm.BootArgs(kernel="/boot/kernel", initrd="/boot/initrd.img"),
    disks=[zkvm.DiskArgs(name="count", block="{disk}", cache="none")],
    interfaces=[zkvm.InterfaceArgs(name="lan", macvtap=zkvm.MacvtapArgs(dev="enccw0.0.4300"))],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
    shutdown=zkvm.ShutdownArgs(grace_s=0),
    {more}
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The guest, wherever it is."""

    hosts: tuple[HostPlace, ...]

    def copies(self) -> list[str]:
        """The hosts on which it runs."""
        running = {host.name: Inventory(host.uri).virsh("list", "--name").split() for host in self.hosts}
        return [name for name, guests in running.items() if NAME in guests]

    def defined(self) -> list[str]:
        known = {host.name: Inventory(host.uri).virsh("list", "--all", "--name").split() for host in self.hosts}
        return [name for name, guests in known.items() if NAME in guests]

    def begin(self, name: str) -> None:
        console.ask(self._at(name).uri, NAME, COUNT)

    def read(self, name: str) -> tuple[int, str]:
        """How far it is, and which boot it is; asked again where QEMU just took the console over and lost a line."""
        uri = self._at(name).uri
        for _ in range(4):
            with suppress(LabError):
                count, boot = console.ask(uri, NAME, READ, limit_s=20).text.split()[:2]
                return int(count), boot
        count, boot = console.ask(uri, NAME, READ).text.split()[:2]
        return int(count), boot

    def identity(self, name: str) -> list[str]:
        xml = Inventory(self._at(name).uri).virsh("dumpxml", NAME)
        return re.findall(r"<uuid>.*|<mac address=.*|devno='\w+'", xml)

    def settled(self) -> list[str]:
        """Where it runs, once no host has it paused on arrival."""
        deadline = time.monotonic() + ARRIVAL_LIMIT_S
        while True:
            states = {host.name: self._state(host) for host in self.hosts}
            running = [name for name, state in states.items() if state == "running"]
            if len(running) == 1 and set(states.values()) <= {"running", ""}:
                return running
            assert time.monotonic() < deadline, states
            time.sleep(0.2)

    def _state(self, host: HostPlace) -> str:
        inventory = Inventory(host.uri)
        if NAME not in inventory.virsh("list", "--name").split():
            return ""
        try:
            return inventory.virsh("domstate", NAME).strip()
        except LabError:
            return "leaving"  # it went away between the two questions

    def _at(self, name: str) -> HostPlace:
        return next(host for host in self.hosts if host.name == name)


@pytest.fixture
def counting(shared_lab: RunningLab) -> Iterator[Counting]:
    hosts = shared_lab.lab.hosts
    inventories = [Inventory(host.uri) for host in hosts]
    before = [each.now() for each in inventories]
    yield Counting(hosts=hosts)
    for inventory, had in zip(inventories, before, strict=True):
        inventory.back_to(had)


@pytest.fixture
def disk(shared_lab: RunningLab) -> str:
    """A block device that both hosts have under one name: no file, so libvirt takes it to be shared."""
    return str(loops.device_for(shared_lab.lab.root / "counter.raw", 1 << 20))


@pytest.fixture
def both(tmp_path: Path, pulumi_cli: PulumiCli, shared_lab: RunningLab) -> Stack:
    """A stack that knows both hosts, each with its shell."""
    stack = Stack(tmp_path / "project", pulumi_cli)
    for place in shared_lab.lab.hosts:
        told = {"uri": place.tcp_uri, "shell": lab_host(place).shell or ""}
        for key, value in told.items():
            stack.run("config", "set", "--path", f"zkvm:hosts.{place.name}.{key}", value, expect=0)
    stack.run("config", "set", "zkvm:host", "lpar1", expect=0)
    return stack


def test_a_guest_that_counts_goes_there_and_back(both: Stack, counting: Counting, disk: str) -> None:
    both.program(program("lpar1", disk))
    both.up()
    counting.begin("lpar1")
    first, boot = counting.read("lpar1")
    identity = counting.identity("lpar1")

    both.program(program("lpar2", disk, more='migration=zkvm.MigrationArgs(mode="p2p", tunnelled=True),'))
    assert "host lpar1 → lpar2: live (it migrates while it runs, p2p, tunnelled)" in both.preview()
    assert counting.defined() == ["lpar1"]
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    second, same_boot = counting.read("lpar2")
    assert (second > first, same_boot) == (True, boot)
    assert counting.identity("lpar2") == identity
    both.up("--expect-no-changes", "--refresh")

    both.program(program("lpar1", disk, more='migration=zkvm.MigrationArgs(mode="direct"),'))
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar1"], ["lpar1"])
    third, same_boot = counting.read("lpar1")
    assert (third > second, same_boot) == (True, boot)
    both.up("--expect-no-changes", "--refresh")

    other = counting.hosts[1].tcp_uri
    virsh = Inventory(counting.hosts[0].uri).virsh
    virsh("migrate", "--live", "--p2p", "--persistent", "--undefinesource", NAME, other)
    both.refresh()
    assert both.outputs_of("Guest", "counter")["host"] == "lpar2"
    both.up()
    assert counting.defined() == ["lpar1"]
    assert counting.read("lpar1")[1] == boot
    both.destroy()
    assert counting.defined() == []


KILLS = (("p2p", "before"), ("p2p", "during"), ("p2p", "after"), ("direct", "during"))


def test_a_mover_killed_in_any_phase_leaves_one_copy_and_the_next_up_converges(
    both: Stack, counting: Counting, disk: str
) -> None:
    more = ""
    both.program(program("lpar1", disk, more=more))
    both.up()
    counting.begin("lpar1")
    last, boot = counting.read("lpar1")
    old, new = "lpar1", "lpar2"
    for mode, phase in KILLS:
        kill, more = f"kill:{phase}:1", f'migration=zkvm.MigrationArgs(mode="{mode}"),'
        both.program(program(new, disk, more=more))
        killed = both.up(expect=None, ZKVM_FAULT=kill)
        assert killed.code != 0, killed.text
        assert len(counting.settled()) == 1
        both.up()
        assert (counting.copies(), counting.defined()) == ([new], [new]), kill
        count, same_boot = counting.read(new)
        assert (count > last, same_boot) == (True, boot), kill
        last, old, new = count, new, old
    both.up("--expect-no-changes", "--refresh")


def test_all_of_pulumi_killed_while_it_migrates(both: Stack, counting: Counting, disk: str) -> None:
    """Engine, language host and provider at once; the state has an operation that was never finished."""
    slow = 'migration=zkvm.MigrationArgs(mode="p2p", bandwidth_mib_s=20),'
    both.program(program("lpar1", disk, more=slow))
    both.up()
    counting.begin("lpar1")
    _, boot = counting.read("lpar1")
    both.program(program("lpar2", disk, more=slow))
    argv = [str(both._cli.binary), "up", "--yes", "--skip-preview", "--non-interactive"]
    running = subprocess.Popen(
        argv, cwd=both.folder, env=both.environment, stdout=sys.stderr, stderr=sys.stderr, start_new_session=True
    )
    deadline = time.monotonic() + ARRIVAL_LIMIT_S
    while "lpar2" not in counting.copies():
        assert running.poll() is None
        assert time.monotonic() < deadline
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert len(counting.settled()) == 1
    both.run("cancel", "--yes", expect=0)
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    assert counting.read("lpar2")[1] == boot
    both.up("--expect-no-changes", "--refresh")
