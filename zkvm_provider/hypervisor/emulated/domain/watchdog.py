"""The watchdog: diag288 is the machine's own; others need a bus."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, get, qemu_lacks, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import Place, Value, choice
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_ACTIONS = choice("reset", "shutdown", "poweroff", "pause", "dump", "none", "inject-nmi")


def _read_action(value: str, _place: Place) -> str:
    if not _ACTIONS.schema.fullmatch(value):
        raise unsupported(f"unknown watchdog action '{value}'", ErrorDomain.DOMAIN)
    return value


WATCHDOG = element(
    "watchdog",
    {
        "model": choice("i6300esb", "ib700", "diag288", "itco"),
        "action": Value(schema=_ACTIONS.schema, read=_read_action),
    },
    *DEVICE_INFO,
    need=("model",),
    must=("model",),
)


def _default(_guest: Guest, node: Node) -> None:
    set_default(node, "action", "reset")


def _check(_guest: Guest, node: Node) -> None:
    model, kind = node.get("model"), get(node, "address", "type")
    if model == "itco":
        raise unsupported("itco model of watchdog is only supported on q35 machine type")
    if model == "diag288" and kind:
        raise unsupported("diag288 model of watchdog is virtual and cannot go on any bus.")
    if model == "ib700" and kind not in {"", "isa"}:
        raise unsupported("ib700 model of watchdog can go only on ISA bus")
    if model == "i6300esb" and kind not in {"", "pci"}:
        raise unsupported("i6300esb model of watchdog can go only on PCI bus")


def _start(_boot: Boot, node: Node) -> None:
    model = node.get("model") or ""
    if model != "diag288":
        raise qemu_lacks(model, node)


def _plug(_boot: Boot, node: Node) -> None:
    if node.get("model") != "i6300esb":
        text = f"hotplug of watchdog of model {node.get('model')} is not supported"
        raise refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


FAMILY = Family(
    tag="watchdog", shape=WATCHDOG, default=_default, check=_check, start=_start, plug=_plug,
    bus=lambda node: Bus.PCI if node.get("model") == "i6300esb" else Bus.NONE, alias=numbered("watchdog"),
    matches=lambda have, wanted: have.get("model") == wanted.get("model"), unplug=True,
)  # fmt: skip
