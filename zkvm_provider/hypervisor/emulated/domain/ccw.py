"""The guest's channel devices in the order QEMU creates them, which is the order of subchannel numbers."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.domain import address, families
from zkvm_provider.hypervisor.emulated.domain.common import alias_of
from zkvm_provider.hypervisor.emulated.domain.guest import NO_DICE, Guest
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.starting import name_devices
from zkvm_provider.hypervisor.emulated.profile import DEFAULT_PROFILE

COMMAND_LINE_ORDER: tuple[str, ...] = (
    "controller", "disk", "filesystem", "interface", "smartcard", "serial", "parallel", "channel", "console", "tpm",
    "input", "graphics", "sound", "video", "hostdev", "memballoon", "rng", "nvram", "shmem", "vsock",
)  # fmt: skip
"""The order of `-device` options on QEMU's command line (qemuBuildCommandLine, qemu_command.c)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CcwDevice:
    """One virtio (or vfio-ccw) device: libvirt's alias, `0.0.0e1e`, control unit model (`02` is a block device).

    A vfio-ccw device brings the control unit of its own subchannel, so its `cu_model` is empty.
    """

    alias: str
    devno: str
    cu_model: str


def ccw_devices(xml: str) -> tuple[CcwDevice, ...]:
    """Every CCW device of a domain XML (live, or inactive: then aliases are the ones a start would give).

    The guest sees css 0 for libvirt's cssid 0xfe (QEMU's virtual channel subsystem is the guest's default one).
    """
    guest = Guest(root=etree.fromstring(xml.encode()), profile=DEFAULT_PROFILE, dice=NO_DICE)
    name_devices(guest)
    found = [node for tag in COMMAND_LINE_ORDER for node in _of(guest, tag)]
    return tuple(_describe(node) for node in found if address.ccw_of(node) is not None)


def _of(guest: Guest, tag: str) -> list[Node]:
    """Devices of a tag in command-line order; SCSI controllers come before virtio-serial ones."""
    nodes = guest.each(tag)
    rank = {"scsi": 0, "virtio-serial": 1}
    return sorted(nodes, key=lambda node: rank.get(node.get("type") or "", 2)) if tag == "controller" else nodes


def _describe(node: Node) -> CcwDevice:
    _cssid, ssid, devno = address.ccw_of(node) or (0, 0, 0)
    model = families.BY_TAG[str(node.tag)].cu_model(node)
    return CcwDevice(alias=alias_of(node), devno=f"0.{ssid:x}.{devno:04x}", cu_model=model)
