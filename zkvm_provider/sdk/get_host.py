# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Describe a host."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetHostResult", "get_host", "get_host_output"]


@pulumi.output_type
class GetHostResult:
    """Answer of `get_host`. A machine that runs guests under KVM; usually an LPAR."""

    def __init__(
        __self__,
        *,
        id: str,
        uri: str,
        hostname: str,
        machine_id: str,
        hypervisor: str,
        libvirt_version: str,
        qemu_version: str,
        machine_types: Sequence[str],
        virt_types: Sequence[str],
        cpu_models: Sequence[str],
        cpus: int,
        memory_bytes: int,
        swap_bytes: int,
        domain_type: str | None = None,
    ) -> None:
        pulumi.set(__self__, "id", id)
        pulumi.set(__self__, "uri", uri)
        pulumi.set(__self__, "domain_type", domain_type)
        pulumi.set(__self__, "hostname", hostname)
        pulumi.set(__self__, "machine_id", machine_id)
        pulumi.set(__self__, "hypervisor", hypervisor)
        pulumi.set(__self__, "libvirt_version", libvirt_version)
        pulumi.set(__self__, "qemu_version", qemu_version)
        pulumi.set(__self__, "machine_types", machine_types)
        pulumi.set(__self__, "virt_types", virt_types)
        pulumi.set(__self__, "cpu_models", cpu_models)
        pulumi.set(__self__, "cpus", cpus)
        pulumi.set(__self__, "memory_bytes", memory_bytes)
        pulumi.set(__self__, "swap_bytes", swap_bytes)

    @property
    @pulumi.getter
    def id(self) -> str:
        """The machine identity."""
        return pulumi.get(self, "id")

    @property
    @pulumi.getter
    def uri(self) -> str:
        """
        libvirt URI (`qemu+ssh://lpar1/system`), `emulated:`, or a name from the provider's `hosts`. Absent:
        the provider's `host`. Example: `qemu+ssh://lpar1/system`.
        """
        return pulumi.get(self, "uri")

    @property
    @pulumi.getter(name="domainType")
    def domain_type(self) -> str | None:
        """How guests of this host are executed when they say `auto`. Default: `auto`."""
        return pulumi.get(self, "domain_type")

    @property
    @pulumi.getter
    def hostname(self) -> str:
        """The host's name."""
        return pulumi.get(self, "hostname")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> str:
        """Identity of the machine, the same through every URI."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter
    def hypervisor(self) -> str:
        """`QEMU`."""
        return pulumi.get(self, "hypervisor")

    @property
    @pulumi.getter(name="libvirtVersion")
    def libvirt_version(self) -> str:
        """Version of libvirt."""
        return pulumi.get(self, "libvirt_version")

    @property
    @pulumi.getter(name="qemuVersion")
    def qemu_version(self) -> str:
        """Version of QEMU."""
        return pulumi.get(self, "qemu_version")

    @property
    @pulumi.getter(name="machineTypes")
    def machine_types(self) -> Sequence[str]:
        """QEMU machine types for s390x, newest first."""
        return pulumi.get(self, "machine_types")

    @property
    @pulumi.getter(name="virtTypes")
    def virt_types(self) -> Sequence[str]:
        """`kvm`, `qemu`: how guests can be executed."""
        return pulumi.get(self, "virt_types")

    @property
    @pulumi.getter(name="cpuModels")
    def cpu_models(self) -> Sequence[str]:
        """CPU models usable on this host."""
        return pulumi.get(self, "cpu_models")

    @property
    @pulumi.getter
    def cpus(self) -> int:
        """CPUs of the host."""
        return pulumi.get(self, "cpus")

    @property
    @pulumi.getter(name="memoryBytes")
    def memory_bytes(self) -> int:
        """Memory of the host. In bytes."""
        return pulumi.get(self, "memory_bytes")

    @property
    @pulumi.getter(name="swapBytes")
    def swap_bytes(self) -> int:
        """Sum of the host's swap devices. In bytes."""
        return pulumi.get(self, "swap_bytes")

    def __await__(self) -> Generator[Any, None, GetHostResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_host(
    host: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetHostResult:
    """
    Describe a host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "host": host,
    }
    opts = _utilities.invoke_options(opts)
    answer: GetHostResult = pulumi.runtime.invoke("zkvm:index:getHost", args, opts=opts, typ=GetHostResult).value
    return answer


def get_host_output(
    host: pulumi.Input[str | Host] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetHostResult]:
    """
    Describe a host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "host": _utilities.referred(host, "uri"),
    }
    opts = _utilities.invoke_output_options(opts)
    return pulumi.runtime.invoke_output("zkvm:index:getHost", args, opts=opts, typ=GetHostResult)
