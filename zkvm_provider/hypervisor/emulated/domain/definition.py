"""Define a domain: any XML in, libvirt's canonical inactive XML out.

Stages: read (keep what libvirt knows) → default (fill in) → address (CCW, drive, virtio-serial, PCI) → check →
write. Each device family holds its part of each stage; `families.py` is the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from zkvm_provider.hypervisor.emulated.domain.world import Dice
from zkvm_provider.hypervisor.emulated.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A persistent domain configuration: canonical inactive XML, and the facts a store indexes."""

    xml: str
    name: str
    uuid: str
    virt_type: str
    memory_kib: int
    current_memory_kib: int
    vcpus_current: int
    vcpus_max: int


def define(
    xml: str, *, profile: Profile, virt_types: tuple[str, ...], validate: bool, dice: Dice
) -> Definition:
    """The canonical inactive form of `xml`, as `virDomainDefineXMLFlags` stores it.

    `virt_types` are the host's (`kvm`, `qemu`); `validate` is VIR_DOMAIN_DEFINE_VALIDATE. `dice` gives a uuid,
    MAC addresses and interface ids where the input has none. Whether the name or uuid is taken by another domain
    is the caller's question. Raises `BackendError` with libvirt's code, domain and text.
    """
    raise NotImplementedError


def describe(xml: str) -> Definition:
    """The facts of a canonical XML (inactive or live) that `define` or `start` made before."""
    raise NotImplementedError
