"""The watchdog: diag288 is the machine's own; others need a bus."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, internal, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import choice
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

WATCHDOG = element(
    "watchdog",
    {
        "model": choice("i6300esb", "ib700", "diag288", "itco"),
        "action": choice("reset", "shutdown", "poweroff", "pause", "dump", "none", "inject-nmi"),
    },
    *DEVICE_INFO,
    need=("model",),
    must=("model",),
    traits="many",
)


def _default(_guest: Guest, node: Node) -> None:
    set_default(node, "action", "reset")


def _check(_guest: Guest, node: Node) -> None:
    model, address = node.get("model"), node.find("address")
    if model == "ib700" and address is not None:
        raise unsupported("ib700 watchdog device cannot have an address")
    if model in {"ib700", "itco"}:
        raise unsupported(f"{model} platform watchdog is not supported on this machine type")
    if model == "diag288" and address is not None:
        raise unsupported("diag288 watchdog device cannot have an address")


def _start(boot: Boot, node: Node) -> None:
    if node.get("model") == "i6300esb" and not boot.hotplug:
        raise internal(
            "qemu unexpectedly closed the monitor: qemu-system-s390x: -device "
            '{"driver":"i6300esb"}: \'i6300esb\' is not a valid device model name'
        )


def _plug(_boot: Boot, node: Node) -> None:
    if node.get("model") != "i6300esb":
        text = f"hotplug of watchdog of model {node.get('model')} is not supported"
        raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


FAMILY = Family(
    tag="watchdog", shape=WATCHDOG, default=_default, check=_check, start=_start, plug=_plug,
    bus=lambda node: Bus.PCI if node.get("model") == "i6300esb" else Bus.NONE, alias=numbered("watchdog"),
    matches=lambda have, wanted: have.get("model") == wanted.get("model"), unplug=True,
)  # fmt: skip
