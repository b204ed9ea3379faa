# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A machine that runs guests under KVM; usually an LPAR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities
from ._enums import *

__all__ = ["HostArgs", "Host"]


@pulumi.input_type
class HostArgs:
    def __init__(
        __self__,
        *,
        uri: pulumi.Input[str] | None = None,
        domain_type: pulumi.Input[str | DomainType] | None = None,
    ) -> None:
        """
        A machine that runs guests under KVM; usually an LPAR.

        :param pulumi.Input[str] uri: libvirt URI (`qemu+ssh://lpar1/system`), `emulated:`, or a name from the
            provider's `hosts`. Absent: the provider's `host`. Example: `qemu+ssh://lpar1/system`.
        :param pulumi.Input[str | DomainType] domain_type: How guests of this host are executed when they say
            `auto`. Default: `auto`.
        """
        if uri is not None:
            pulumi.set(__self__, "uri", uri)
        if domain_type is not None:
            pulumi.set(__self__, "domain_type", domain_type)

    @property
    @pulumi.getter
    def uri(self) -> pulumi.Input[str] | None:
        """
        libvirt URI (`qemu+ssh://lpar1/system`), `emulated:`, or a name from the provider's `hosts`. Absent:
        the provider's `host`. Example: `qemu+ssh://lpar1/system`.
        """
        return pulumi.get(self, "uri")

    @uri.setter
    def uri(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "uri", value)

    @property
    @pulumi.getter(name="domainType")
    def domain_type(self) -> pulumi.Input[str | DomainType] | None:
        """How guests of this host are executed when they say `auto`. Default: `auto`."""
        return pulumi.get(self, "domain_type")

    @domain_type.setter
    def domain_type(self, value: pulumi.Input[str | DomainType] | None) -> None:
        pulumi.set(self, "domain_type", value)


class Host(pulumi.CustomResource):
    """
    A machine that runs guests under KVM; usually an LPAR.

    Its id is the machine identity. `pulumi import` and `get` take URI.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: HostArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A machine that runs guests under KVM; usually an LPAR.
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        uri: pulumi.Input[str] | None = None,
        domain_type: pulumi.Input[str | DomainType] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str] uri: libvirt URI (`qemu+ssh://lpar1/system`), `emulated:`, or a name from the
            provider's `hosts`. Absent: the provider's `host`. Example: `qemu+ssh://lpar1/system`.
        :param pulumi.Input[str | DomainType] domain_type: How guests of this host are executed when they say
            `auto`. Default: `auto`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(HostArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        uri: pulumi.Input[str] | None = None,
        domain_type: pulumi.Input[str | DomainType] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        props = HostArgs.__new__(HostArgs)
        props.__dict__["uri"] = uri
        props.__dict__["domain_type"] = domain_type
        props.__dict__["hostname"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["hypervisor"] = None
        props.__dict__["libvirt_version"] = None
        props.__dict__["qemu_version"] = None
        props.__dict__["machine_types"] = None
        props.__dict__["virt_types"] = None
        props.__dict__["cpu_models"] = None
        props.__dict__["cpus"] = None
        props.__dict__["memory_bytes"] = None
        props.__dict__["swap_bytes"] = None
        super().__init__("zkvm:index:Host", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Host:
        """Read an object that is there already, without managing it. `id` is URI."""
        found = Host.__new__(Host)
        opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        found._start(resource_name, opts)
        return found

    @property
    @pulumi.getter
    def uri(self) -> pulumi.Output[str]:
        """
        libvirt URI (`qemu+ssh://lpar1/system`), `emulated:`, or a name from the provider's `hosts`. Absent:
        the provider's `host`. Example: `qemu+ssh://lpar1/system`.
        """
        return pulumi.get(self, "uri")

    @property
    @pulumi.getter(name="domainType")
    def domain_type(self) -> pulumi.Output[str]:
        """How guests of this host are executed when they say `auto`. Default: `auto`."""
        return pulumi.get(self, "domain_type")

    @property
    @pulumi.getter
    def hostname(self) -> pulumi.Output[str]:
        """The host's name."""
        return pulumi.get(self, "hostname")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine, the same through every URI."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter
    def hypervisor(self) -> pulumi.Output[str]:
        """`QEMU`."""
        return pulumi.get(self, "hypervisor")

    @property
    @pulumi.getter(name="libvirtVersion")
    def libvirt_version(self) -> pulumi.Output[str]:
        """Version of libvirt."""
        return pulumi.get(self, "libvirt_version")

    @property
    @pulumi.getter(name="qemuVersion")
    def qemu_version(self) -> pulumi.Output[str]:
        """Version of QEMU."""
        return pulumi.get(self, "qemu_version")

    @property
    @pulumi.getter(name="machineTypes")
    def machine_types(self) -> pulumi.Output[Sequence[str]]:
        """QEMU machine types for s390x, newest first."""
        return pulumi.get(self, "machine_types")

    @property
    @pulumi.getter(name="virtTypes")
    def virt_types(self) -> pulumi.Output[Sequence[str]]:
        """`kvm`, `qemu`: how guests can be executed."""
        return pulumi.get(self, "virt_types")

    @property
    @pulumi.getter(name="cpuModels")
    def cpu_models(self) -> pulumi.Output[Sequence[str]]:
        """CPU models usable on this host."""
        return pulumi.get(self, "cpu_models")

    @property
    @pulumi.getter
    def cpus(self) -> pulumi.Output[int]:
        """CPUs of the host."""
        return pulumi.get(self, "cpus")

    @property
    @pulumi.getter(name="memoryBytes")
    def memory_bytes(self) -> pulumi.Output[int]:
        """Memory of the host. In bytes."""
        return pulumi.get(self, "memory_bytes")

    @property
    @pulumi.getter(name="swapBytes")
    def swap_bytes(self) -> pulumi.Output[int]:
        """Sum of the host's swap devices. In bytes."""
        return pulumi.get(self, "swap_bytes")
