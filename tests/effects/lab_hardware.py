"""What the KVM lab has in the place of the emulated host's things, and what these tests put there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from tests.effects.edits import ISCSI, SAN
from tests.effects.lab_storage import more_storage, there
from tests.effects.places import Tree
from tests.provider.conformance.worlds import OTHER_MACHINE, SAME_MACHINE
from tools.kvmlab.places import HostPlace, Lab
from zkvm_provider.reconcile.rule import Use

_COPIES: Final = {"kernel": "kernel-2", "initrd.img": "initrd-2.img"}
_LINKS: Final = {"enccw0.0.4310": "peer-4310", "eth0": "peer-eth0", "eth1": "peer-eth1"}

FOLDERS: Final = {"/srv/": "/var/lib/libvirt/srv/", "/home/install/ftpboot": "/var/lib/libvirt/ftpboot"}

_CPUS: Final = {"0-3": "0-1", "4": "1"}

_OVS: Final = ["ovs-vsctl", "add-br", "ovsbr1", "--", "set", "bridge", "ovsbr1", "datapath_type=netdev"]
"""Datapath in user space, as that of the lab's own bridge."""


def words(lab: Lab, storage: dict[str, str]) -> dict[str, str]:
    """The lab's word for each of the emulated host's."""
    return {
        "/boot/vmlinux-4.4.0-rc5": "/boot/kernel",
        "/boot/vmlinux-4.2.0": "/boot/kernel-2",
        "/boot/initramfs-4.4.0-rc5.img": "/boot/initrd.img",
        "/boot/initramfs-4.2.0.img": "/boot/initrd-2.img",
        "/var/lib/libvirt/images/sles12-initrd.boot": "/boot/initrd.img",
        "/var/lib/libvirt/images/sles12-kernel.boot": "/boot/initrd-2.img",
        **storage,
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
    return _word(tree, told) if isinstance(tree, str) else tree


def _word(text: str, told: dict[str, str]) -> str:
    """Folders of the machine's own, which its hosts share, are moved to where every host has its own."""
    if text in told:
        return told[text]
    folder = next((each for each in FOLDERS if text.startswith(each)), None)
    return text if folder is None else text.replace(folder, FOLDERS[folder], 1)


def without_lacking(guest: Tree, use: Use) -> Tree:
    """The guest without what interfaces cannot have in the lab, nor in use where the kernel shapes no traffic."""
    lacking = {"filterRef", *(["bandwidth"] if use is Use.RUNNING else [])}
    ports = guest.get("interfaces", ())
    kept = [{name: value for name, value in port.items() if name not in lacking} for port in ports]
    return {**guest, "interfaces": kept} if ports else guest


def without_thin_pool(disk: Tree) -> Tree:
    """The logical volume as one that needs no device-mapper."""
    return {name: value for name, value in disk.items() if name != "thinPool"}


@contextmanager
def more_hardware(lab: Lab, host: HostPlace) -> Iterator[dict[str, str]]:
    """Second ones of what the host has one of; gives the words for what is storage."""
    with ExitStack() as stack:
        for name, copy in _COPIES.items():
            content = (host.boot / name).read_bytes()
            (host.boot / copy).write_bytes(content + bytes(512))  # zeros are ignored, but it is another file
            stack.callback((host.boot / copy).unlink)
        for name, peer in _LINKS.items():
            there(
                host.folder,
                stack,
                ["ip", "link", "add", name, "type", "veth", "peer", peer],
                ["ip", "link", "del", name],
            )
        there(host.folder, stack, ["ip", "link", "add", "zkbr1", "type", "bridge"], ["ip", "link", "del", "zkbr1"])
        there(host.folder, stack, _OVS, ["ovs-vsctl", "del-br", "ovsbr1"])
        yield stack.enter_context(more_storage(lab, host))
