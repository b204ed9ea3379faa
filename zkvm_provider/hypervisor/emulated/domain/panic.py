"""The panic device: s390 machines have exactly their own."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO
from zkvm_provider.hypervisor.emulated.domain.family import Family
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import choice

PANIC = element("panic", {"model": choice("isa", "pseries", "hyperv", "s390", "pvpanic")}, *DEVICE_INFO, traits="many")
_PLACES = {"isa": "isa", "pvpanic": "pci"}


def add_panic(guest: Guest) -> None:
    """The s390 machine always reports a guest panic (qemuDomainDefAddDefaultDevices)."""
    if not guest.each("panic"):
        etree.SubElement(guest.devices, "panic").set("model", "s390")


def _default(_guest: Guest, node: Node) -> None:
    set_default(node, "model", "s390")


def _check(_guest: Guest, node: Node) -> None:
    model = node.get("model")
    if model == "s390":
        if node.find("address") is not None:
            raise unsupported("setting the panic device address is not supported for model 's390'")
        return
    if model == "hyperv":
        raise unsupported("only i686 and x86_64 guests support panic device of model 'hyperv'")
    if model == "pseries":
        raise unsupported("only pSeries guests support panic device of model 'pseries'")
    if model == "isa":
        raise unsupported("the QEMU binary does not support the ISA panic device")
    raise unsupported("the QEMU binary does not support the PVPANIC device")


def check_panics(guest: Guest) -> None:
    """One panic device of a model (qemuValidateDomainDefPanic)."""
    models = [node.get("model") for node in guest.each("panic")]
    for model in models:
        if models.count(model) > 1:
            text = f"Multiple panic devices with model '{model}'"
            raise bad_domain(text)


FAMILY = Family(tag="panic", shape=PANIC, default=_default, check=_check)
