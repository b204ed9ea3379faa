"""Random number generators."""

from __future__ import annotations

import re

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.chardev import BACKENDS, SOURCE_PARTS
from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, get, qemu_ended, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.text import same
from zkvm_provider.hypervisor.emulated.domain.values import POSITIVE, Place, Value, choice
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_DEVICE = Value(schema=re.compile(r"\s*|/[^\r\n]+"), read=lambda text, _place: text, verbatim=True)
_MODELS = choice("random", "egd", "builtin")
_ALWAYS_THERE = frozenset({"/dev/random", "/dev/urandom", "/dev/hwrng"})


def _read_model(value: str, _place: Place) -> str:
    if not _MODELS.schema.fullmatch(value):
        raise unsupported(f"unknown RNG backend model '{value}'", ErrorDomain.DOMAIN)
    return value


RNG = element(
    "rng",
    {"model": choice("virtio", "virtio-transitional", "virtio-non-transitional")},
    element("rate", {"bytes": POSITIVE, "period": POSITIVE}, need=("bytes",), must=("bytes",)),
    element(
        "backend", {"model": Value(schema=_MODELS.schema, read=_read_model), "type": BACKENDS}, *SOURCE_PARTS,
        text=_DEVICE, need=("model",), must=("model",),
    ),
    element("driver", VIRTIO_OPTIONS, traits="fleeting"),
    *DEVICE_INFO,
    need=("model", "backend"),
    must=("model",),
    traits="many",
)  # fmt: skip


def _read(node: Node) -> None:
    if node.find("backend") is None:
        raise bad_domain("only one RNG backend is supported")


def _default(_guest: Guest, node: Node) -> None:
    backend = node.find("backend")
    if backend is None:
        backend = etree.SubElement(node, "backend")
    text = (backend.text or "").strip()
    if backend.get("model") == "random":
        backend.text = text or "/dev/random"
    else:
        backend.text = None
    if backend.get("model") == "egd" and backend.get("type") == "tcp" and backend.find("protocol") is None:
        etree.SubElement(backend, "protocol").set("type", "raw")


def _check(_guest: Guest, node: Node) -> None:
    backend = node.find("backend")
    if backend is not None and backend.get("model") == "random" and not (backend.text or "").startswith("/"):
        raise unsupported(f"file '{backend.text}' is not a supported random source")


def _matches(have: Node, wanted: Node) -> bool:
    return (
        have.get("model") == wanted.get("model")
        and get(have, "backend", "model") == get(wanted, "backend", "model")
        and (have.findtext("backend") or "") == (wanted.findtext("backend") or "")
        and same(have.find("rate"), wanted.find("rate"))
    )


def _start(boot: Boot, node: Node) -> None:
    """The guest's device file must be there, an entropy daemon must answer."""
    backend, path = node.find("backend"), (node.findtext("backend") or "").strip()
    if backend is not None and backend.get("model") == "egd":
        raise qemu_ended("-chardev socket,id=charrng0: Failed to connect: Connection refused")
    if path and path not in _ALWAYS_THERE and not boot.world.file_exists(path):
        text = f"Path '{path}' is not accessible: No such file or directory"
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.CGROUP, text)
    if path and boot.world.is_out_of_reach(path):
        raise qemu_ended(f"Could not open '{path}': Permission denied")


FAMILY = Family(
    tag="rng", start=_start, shape=RNG, read=_read, default=_default, check=_check, bus=lambda _node: Bus.CCW,
    alias=numbered("rng"), matches=_matches, unplug=True, cu_model=lambda _node: "04",
)  # fmt: skip
