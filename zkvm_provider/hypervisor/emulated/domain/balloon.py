"""The memory balloon: one, added when the input has none."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, remove, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import COUNT, ON_OFF, choice
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

MEMBALLOON = element(
    "memballoon",
    {
        "model": choice("virtio", "xen", "none", "virtio-transitional", "virtio-non-transitional"),
        "autodeflate": ON_OFF,
        "freePageReporting": ON_OFF,
    },
    element("stats", {"period": COUNT}),
    element("driver", VIRTIO_OPTIONS, traits="fleeting"),
    *DEVICE_INFO,
    need=("model",),
    must=("model",),
)


def add_balloon(guest: Guest) -> None:
    """QEMU guests get a balloon unless they say `none`."""
    if not guest.each("memballoon"):
        etree.SubElement(guest.devices, "memballoon").set("model", "virtio")


def _default(_guest: Guest, node: Node) -> None:
    for stats in node.findall("stats"):
        if stats.get("period", "0") == "0":
            node.remove(stats)
    if node.get("model") == "none":
        remove(node, "stats", "alias", "address")


def _check(_guest: Guest, node: Node) -> None:
    if node.get("model") == "xen":
        raise unsupported("Memory balloon device type 'xen' is not supported by this version of qemu")


def _plug(_boot: Boot, _node: Node) -> None:
    text = "live attach of device 'memballoon' is not supported"
    raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


FAMILY = Family(
    tag="memballoon", shape=MEMBALLOON, default=_default, check=_check, plug=_plug,
    bus=lambda node: Bus.NONE if node.get("model") == "none" else Bus.CCW,
    alias=lambda guest, node: "" if node.get("model") == "none" else numbered("balloon")(guest, node),
    cu_model=lambda _node: "05",
)  # fmt: skip
