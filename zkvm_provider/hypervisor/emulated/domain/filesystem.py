"""Shared folders: 9p and virtiofs."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.domain.common import ANY, DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, child, get, qemu_ended, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import (
    COUNT,
    FOLDER,
    GENERIC_NAME,
    NAME,
    ON_OFF,
    PATH,
    POSITIVE,
    SIZE,
    UNIT,
    Place,
    Value,
    choice,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def _read_mode(value: str, _place: Place) -> str:
    return f"{int(value, 8):04o}" if re.fullmatch("[0-7]{1,4}", value) else value


MODE = Value(schema=re.compile("[0-7]{1,4}"), read=_read_mode)
FILESYSTEM = element(
    "filesystem",
    {
        "type": choice("mount", "block", "file", "template", "ram", "bind", "volume"),
        "accessmode": choice("passthrough", "mapped", "squash"),
        "model": choice("virtio", "virtio-transitional", "virtio-non-transitional"),
        "multidevs": choice("default", "remap", "forbid", "warn"),
        "fmode": MODE,
        "dmode": MODE,
    },
    element(
        "driver",
        {
            "type": choice("path", "handle", "loop", "nbd", "ploop", "virtiofs"), "format": NAME,
            "wrpolicy": choice("immediate"), "queue": POSITIVE, **VIRTIO_OPTIONS,
        },
        traits="fleeting",
    ),
    element(
        "binary", {"path": PATH, "xattr": ON_OFF},
        element("cache", {"mode": choice("none", "always")}),
        element("sandbox", {"mode": choice("namespace", "chroot")}),
        element("lock", {"posix": ON_OFF, "flock": ON_OFF}, traits="fleeting"),
        element("thread_pool", {"size": COUNT}),
        traits="fleeting",
    ),
    element(
        "source",
        {
            "dir": FOLDER, "file": PATH, "dev": PATH, "name": GENERIC_NAME, "usage": COUNT, "units": ANY, "pool": ANY,
            "volume": ANY, "socket": PATH,
        },
    ),
    element("target", {"dir": ANY}),
    element("readonly"),
    element("space_hard_limit", {"unit": UNIT}, text=SIZE),
    element("space_soft_limit", {"unit": UNIT}, text=SIZE),
    *DEVICE_INFO,
    need=("source", "target"),
    traits="many",
)  # fmt: skip


def _read(node: Node) -> None:
    set_default(node, "type", "mount")
    source, target = node.find("source"), node.find("target")
    if source is None or not source.attrib:
        raise refusal(
            ErrorCode.NO_SOURCE,
            ErrorDomain.DOMAIN,
            "missing source information for device " + get(node, "target", "dir"),
        )
    if (target is None or not target.get("dir")) and source.get("socket") is None:
        text = f"missing target information for device {source.get('dir') or ''}"
        raise refusal(ErrorCode.NO_TARGET, ErrorDomain.DOMAIN, text)


def _default(_guest: Guest, node: Node) -> None:
    if node.get("accessmode") is None and not _is_virtiofs(node):
        node.set("accessmode", "passthrough")
    if _is_virtiofs(node):
        set_default(node, "accessmode", "passthrough")


def _check(guest: Guest, node: Node) -> None:
    _check_kind(guest, node)
    if not _is_virtiofs(node):
        return
    tag, own = get(node, "target", "dir"), [each for each in guest.each("filesystem") if _is_virtiofs(each)]
    if tag and any(get(other, "target", "dir") == tag for other in own[: own.index(node)]):
        raise unsupported(f"filesystem target '{tag}' specified twice", ErrorDomain.DOMAIN)


def _is_virtiofs(node: Node) -> bool:
    return get(node, "driver", "type") == "virtiofs"


def _check_kind(guest: Guest, node: Node) -> None:
    if node.get("type") != "mount":
        raise unsupported("only supports mount filesystem type")
    if not _is_virtiofs(node):
        return
    if node.find("readonly") is not None:
        raise unsupported("virtiofs does not yet support read-only mode")
    if node.get("accessmode") != "passthrough":
        raise unsupported("virtiofs only supports passthrough accessmode")
    shared = get(guest.root, "memoryBacking/access", "mode") == "shared"
    cells = guest.root.findall("cpu/numa/cell")
    if not shared and not (cells and all(cell.get("memAccess") == "shared" for cell in cells)):
        raise unsupported("'virtiofs' requires shared memory")


def _start(boot: Boot, node: Node) -> None:
    """libvirt finds the daemon of virtiofs by QEMU's own list of helpers; other folders QEMU opens by itself."""
    if _is_virtiofs(node):
        set_default(child(node, "binary"), "path", "/usr/lib/qemu/virtiofsd")
        return
    folder = get(node, "source", "dir")
    if folder and boot.world.is_out_of_reach(f"{folder}/."):
        said = f"cannot initialize fsdev 'fsdev-{get(node, 'alias', 'name')}': failed to open '{folder}'"
        raise qemu_ended(f"{said}: Permission denied")


FAMILY = Family(
    tag="filesystem",
    shape=FILESYSTEM,
    read=_read,
    default=_default,
    check=_check,
    start=_start,
    bus=lambda _node: Bus.CCW,
    alias=numbered("fs"),
    matches=lambda have, wanted: get(have, "target", "dir") == get(wanted, "target", "dir"),
    cu_model=lambda node: "1a" if get(node, "driver", "type") == "virtiofs" else "09",
)
