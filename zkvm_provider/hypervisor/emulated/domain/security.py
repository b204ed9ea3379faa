"""Security: labels, key wrapping, launch security."""

from __future__ import annotations

from lxml import etree

from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import Guest, bad_domain, drop, internal, set_default, unsupported
from zkvm_provider.hypervisor.emulated.domain.section import Section
from zkvm_provider.hypervisor.emulated.domain.shape import element
from zkvm_provider.hypervisor.emulated.domain.values import NAME, ON_OFF, TEXT, YES_NO, choice
from zkvm_provider.hypervisor.port import ErrorDomain

SECLABEL = element(
    "seclabel",
    {"type": choice("none", "dynamic", "static"), "model": NAME, "relabel": YES_NO},
    element("label", text=NAME),
    element("imagelabel", text=NAME),
    element("baselabel", text=NAME),
    traits="many",
)
KEYWRAP = element(
    "keywrap", None,
    element("cipher", {"name": choice("aes", "dea"), "state": ON_OFF}, need=("name", "state"), must=("name", "state"),
            traits="many"),
    traits="fleeting",
)  # fmt: skip
LAUNCH = element(
    "launchSecurity",
    {"type": choice("sev", "s390-pv"), "kernelHashes": YES_NO},
    *(element(tag, text=TEXT) for tag in ("cbitpos", "reducedPhysBits", "policy", "dhCert", "session")),
    need=("type",),
    must=("type",),
)


NO_SECURE_EXECUTION = (
    "process exited while connecting to monitor: qemu-system-s390x: CPU model does not support Protected Virtualization"
)
"""QEMU's words (hw/s390x/pv.c, 7.2) on a machine without the facility; not captured, for it takes a mainframe."""


def _default(guest: Guest) -> None:
    labels = guest.root.findall("seclabel")
    for label in labels:
        set_default(label, "type", "dynamic")
        set_default(label, "model", "none")
        if label.get("type") == "none":
            drop(label, "relabel")
        else:
            set_default(label, "relabel", "yes" if label.get("type") == "dynamic" else "no")
            if label.get("type") == "dynamic":
                for tag in ("label", "imagelabel"):
                    for found in label.findall(tag):
                        label.remove(found)


def _check(guest: Guest) -> None:
    models = [label.get("model") for label in guest.root.findall("seclabel")]
    for model in models:
        if models.count(model) > 1:
            raise bad_domain(f"seclabel for model {model} is already provided")
        if model not in {"none", "dac"}:
            raise unsupported(f"Unable to find security driver for model {model}")
    names = [cipher.get("name") for cipher in guest.root.iterfind("keywrap/cipher")]
    for name in names:
        if names.count(name) > 1:
            text = f"A domain definition can have no more than one cipher node with name {name}"
            raise internal(text, ErrorDomain.DOMAIN)
    launch = guest.root.find("launchSecurity")
    if launch is None:
        return
    if launch.get("type") == "sev":
        raise unsupported("SEV launch security is not supported with this QEMU binary")
    if not guest.profile.has_secure_execution and guest.root.get("type") != "kvm":  # QEMU has it where it has KVM
        raise unsupported("S390 PV launch security is not supported with this QEMU binary")


def _start(boot: Boot) -> None:
    """The DAC driver labels every guest that does not bring its own label."""
    root, host = boot.guest.root, boot.world.host
    if root.find("launchSecurity") is not None and not host.has_secure_execution:
        raise internal(NO_SECURE_EXECUTION)
    if any(label.get("model") == "dac" for label in root.findall("seclabel")):
        return
    label = etree.SubElement(root, "seclabel")
    label.set("type", "dynamic")
    label.set("model", "dac")
    label.set("relabel", "yes")
    owner = f"+{host.qemu_uid}:+{host.qemu_gid}"
    for tag in ("label", "imagelabel"):
        etree.SubElement(label, tag).text = owner


SECTION = Section(shapes=(SECLABEL, KEYWRAP, LAUNCH), default=_default, check=_check, start=_start)
