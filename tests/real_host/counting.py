"""A guest that counts, wherever it runs: how many copies there are, how far it is, and whether it is the same one."""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tests.real_host.inventory import Inventory
from tools.kvmlab import console
from tools.kvmlab.command import LabError, run
from tools.kvmlab.places import HostPlace

NAME = "e2e-counter"
COUNT = (
    "(b=$(cat /proc/sys/kernel/random/boot_id); n=0; while true; do n=$((n+1)); echo $n $b | "
    "dd of=/dev/vda conv=fsync 2>/dev/null; usleep 200000; done) &"
)
"""A guest that counts in its memory and writes down how far it is, and in which boot."""
READ = "head -n 1 /dev/vda"
ARRIVAL_LIMIT_S = 240.0
STILL_LIMIT_S = 60.0
"""A guest that runs and has not counted for so long will not do it any more."""
ATTEMPTS = 3
CRASHED = "(crashed)"
"""virsh's word beside `shut off`: the guest panicked, or QEMU ended by itself."""


class StoodStill(AssertionError):
    """The guest runs, as its host says, and nothing in it goes on."""


def begun_anew(test: Callable[..., None]) -> Callable[..., None]:
    """A test that begins anew when QEMU's emulation has let its guest stand still, or crash.

    Of 94 migrations that libvirt made without anybody else (QEMU 7.2, TCG), one guest computed no more: its console was
    dead too, and suspending and resuming it did not help. Of 60 guests that were moved while they booted, one panicked.
    A guest that is off for another reason, or is lost, is no such case.
    """

    @functools.wraps(test)
    def attempted(**fixtures: Any) -> None:
        stack, counting = fixtures.get("both") or fixtures["direct"], fixtures["counting"]
        for _ in range(ATTEMPTS - 1):
            try:
                return test(**fixtures)
            except (AssertionError, LabError) as failure:
                if not isinstance(failure, StoodStill) and not counting.has_crashed():
                    raise
                stack.destroy()
        return test(**fixtures)

    return attempted


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
    device: str
    """The block device that both hosts have, and on which it counts."""

    def copies(self) -> list[str]:
        """The hosts on which it runs."""
        running = {host.name: Inventory(host.uri).virsh("list", "--name").split() for host in self.hosts}
        return [name for name, guests in running.items() if NAME in guests]

    def counting(self) -> list[str]:
        """The hosts on which it computes: a copy that a migration left behind, or has not begun, is paused."""
        return [host.name for host in self.hosts if self._state(host) == "running"]

    def defined(self) -> list[str]:
        known = {host.name: Inventory(host.uri).virsh("list", "--all", "--name").split() for host in self.hosts}
        return [name for name, guests in known.items() if NAME in guests]

    def has_crashed(self) -> bool:
        """Whether a host says that the guest is off because it crashed."""
        known = self.defined()
        told = (Inventory(host.uri).virsh("domstate", NAME, "--reason") for host in self.hosts if host.name in known)
        return any(CRASHED in each for each in told)

    def begin(self, name: str) -> None:
        console.ask(self._at(name).uri, NAME, COUNT)

    def read(self) -> tuple[int, str]:
        """How far it has come by now, and in which boot, once it has gone on counting."""
        before, start = self._written(), time.monotonic()
        while True:
            now = self._written()
            if now[1] != before[1]:
                before = now  # what a guest before it left there
            elif now[0] > before[0]:
                return now
            waited_s = time.monotonic() - start
            if waited_s > STILL_LIMIT_S and len(self.counting()) == 1:
                raise StoodStill(f"at {before[0]}")
            assert waited_s < ARRIVAL_LIMIT_S, f"it stands still at {before[0]}"
            time.sleep(0.1)

    def tells(self, name: str) -> tuple[int, str]:
        """The same from inside."""
        return _pair(self.asked(name, READ))

    def asked(self, name: str, command: str) -> str:
        """What a command in the guest says; sent again where QEMU just took the console over and lost a line."""
        uri = self._at(name).uri
        for _ in range(4):
            with suppress(LabError):
                return console.ask(uri, NAME, command, limit_s=20).text.strip("\0\n")
        try:
            return console.ask(uri, NAME, command).text.strip("\0\n")
        except LabError as silent:
            if self.counting() == [name]:
                raise StoodStill(str(silent)) from silent
            raise

    def _written(self) -> tuple[int, str]:
        """Past this machine's cache, which knows nothing of what guests write."""
        return _pair(run("dd", f"if={self.device}", "iflag=direct", "bs=512", "count=1", "status=none"))

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


def _pair(line: str) -> tuple[int, str]:
    count, boot = [*line.strip("\0").split(), "", ""][:2]
    return int(count or 0), boot
