"""vsock: a socket between host and guest, one per guest."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, child, drop, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import COUNT, YES_NO, choice
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

VSOCK = element(
    "vsock",
    {"model": choice("virtio", "virtio-transitional", "virtio-non-transitional")},
    element("cid", {"auto": YES_NO, "address": COUNT}),
    element("driver", VIRTIO_OPTIONS, traits="fleeting"),
    *DEVICE_INFO,
)


def _default(_guest: Guest, node: Node) -> None:
    set_default(node, "model", "virtio")
    cid = child(node, "cid")
    if cid.get("auto") is None and cid.get("address") is None:
        cid.set("auto", "yes")
    if cid.get("auto") == "yes":
        drop(cid, "address")


def _check(_guest: Guest, node: Node) -> None:
    cid = child(node, "cid")
    address = int(cid.get("address") or "0")
    if cid.get("auto") != "yes" and address < 3:
        raise unsupported("guest CIDs must be >= 3", ErrorDomain.DOMAIN)


def _prepare(boot: Boot, node: Node) -> None:
    if not boot.world.host.has_vhost_vsock:
        raise unsupported("unable to open vhost-vsock device")
    cid = child(node, "cid")
    wanted = None if cid.get("auto") == "yes" else int(cid.get("address") or "0")
    found = boot.world.vsock_cid(wanted)
    if found is None:
        raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, "failed to set guest cid: Address already in use")
    cid.set("address", str(found))


FAMILY = Family(
    tag="vsock", shape=VSOCK, default=_default, check=_check, prepare=_prepare, bus=lambda _node: Bus.CCW,
    alias=numbered("vsock"), matches=lambda _have, _wanted: True, unplug=True, cu_model=lambda _node: "13",
)  # fmt: skip
