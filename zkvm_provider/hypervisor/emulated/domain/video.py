"""Video devices: on s390x virtio or none."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, child, drop, get, qemu_ended, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import COUNT, ON_OFF, PATH, POSITIVE, YES_NO, choice

_MODEL = element(
    "model",
    {
        "type": choice("vga", "cirrus", "vmvga", "xen", "vbox", "qxl", "parallels", "virtio", "gop", "none", "bochs",
                       "ramfb"),
        "ram": COUNT, "vram": COUNT, "vram64": COUNT, "vgamem": COUNT, "heads": POSITIVE, "blob": ON_OFF,
        "primary": YES_NO,
    },
    element("acceleration", {"accel3d": YES_NO, "accel2d": YES_NO, "rendernode": PATH}, traits="fleeting"),
    element("resolution", {"x": COUNT, "y": COUNT}),
)  # fmt: skip
VIDEO = element(
    "video",
    None,
    element("driver", {"name": choice("default", "qemu", "vhostuser"),
                       "vgaconf": choice("io", "on", "off"), **VIRTIO_OPTIONS},
            traits="fleeting"),
    _MODEL,
    *DEVICE_INFO,
    traits="many",
)  # fmt: skip


def add_video(guest: Guest) -> None:
    """A guest with a screen and no video gets one (virDomainDefAddImplicitVideo)."""
    if guest.each("graphics") and not guest.each("video"):
        etree.SubElement(guest.devices, "video")


def _default(guest: Guest, node: Node) -> None:
    model = child(node, "model")
    set_default(model, "type", "virtio")
    if model.get("type") == "none":
        for name in [str(name) for name in model.attrib if name != "type"]:
            del model.attrib[name]
        return
    set_default(model, "heads", "1")
    first = guest.each("video")[0]
    drop(model, "primary")
    if node is first:
        model.set("primary", "yes")


def _check(guest: Guest, node: Node) -> None:
    kind = get(node, "model", "type")
    if kind not in guest.profile.video_models:
        raise unsupported(f"domain configuration does not support video model '{kind}'")
    if kind == "none" and len(guest.each("video")) > 1:
        raise unsupported("a 'none' video type must be the only video device defined for the domain")


def _bus(node: Node) -> Bus:
    return Bus.CCW if get(node, "model", "type") == "virtio" else Bus.NONE


def _start(_boot: Boot, node: Node) -> None:
    if get(node, "model/acceleration", "accel3d") == "yes":
        raise qemu_ended("'virtio-gpu-gl-ccw' is not a valid device model name")


FAMILY = Family(
    tag="video", shape=VIDEO, default=_default, check=_check, bus=_bus,
    alias=numbered("video"), start=_start,
    cu_model=lambda _node: "10",
)  # fmt: skip
