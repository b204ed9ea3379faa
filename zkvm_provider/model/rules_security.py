"""Rules of Secure Execution (`launch_security`): what a guest cannot have whose memory the host may not see.

Virtio devices need nothing: with `confidential-guest-support`, QEMU turns on their I/O protection (`iommu_platform`) by
itself (docs/system/s390x/protvirt.rst; hw/core/machine.c). Swap of the host is no matter: pages leave encrypted.
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import Fault
from zkvm_provider.model.cpu import CpuMode, FeaturePolicy
from zkvm_provider.model.guest import DomainType
from zkvm_provider.model.lun import AttachAs
from zkvm_provider.model.migration import MigrationMode
from zkvm_provider.model.reading import Node, join

_UNPACK = "unpack"
"""The facility that Secure Execution needs of the CPU (QEMU: CPU model does not support Protected Virtualization)."""
_OLDER = ("z9", "z10", "z114", "z196", "zBC12", "zEC12", "z13", "z14", "z890", "z900", "z990", "z800", "qemu", "max")
"""CPU models of machines before z15, which is `gen15a` and `gen15b`."""


def _protected_guests_have_plain_memory(guest: Node) -> Iterator[Fault]:
    """KVM on Z backs Secure Execution guests with 4 KiB pages only (Linux, Documentation/virt/kvm/s390/s390-pv.rst)."""
    if guest.is_given("launch_security") and guest.known("hugepages"):
        reason = "a guest under Secure Execution cannot be backed with huge pages; leave one of both out"
        yield Fault(path=guest.at("hugepages"), reason=reason)


def _protected_guests_are_not_looked_into(guest: Node) -> Iterator[Fault]:
    debug = guest.child("debug")
    if guest.is_given("launch_security") and debug is not None and debug.is_given("gdb_port"):
        reason = "gdb sees nothing of a guest under Secure Execution; leave one of both out"
        yield Fault(path=debug.at("gdb_port"), reason=reason)


def _protected_guests_have_no_host_devices(guest: Node) -> Iterator[Fault]:
    """IBM, *Introducing IBM Secure Execution for Linux*, restrictions: no pass-through; vfio-ap only after QEMU 7.2."""
    if not guest.is_given("launch_security"):
        return
    held = list(guest.children("mdevs"))
    held += [lun for lun in guest.children("luns") if lun.known("attach_as") is AttachAs.HOSTDEV]
    for device in held:
        remedy = "attach it as disk, or" if device.is_given("attach_as") else "give the guest virtio devices, or"
        reason = f"is a device of the host, which a guest under Secure Execution cannot have; {remedy}"
        yield Fault(path=device.path, reason=f"{reason} leave `launchSecurity` out")


def _protected_guests_need_kvm(guest: Node) -> Iterator[Fault]:
    if guest.is_given("launch_security") and guest.known("domain_type") is DomainType.QEMU:
        reason = "Secure Execution is the machine's, and QEMU's emulation has none; use kvm, or leave it out"
        yield Fault(path=guest.at("domain_type"), reason=reason)


def _protected_guests_can_unpack(guest: Node) -> Iterator[Fault]:
    cpu = guest.child("cpu")
    if cpu is None or not guest.is_given("launch_security"):
        return
    features = cpu.known("features") or {}
    if features.get(_UNPACK) is FeaturePolicy.DISABLE:
        reason = "Secure Execution is started by this facility; leave it to the model"
        yield Fault(path=join(cpu.at("features"), _UNPACK), reason=reason)
    model = cpu.known("model") or ""
    is_old = model.split(".")[0].removesuffix("-base") in _OLDER
    if cpu.known("mode") is CpuMode.CUSTOM and is_old and _UNPACK not in features:
        reason = f"{model} is older than z15 and has no Secure Execution; use mode host-model, or model gen15a"
        yield Fault(path=cpu.at("model"), reason=reason)


def _protected_guests_have_fixed_memory(guest: Node) -> Iterator[Fault]:
    """QEMU inhibits the balloon as soon as the guest is protected (hw/s390x/s390-virtio-ccw.c)."""
    memory, current = guest.known("memory"), guest.known("current_memory")
    if guest.is_given("launch_security") and memory is not None and current is not None and current < memory:
        reason = "less than `memory` needs the balloon, which cannot take memory from a guest under Secure Execution"
        yield Fault(path=guest.at("current_memory"), reason=f"{reason}; leave it out")


def _protected_guests_do_not_move_running(guest: Node) -> Iterator[Fault]:
    """QEMU: *protected VMs are currently not migratable* (hw/s390x/s390-virtio-ccw.c)."""
    how = guest.child("migration")
    mode = how.known("mode") if how is not None else None
    if how is not None and guest.is_given("launch_security") and mode not in {None, MigrationMode.OFFLINE}:
        reason = f"a guest under Secure Execution cannot migrate while it runs, and `mode` is {mode}; use offline"
        yield Fault(path=how.at("mode"), reason=reason)


SECURITY_RULES = (
    _protected_guests_have_plain_memory,
    _protected_guests_are_not_looked_into,
    _protected_guests_have_no_host_devices,
    _protected_guests_need_kvm,
    _protected_guests_can_unpack,
    _protected_guests_have_fixed_memory,
    _protected_guests_do_not_move_running,
)
