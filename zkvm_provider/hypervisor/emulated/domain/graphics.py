"""Graphics: VNC and its relatives; a screen brings a virtio video."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import ANY
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Family
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, drop, qemu_ended, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import NAME, PATH, SIGNED, YES_NO, choice
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_OWN_FOLDER = "/var/lib/libvirt/qemu/"
"""Where the account that QEMU runs under may make sockets."""
GRAPHICS = element(
    "graphics",
    {
        "type": choice("sdl", "vnc", "rdp", "desktop", "spice", "egl-headless", "dbus"),
        "port": SIGNED, "tlsPort": SIGNED, "autoport": YES_NO, "websocket": SIGNED, "socket": PATH, "listen": NAME,
        "keymap": NAME, "defaultMode": choice("any", "secure", "insecure"), "passwd": ANY, "passwdValidTo": NAME,
        "connected": choice("fail", "disconnect", "keep"), "sharePolicy": NAME, "powerControl": YES_NO,
        "display": NAME, "xauth": NAME, "fullscreen": YES_NO, "address": NAME, "p2p": YES_NO,
    },
    element(
        "listen", {"type": choice("none", "address", "network", "socket"), "address": NAME, "network": NAME,
                   "socket": PATH},
        traits="many",
    ),
    element("gl", {"enable": YES_NO, "rendernode": PATH}),
    element("image", {"compression": NAME}),
    element("channel", {"name": NAME, "mode": NAME}, traits="many"),
    element("clipboard", {"copypaste": YES_NO}),
    element("mouse", {"mode": NAME}),
    element("audio", {"id": ANY}),
    need=("type",),
    must=("type",),
    traits="many",
)  # fmt: skip


def _default(_guest: Guest, node: Node) -> None:
    if node.get("type") not in {"vnc", "spice"}:
        return
    if node.get("socket") is not None:
        _listen_on(node, "socket", node.get("socket") or "")
        return
    if node.find("listen") is None:
        _listen_on(node, "address", node.get("listen") or "")
    listen = node.find("listen")
    if listen is not None and listen.get("type") == "socket" and listen.get("socket"):
        node.set("socket", listen.get("socket") or "")
    if listen is not None and listen.get("type") in {"socket", "none"}:
        return
    if listen is not None and listen.get("address") and node.get("listen") is None:
        node.set("listen", listen.get("address") or "")
    port = node.get("port")
    if port is None or port == "-1" or node.get("autoport") == "yes":
        if node.get("type") == "vnc":
            node.set("port", "-1")
        else:
            drop(node, "port")
        node.set("autoport", "yes")
    set_default(node, "autoport", "no")


def _listen_on(node: Node, kind: str, value: str) -> None:
    listen = etree.SubElement(node, "listen")
    listen.set("type", kind)
    if value:
        listen.set(kind, value)


def _check(guest: Guest, node: Node) -> None:
    kind = node.get("type")
    if kind in {"rdp", "desktop"}:
        raise unsupported(f"unsupported graphics type '{kind}'")
    if kind == "egl-headless" and len(guest.each("graphics")) > 8:
        raise unsupported("only 1 graphics device of each type (sdl, vnc, spice, headless, dbus) is supported")
    same_kind = [other for other in guest.each("graphics") if other.get("type") == kind]
    if len(same_kind) > 1:
        raise unsupported("only 1 graphics device of each type (sdl, vnc, spice, headless, dbus) is supported")


def _start(boot: Boot, node: Node) -> None:
    kind, socket = node.get("type"), node.get("socket") or ""
    if kind == "egl-headless":
        text = "cannot open directory '/dev/dri': No such file or directory"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, text)
    if socket and not socket.startswith(_OWN_FOLDER):
        raise qemu_ended(f"-vnc vnc=unix:{socket}: Failed to bind socket to {socket}: Permission denied")
    if kind not in {"vnc", "spice"}:
        return
    listen = node.find("listen")
    if listen is None or listen.get("type") != "address":
        return
    if node.get("autoport") == "yes":
        node.set("port", str(boot.world.next_vnc_port()))
    set_default(listen, "address", "127.0.0.1")
    node.set("listen", listen.get("address") or "")


FAMILY = Family(
    tag="graphics", shape=GRAPHICS, default=_default, check=_check, start=_start,
    matches=lambda have, wanted: have.get("type") == wanted.get("type"),
)  # fmt: skip
