"""What the KVM lab has in the place of the emulated host's things, and what these tests put there."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from tests.effects.edits import ISCSI, SAN
from tests.effects.places import Tree
from tests.provider.conformance.worlds import OTHER_MACHINE, SAME_MACHINE
from tools.kvmlab import iscsi
from tools.kvmlab.command import inside, run
from tools.kvmlab.places import HostPlace, Lab
from tools.kvmlab.process import living
from tools.kvmlab.up import pid_file
from zkvm_provider.reconcile.rule import Use

_COPIES: Final = {"kernel": "kernel-2", "initrd.img": "initrd-2.img"}
_LINKS: Final = {"enccw0.0.4310": "peer-4310", "eth0": "peer-eth0", "eth1": "peer-eth1"}

_CPUS: Final = {"0-3": "0-1", "4": "1"}

_OVS: Final = ["ovs-vsctl", "add-br", "ovsbr1", "--", "set", "bridge", "ovsbr1", "datapath_type=netdev"]
"""Datapath in user space, as that of the lab's own bridge."""


def words(lab: Lab, blocks: tuple[str, str]) -> dict[str, str]:
    """The lab's word for each of the emulated host's."""
    return {
        "/boot/vmlinux-4.4.0-rc5": "/boot/kernel",
        "/boot/vmlinux-4.2.0": "/boot/kernel-2",
        "/boot/initramfs-4.4.0-rc5.img": "/boot/initrd.img",
        "/boot/initramfs-4.2.0.img": "/boot/initrd-2.img",
        "/var/lib/libvirt/images/sles12-initrd.boot": "/boot/initrd.img",
        "/var/lib/libvirt/images/sles12-kernel.boot": "/boot/initrd-2.img",
        "/dev/disk/by-path/ccw-0.0.0e1e-part1": blocks[0],
        "/dev/disk/by-path/ccw-0.0.0200-part1": blocks[1],
        "9.60.29.70": lab.target_address,
        "iqn.2016-01.com.ibm:ds8k.lovers": iscsi.TARGET,
        SAME_MACHINE: lab.hosts[0].uri,
        OTHER_MACHINE: lab.hosts[1].uri,
        "emulated:": lab.hosts[0].tcp_uri,
        "br0": "zkbr0",
        "br1": "zkbr1",
        "kvm": "qemu",
    }


def translated(tree: Any, told: dict[str, str]) -> Any:
    """The tree with every text that has another word in the lab said so; a zFCP LUN becomes an iSCSI one.

    Pins are to the two CPUs that any machine has.
    """
    if isinstance(tree, dict) and tree.get("lun") == SAN:
        unit = {"host": told[ISCSI["host"]], "target": told[ISCSI["target"]], "lun": 1}
        return translated({"iscsi": unit, **{key: value for key, value in tree.items() if key != "lun"}}, told)
    if isinstance(tree, dict):
        return {key: translated(value, _CPUS if key == "vcpuPins" else told) for key, value in tree.items()}
    if isinstance(tree, list):
        return [translated(value, told) for value in tree]
    return told.get(tree, tree) if isinstance(tree, str) else tree


def without_lacking(guest: Tree, use: Use) -> Tree:
    """The guest without what interfaces cannot have in the lab, nor in use where the kernel shapes no traffic."""
    lacking = {"filterRef", *(["bandwidth"] if use is Use.RUNNING else [])}
    ports = guest.get("interfaces", ())
    kept = [{name: value for name, value in port.items() if name not in lacking} for port in ports]
    return {**guest, "interfaces": kept} if ports else guest


@contextmanager
def more_hardware(host: HostPlace) -> Iterator[tuple[str, str]]:
    """Second ones of what the host has one of; gives the paths of two block devices."""
    with ExitStack() as stack:
        for name, copy in _COPIES.items():
            shutil.copyfile(host.boot / name, host.boot / copy)
            stack.callback((host.boot / copy).unlink)
        for name, peer in _LINKS.items():
            _there(host, stack, ["ip", "link", "add", name, "type", "veth", "peer", peer], ["ip", "link", "del", name])
        _there(host, stack, ["ip", "link", "add", "zkbr1", "type", "bridge"], ["ip", "link", "del", "zkbr1"])
        _there(host, stack, _OVS, ["ovs-vsctl", "del-br", "ovsbr1"])
        yield _block_device(host, stack, "one"), _block_device(host, stack, "two")


def _there(host: HostPlace, stack: ExitStack, make: list[str], take_away: list[str]) -> None:
    pid = living(pid_file(host.folder))
    assert pid is not None, f"{host.name} is down"
    run(*inside(pid, make))
    stack.callback(subprocess.run, inside(pid, take_away), check=False, capture_output=True)


def _block_device(host: HostPlace, stack: ExitStack, name: str) -> str:
    """A loop device; /dev is the machine's, and the same for its hosts."""
    image = host.folder / f"effects-{name}.raw"
    with image.open("wb") as file:
        file.truncate(16 * 1024**2)
    stack.callback(image.unlink)
    device = run("losetup", "--find", "--show", str(image)).strip()
    stack.callback(run, "losetup", "--detach", device)
    return device
