"""One program with two hosts, every kind and twelve guests, on the KVM lab: all of it that real hosts without Z can.

The program is `examples/everything`, its stack `Pulumi.kvm.yaml`, which names what is left out and why; the judging is
that of the emulated hosts, with what passed over the wire in place of their journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PulumiCli
from tests.e2e import everything as judged
from tests.e2e.everything import HOSTS, MOVED, RESTARTED
from tests.e2e.lab import Lab as Stack
from tests.kvmlab.conftest import RunningLab
from tests.real_host.inventory import Inventory
from tests.real_host.wire import LoggedShell, Wire, verbs
from tools.kvmlab import loops
from tools.kvmlab.command import attempt, inside, run
from tools.kvmlab.places import HostPlace, Lab
from tools.kvmlab.process import living
from tools.kvmlab.up import pid_file
from zkvm_provider.wiring import connect

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(600),
]

MEDIA = "/srv/ftpboot/iso"
FURNITURE = f"""
ip link add br0 type bridge && ip link set br0 up
ip link add br1 type bridge && ip link set br1 up
ip link add enccw0.0.4310 type veth peer name behind4310 && ip link set enccw0.0.4310 up
mount -t tmpfs srv /srv && mkdir -p /srv/scratch /srv/source /srv/shared {MEDIA}/images
echo kernel > {MEDIA}/images/kernel.img && echo initrd > {MEDIA}/images/initrd.img
"""
"""What the program takes for granted on a host, beside what the lab has."""
GIB = 1 << 30


class Furnished:
    """The example's stack on the two hosts of the lab, and everything that it does to them."""

    def __init__(self, lab: Lab, folder: Path, pulumi: PulumiCli) -> None:
        self._hosts, self._devices = lab.hosts, _block_devices(lab)
        self.wires, self.shells = {}, {}
        for place in lab.hosts:
            own = folder / place.name
            own.mkdir(parents=True)
            self.wires[place.name] = Wire(own, place.socket)
            self.shells[place.name] = LoggedShell(own, inside(_pid(place), []))
            run(*inside(_pid(place), ["sh", "-e"]), stdin=FURNITURE)
        self._on("lpar1", "vgcreate", "data", str(loops.find(lab.hosts[0].volume_disk)))
        self._on("lpar1", "mkfs.ext4", "-q", self._devices["/dev/zkvm/scratch"])
        self.stack = Stack(folder / "project", pulumi)
        configuration = judged.lay_out(self.stack.folder, "Pulumi.kvm.yaml")
        configuration["zkvm:hosts"] = {
            name: {"uri": self.wires[name].uri, "shell": self.shells[name].prefix} for name in HOSTS
        }
        names = configuration["zkvm-everything:names"]
        names |= {thing: self._devices.get(called, called) for thing, called in names.items()}
        names["9.60.29.70"] = lab.target_address
        judged.configure(self.stack.folder, configuration)
        self.lacked: dict[str, str] = configuration["zkvm-everything:lacks"]

    def guests(self) -> dict[str, judged.Sight]:
        return judged.guests(connect(place.uri).hypervisor for place in self._hosts)

    def left(self) -> dict[str, Any]:
        """What there is on the hosts: libvirt's objects, logical volumes, files."""
        found = {}
        for place in self._hosts:
            volumes = self._on(place.name, "lvs", "--noheadings", "-o", "lv_name")
            files = self._on(place.name, "find", "/srv", "/var/lib/libvirt/images", "-type", "f")
            found[place.name] = (Inventory(place.uri).now(), volumes.split(), sorted(files.split()))
        return found

    def forget(self) -> None:
        """From here on, only what comes is told."""
        for name in HOSTS:
            self.wires[name].heard.clear()

    def done(self) -> dict[str, set[str]]:
        """The verbs that libvirt was asked for since, by resource."""
        heard = [call for name in HOSTS for call in self.wires[name].heard]
        return verbs(heard, judged.objects(self.stack))

    def remove(self) -> None:
        for wire in self.wires.values():
            wire.close()
        attempt(*inside(_pid(self._hosts[0]), ["vgremove", "--force", "--yes", "data"]))
        for place in self._hosts:
            for interface in ("br0", "br1", "enccw0.0.4310"):
                attempt(*inside(_pid(place), ["ip", "link", "delete", interface]))
            attempt(*inside(_pid(place), ["umount", "--lazy", "/srv"]))
        loops.detach([*self._devices.values()])

    def _on(self, name: str, *argv: str) -> str:
        place = next(host for host in self._hosts if host.name == name)
        return run(*inside(_pid(place), argv))


def _block_devices(lab: Lab) -> dict[str, str]:
    """Loop devices in place of DASDs and of a LUN that both hosts reach."""
    sizes = {"root": GIB, "scratch": GIB // 4, "roaming": GIB // 8}
    return {f"/dev/zkvm/{name}": loops.device_for(lab.root / f"{name}.raw", size) for name, size in sizes.items()}


def _pid(place: HostPlace) -> int:
    pid = living(pid_file(place.folder))
    assert pid is not None, f"{place.name} is down"
    return pid


@pytest.fixture
def furnished(shared_lab: RunningLab, tmp_path: Path, pulumi_cli: PulumiCli) -> Iterator[Furnished]:
    lab = shared_lab.lab
    inventories = [Inventory(place.uri) for place in lab.hosts]
    before = [each.now() for each in inventories]
    found = Furnished(lab, tmp_path, pulumi_cli)
    yield found
    for inventory, had in zip(inventories, before, strict=True):
        inventory.back_to(had)
    found.remove()


BY_SHELL = {
    "resize_logical_volume": "lvextend --size 2147483648b -- data/db-root",
    "write_file": f"mv -f -T -- {MEDIA}/images/eric.prm.zkvm-new",
}
"""Verbs that are commands on the host."""


def test_all_that_real_hosts_can_is_made_changed_in_place_and_taken_away(furnished: Furnished) -> None:
    stack, before, changes = furnished.stack, furnished.left(), judged.changes(furnished.lacked)
    stack.up()
    stack.up("--expect-no-changes")
    stack.refresh("--expect-no-changes")
    guests = furnished.guests()
    assert len(guests) == 12

    furnished.forget()
    judged.edit(stack.folder, changes)
    preview = stack.preview()
    assert [*judged.disagreements(judged.effect_lines(preview.text), judged.wanted(changes, "says"))] == []
    assert furnished.done() == {}, "a preview changes nothing"
    commands = len(furnished.shells["lpar1"].commands())
    stack.up()
    expected = {name: {*does} - BY_SHELL.keys() for name, does in judged.wanted(changes, "does").items()}
    done = furnished.done()
    assert [
        f"{name}: {done.get(name)}, not {does}" for name, does in expected.items() if done.get(name, set()) != does
    ] == []
    assert done.keys() - expected.keys() == set()
    since = "\n".join(furnished.shells["lpar1"].commands()[commands:])
    assert [verb for verb, command in BY_SHELL.items() if command not in since] == []
    elsewhere = {stack.outputs_of("Guest", name)["uuid"] for name in (RESTARTED, MOVED)}
    judged.kept(guests, furnished.guests(), elsewhere)

    stack.up("--expect-no-changes")
    stack.refresh("--expect-no-changes")
    stack.destroy()
    assert furnished.left() == before
