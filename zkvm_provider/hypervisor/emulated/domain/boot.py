"""Operating system and boot: type, machine, kernel, boot devices and their order."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, child, get, internal, unsupported
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import element
from zkvm_provider.hypervisor.emulated.domain.values import (
    COUNT,
    NAME,
    PATH,
    SIGNED,
    TEXT,
    YES_NO,
    choice,
    matching,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

ARCHITECTURES = (
    "alpha", "armv6l", "armv7l", "armv7b", "aarch64", "cris", "i686", "itanium", "lm32", "loongarch64", "m68k",
    "microblaze", "microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc", "parisc64", "ppc",
    "ppcle", "ppc64", "ppc64le", "ppcemb", "riscv32", "riscv64", "s390", "s390x", "sh4", "sh4eb", "sparc", "sparc64",
    "unicore32", "x86_64", "xtensa", "xtensaeb",
)  # fmt: skip
OS = element(
    "os",
    {"firmware": choice("bios", "efi")},
    element(
        "type", {"arch": matching("|".join(ARCHITECTURES)), "machine": matching(r"[a-zA-Z0-9_.\-]+")},
        text=matching("hvm"),
    ),
    element("firmware", None, element("feature", {"enabled": YES_NO, "name": NAME}, traits="many"), traits="fleeting"),
    element(
        "loader",
        {"readonly": YES_NO, "secure": YES_NO, "stateless": YES_NO, "type": choice("rom", "pflash"), "format": NAME},
        text=TEXT,
    ),
    element("nvram", {"template": PATH, "type": NAME}, text=TEXT),
    element("kernel", text=PATH),
    element("initrd", text=PATH),
    element("cmdline", text=TEXT),
    element("dtb", text=PATH),
    element("acpi", None, element("table", {"type": NAME}, text=PATH)),
    element("boot", {"dev": choice("fd", "hd", "cdrom", "network")}, need=("dev",), must=("dev",), traits="many"),
    element("bootmenu", {"enable": YES_NO, "timeout": COUNT}),
    element("smbios", {"mode": choice("emulate", "host", "sysinfo")}),
    element("bios", {"useserial": YES_NO, "rebootTimeout": SIGNED}),
    need=("type",),
)  # fmt: skip


def _boot_users(guest: Guest) -> list[str]:
    return [boot.get("order") or "" for boot in guest.devices.iterfind("*/boot[@order]")]


def _read(guest: Guest) -> None:
    os = child(guest.root, "os")
    for tag in ("kernel", "initrd", "cmdline", "dtb"):
        for node in os.findall(tag):
            if not (node.text or "").strip():
                os.remove(node)


def check_boot_order(guest: Guest) -> None:
    """Devices to boot from are named one by one or by kind, and each in its turn."""
    orders = _boot_users(guest)
    if orders and guest.root.find("os/boot") is not None:
        raise unsupported("per-device boot elements cannot be used together with os/boot elements", ErrorDomain.DOMAIN)
    for order in orders:
        if orders.count(order) > 1:
            raise unsupported(f"boot order '{order}' used for more than one device", ErrorDomain.DOMAIN)


def _default(guest: Guest) -> None:
    os = child(guest.root, "os")
    kind = child(os, "type")
    kind.set("machine", guest.profile.canonical_machine(kind.get("machine") or ""))
    orders = _boot_users(guest)
    check_boot_order(guest)
    if not orders and os.find("boot") is None and guest.root.find("bootloader") is None:
        child(os, "boot").set("dev", "hd")


def _check(guest: Guest) -> None:
    root, profile = guest.root, guest.profile
    emulator = root.findtext("devices/emulator") or profile.emulator
    said = f"Emulator '{emulator}' does not support"
    kind = child(child(root, "os"), "type")
    if (kind.text or "") != "hvm":
        raise unsupported(f"{said} os type '{kind.text}'")
    if kind.get("arch") != "s390x":
        raise unsupported(f"{said} arch '{kind.get('arch')}'")
    if guest.virt_type not in guest.virt_types:
        raise unsupported(f"{said} virt type '{guest.virt_type}'")
    if kind.get("machine") not in profile.machine_types:
        raise unsupported(f"{said} machine type '{kind.get('machine')}'")
    if get(root, "os/bios", "useserial") == "yes":
        raise unsupported("Serial device is not supported by the BIOS of this machine type")


def _start(boot: Boot) -> None:
    if get(boot.guest.root, "os/smbios", "mode") == "host":
        raise unsupported("Host SMBIOS information is not available")
    for tag in ("kernel", "initrd", "dtb", "loader"):
        path = boot.guest.root.findtext(f"os/{tag}")
        if path and not boot.world.file_exists(path) and tag == "loader":
            text = f"Path '{path}' is not accessible: No such file or directory"
            raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.CGROUP, text)
        if path and not boot.world.file_exists(path):
            text = f"unable to stat: {path}: No such file or directory"
            raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.SECURITY, text)


def launch_kernel(boot: Boot) -> None:
    """QEMU reads kernel and initial RAM disk when it has opened the disks."""
    for tag in ("kernel", "initrd"):
        path = boot.guest.root.findtext(f"os/{tag}")
        if path and boot.world.is_out_of_reach(path):
            why = f"{path}: Permission denied\n" if tag == "kernel" else ""  # of an initial RAM disk no reason is told
            said = f"{why}qemu-system-s390x: could not load {tag} '{path}'"
            raise internal(f"qemu unexpectedly closed the monitor: {said}")


SECTION = Section(shapes=(OS,), read=_read, default=_default, check=_check, start=_start)
__all__ = ["ARCHITECTURES", "SECTION", "check_boot_order", "launch_kernel"]
