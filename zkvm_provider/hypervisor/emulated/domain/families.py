"""The table of families and sections, and the orders that libvirt keeps over them."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain import (
    audio,
    balloon,
    boot,
    chardev,
    controller,
    cpu,
    disk,
    features,
    filesystem,
    graphics,
    hostdev,
    identity,
    input,
    interface,
    memory,
    odd,
    panic,
    qemu_options,
    rng,
    security,
    tune,
    video,
    vsock,
    watchdog,
)  # fmt: skip
from zkvm_provider.hypervisor.emulated.domain.common import ANY
from zkvm_provider.hypervisor.emulated.domain.family import Family
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import Shape, element
from zkvm_provider.hypervisor.emulated.domain.values import matching

FAMILIES: tuple[Family, ...] = (
    disk.FAMILY, controller.FAMILY, odd.LEASES, filesystem.FAMILY, interface.FAMILY, odd.SMARTCARDS, chardev.SERIALS,
    chardev.PARALLELS, chardev.CONSOLES, chardev.CHANNELS, input.FAMILY, odd.TPMS, graphics.FAMILY, audio.SOUNDS,
    audio.AUDIOS, video.FAMILY, hostdev.FAMILY, odd.REDIRDEVS, odd.HUBS, watchdog.FAMILY, balloon.FAMILY, rng.FAMILY,
    odd.NVRAMS, panic.FAMILY, odd.SHMEMS, odd.MEMORIES, odd.IOMMUS, vsock.FAMILY,
)  # fmt: skip
"""Every device family, in the order in which libvirt writes them (virDomainDefFormatInternal)."""

BY_TAG: dict[str, Family] = {family.tag: family for family in FAMILIES}

WALK: tuple[str, ...] = (
    "disk", "interface", "sound", "hostdev", "video", "controller", "smartcard", "serial", "parallel", "channel",
    "console", "input", "filesystem", "watchdog", "memballoon", "rng", "nvram", "hub", "shmem", "memory", "tpm",
    "panic", "redirdev", "iommu", "vsock", "graphics", "audio", "lease",
)  # fmt: skip
"""The order in which libvirt walks over the devices (virDomainDeviceInfoIterate): defaults, addresses, checks."""

SECTIONS: tuple[Section, ...] = (
    identity.SECTION, boot.SECTION, memory.SECTION, tune.SECTION, cpu.SECTION, features.SECTION, security.SECTION,
    qemu_options.SECTION,
)  # fmt: skip
"""Every section outside `<devices>`, in the order in which libvirt reads and judges them."""

_SECTION_SHAPES = {shape.tag: shape for section in SECTIONS for shape in section.shapes}
_BEFORE_DEVICES = (
    "name", "uuid", "genid", "title", "description", "metadata", "maxMemory", "memory", "currentMemory", "blkiotune",
    "memtune", "memoryBacking", "vcpu", "vcpus", "iothreads", "iothreadids", "defaultiothread", "cputune", "numatune",
    "resource", "sysinfo", "bootloader", "bootloader_args", "os", "idmap", "features", "cpu", "clock", "on_poweroff",
    "on_reboot", "on_crash", "on_lockfailure", "pm", "perf",
)  # fmt: skip
_AFTER_DEVICES = tuple(tag for tag in _SECTION_SHAPES if tag not in _BEFORE_DEVICES)

DEVICES = element("devices", None, identity.EMULATOR, *(family.shape for family in FAMILIES))
DOMAIN: Shape = element(
    "domain",
    {"type": matching("|".join(identity.VIRT_TYPES[1:])), "id": ANY},
    *(_SECTION_SHAPES[tag] for tag in _BEFORE_DEVICES),
    DEVICES,
    *(_SECTION_SHAPES[tag] for tag in _AFTER_DEVICES),
    need=("type", "name", "os"),
)
"""The whole document, in libvirt's order of writing."""
