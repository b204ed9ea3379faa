"""A KVM host (an LPAR): checked and described, never changed."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta
from zkvm_provider.model.guest import DomainType


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A machine that runs guests under KVM; usually an LPAR."""

    uri: Annotated[
        str | None,
        Meta(
            doc="libvirt URI (`qemu+ssh://lpar1/system`), `emulated:`, or a name from the provider's `hosts`. "
            "Absent: the provider's `host`.",
            example="qemu+ssh://lpar1/system",
        ),
    ] = None
    domain_type: Annotated[
        DomainType | None,
        Meta(doc="How guests of this host are executed when they say `auto`.", default=DomainType.AUTO),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOutputs:
    """What a host says of itself."""

    hostname: Annotated[str, Meta(doc="The host's name.")]
    machine_id: Annotated[str, Meta(doc="Identity of the machine, the same through every URI.")]
    hypervisor: Annotated[str, Meta(doc="`QEMU`.")]
    libvirt_version: Annotated[str, Meta(doc="Version of libvirt.")]
    qemu_version: Annotated[str, Meta(doc="Version of QEMU.")]
    machine_types: Annotated[tuple[str, ...], Meta(doc="QEMU machine types for s390x, newest first.")]
    virt_types: Annotated[tuple[str, ...], Meta(doc="`kvm`, `qemu`: how guests can be executed.")]
    cpu_models: Annotated[tuple[str, ...], Meta(doc="CPU models usable on this host.")]
    cpus: Annotated[int, Meta(doc="CPUs of the host.")]
    memory_bytes: Annotated[int, Meta(doc="Memory of the host.", unit="bytes")]
    swap_bytes: Annotated[int, Meta(doc="Sum of the host's swap devices.", unit="bytes")]
