"""Random number generators."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.chardev import BACKENDS, SOURCE_PARTS
from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.family import Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, get, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.text import same
from zkvm_provider.hypervisor.emulated.domain.values import POSITIVE, TEXT, choice

RNG = element(
    "rng",
    {"model": choice("virtio", "virtio-transitional", "virtio-non-transitional")},
    element("rate", {"bytes": POSITIVE, "period": POSITIVE}, need=("bytes",), must=("bytes",)),
    element(
        "backend", {"model": choice("random", "egd", "builtin"), "type": BACKENDS}, *SOURCE_PARTS, text=TEXT,
        need=("model",), must=("model",),
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


FAMILY = Family(
    tag="rng", shape=RNG, read=_read, default=_default, check=_check, bus=lambda _node: Bus.CCW,
    alias=numbered("rng"), matches=_matches, unplug=True, cu_model=lambda _node: "04",
)  # fmt: skip
