"""QEMU's own namespace: extra command-line arguments, capabilities, property overrides."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import element
from zkvm_provider.hypervisor.emulated.domain.values import NAME, TEXT, choice

NAMESPACE = "http://libvirt.org/schemas/domain/qemu/1.0"


def _named(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


COMMANDLINE = element(
    _named("commandline"), None,
    element(_named("arg"), {"value": TEXT}, need=("value",), must=("value",), traits="many"),
    element(_named("env"), {"name": NAME, "value": TEXT}, need=("name",), must=("name",), traits="many"),
    traits="fleeting",
)  # fmt: skip
_CAPABILITY = {"capability": NAME}
CAPABILITIES = element(
    _named("capabilities"), None,
    element(_named("add"), _CAPABILITY, must=("capability",), traits="many"),
    element(_named("del"), _CAPABILITY, must=("capability",), traits="many"),
    traits="fleeting",
)  # fmt: skip
_PROPERTY = element(
    _named("property"),
    {"name": NAME, "type": choice("string", "unsigned", "signed", "bool", "remove"), "value": TEXT},
    traits="many",
)
DEPRECATION = element(_named("deprecation"), {"behavior": NAME})
OVERRIDE = element(
    _named("override"), None,
    element(_named("device"), {"alias": NAME}, element(_named("frontend"), None, _PROPERTY), traits="many"),
    traits="fleeting",
)  # fmt: skip
SECTION = Section(shapes=(COMMANDLINE, CAPABILITIES, DEPRECATION, OVERRIDE))
