"""Sound cards and audio backends."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, qemu_lacks, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import NAME, POSITIVE, YES_NO, choice

_MODELS = ("sb16", "es1370", "pcspk", "ac97", "ich6", "ich9", "usb", "ich7")
SOUND = element(
    "sound",
    {"model": choice(*_MODELS), "multichannel": YES_NO},
    element("codec", {"type": choice("duplex", "micro", "output")}, traits="many"),
    element("audio", {"id": POSITIVE}),
    *DEVICE_INFO,
    need=("model",),
    must=("model",),
    traits="many",
)
AUDIO = element(
    "audio",
    {
        "id": POSITIVE,
        "type": choice("none", "alsa", "coreaudio", "jack", "oss", "pulseaudio", "sdl", "spice", "file", "dbus"),
        "serverName": NAME, "path": NAME, "driver": NAME, "timerPeriod": POSITIVE,
    },
    element("input", {"mixingEngine": YES_NO, "fixedSettings": YES_NO}, traits="fleeting"),
    element("output", {"mixingEngine": YES_NO, "fixedSettings": YES_NO}, traits="fleeting"),
    need=("id", "type"),
    must=("id", "type"),
    traits="many",
)  # fmt: skip


def add_audio(guest: Guest) -> None:
    """QEMU guests always have one audio backend, `none` without a screen that carries sound."""
    if guest.each("audio") or any(node.get("type") == "egl-headless" for node in guest.each("graphics")):
        return
    node = etree.SubElement(guest.devices, "audio")
    node.set("id", "1")
    node.set("type", "spice" if any(g.get("type") == "spice" for g in guest.each("graphics")) else "none")


def _check(_guest: Guest, node: Node) -> None:
    model = node.get("model")
    if model == "usb":
        raise unsupported("usb-audio controller is not supported by this QEMU binary")
    if model in {"pcspk", "ich7", "ich9"}:
        raise unsupported(f"sound card model '{model}' is not supported by qemu")


def _start(_boot: Boot, node: Node) -> None:
    drivers = {"ich6": "intel-hda", "es1370": "ES1370", "ac97": "AC97", "sb16": "sb16"}
    model = node.get("model") or ""
    driver = drivers.get(model, model)
    raise qemu_lacks(driver, node)


SOUNDS = Family(
    tag="sound", shape=SOUND, check=_check, start=_start, alias=numbered("sound"),
    bus=lambda node: Bus.NONE if node.get("model") in {"sb16", "pcspk", "usb"} else Bus.PCI,
)  # fmt: skip
AUDIOS = Family(tag="audio", shape=AUDIO)
