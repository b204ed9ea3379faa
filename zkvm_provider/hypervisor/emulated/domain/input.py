"""Input devices: virtio on s390x."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, child, get, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import PATH, Place, bad_value, choice
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_PLUGGED = "input-1"

INPUT = element(
    "input",
    {
        "type": choice("mouse", "tablet", "keyboard", "passthrough", "evdev"),
        "bus": choice("ps2", "usb", "xen", "parallels", "virtio"),
        "model": choice("virtio", "virtio-transitional", "virtio-non-transitional"),
    },
    element("driver", VIRTIO_OPTIONS, traits="fleeting"),
    element("source", {"evdev": PATH, "dev": PATH}),
    *DEVICE_INFO,
    need=("type",),
    must=("type",),
    traits="many",
)


def _default(_guest: Guest, node: Node) -> None:
    if node.get("type") != "evdev":
        set_default(node, "bus", "virtio")


def _check(_guest: Guest, node: Node) -> None:
    bus, kind = node.get("bus"), node.get("type")
    if bus == "usb":
        raise unsupported("USB is disabled for this domain, but USB devices are present in the domain XML")
    if bus == "ps2":
        raise unsupported("ps2 is not supported by this QEMU binary")
    if kind == "passthrough" and not get(node, "source", "evdev"):
        raise bad_value(Place("source", "evdev"), "")
    if kind == "passthrough":
        raise unsupported("virtio-input-host is not supported by this QEMU binary")


def _plug(boot: Boot, node: Node) -> None:
    if node.get("bus") not in {"usb", "virtio"}:
        text = f"input device on bus '{node.get('bus')}' cannot be hot plugged."
        raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)
    if node.find("alias") is None:
        _name_plugged(boot, node)


def _name_plugged(boot: Boot, node: Node) -> None:
    """libvirt 9.0.0 counts a plugged input as number -1 (qemuAssignDeviceInputAlias), so QEMU takes one only."""
    if any(found.get("name") == _PLUGGED for found in boot.guest.devices.iter("alias")):
        text = f"unable to execute QEMU command 'device_add': Duplicate device ID '{_PLUGGED}'"
        raise refusal(ErrorCode.INTERNAL_ERROR, ErrorDomain.QEMU, text)
    child(node, "alias").set("name", _PLUGGED)


FAMILY = Family(
    tag="input", shape=INPUT, default=_default, check=_check, plug=_plug,
    bus=lambda node: Bus.CCW if node.get("bus") == "virtio" else Bus.NONE, alias=numbered("input"),
    matches=lambda have, wanted: all(have.get(name) == wanted.get(name) for name in ("type", "bus")), unplug=True,
    cu_model=lambda _node: "12",
)  # fmt: skip
