# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A DASD, or one partition of it, online on the host (z/VM: DEDICATE of a full volume)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities

if TYPE_CHECKING:
    from .host import Host

__all__ = ["DasdDiskArgs", "DasdDisk"]


@pulumi.input_type
class DasdDiskArgs:
    def __init__(
        __self__,
        *,
        bus_id: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        partition: pulumi.Input[int] | None = None,
    ) -> None:
        """
        A DASD, or one partition of it, online on the host (z/VM: DEDICATE of a full volume).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] bus_id: Bus id on the host. Example: `0.0.0e1e`.
        :param pulumi.Input[int] partition: Partition number; absent: the whole volume. Between 1 and 3.
        """
        pulumi.set(__self__, "bus_id", bus_id)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if partition is not None:
            pulumi.set(__self__, "partition", partition)

    @property
    @pulumi.getter(name="busId")
    def bus_id(self) -> pulumi.Input[str]:
        """Bus id on the host. Example: `0.0.0e1e`."""
        return pulumi.get(self, "bus_id")

    @bus_id.setter
    def bus_id(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "bus_id", value)

    @property
    @pulumi.getter
    def host(self) -> pulumi.Input[str] | None:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`.
        """
        return pulumi.get(self, "host")

    @host.setter
    def host(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "host", value)

    @property
    @pulumi.getter
    def partition(self) -> pulumi.Input[int] | None:
        """Partition number; absent: the whole volume. Between 1 and 3."""
        return pulumi.get(self, "partition")

    @partition.setter
    def partition(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "partition", value)


class DasdDisk(pulumi.CustomResource):
    """
    A DASD, or one partition of it, online on the host (z/VM: DEDICATE of a full volume).

    Its id is the bus id. `pulumi import` and `get` take [HOST::]BUS-ID, with -partN for a partition.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: DasdDiskArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A DASD, or one partition of it, online on the host (z/VM: DEDICATE of a full volume).
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        bus_id: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        partition: pulumi.Input[int] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] bus_id: Bus id on the host. Example: `0.0.0e1e`.
        :param pulumi.Input[int] partition: Partition number; absent: the whole volume. Between 1 and 3.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(DasdDiskArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        bus_id: pulumi.Input[str] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        partition: pulumi.Input[int] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"bus_id": bus_id})
        props = DasdDiskArgs.__new__(DasdDiskArgs)
        props.__dict__["bus_id"] = bus_id
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["partition"] = partition
        props.__dict__["path"] = None
        props.__dict__["was_online"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["device"] = None
        props.__dict__["capacity_bytes"] = None
        props.__dict__["active"] = None
        props.__dict__["read_only"] = None
        super().__init__("zkvm:index:DasdDisk", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> DasdDisk:
        """
        Read an object that is there already, without managing it. `id` is [HOST::]BUS-ID, with -partN for a
        partition.
        """
        found = DasdDisk.__new__(DasdDisk)
        opts = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(id=id))
        found._start(resource_name, opts)
        return found

    @property
    @pulumi.getter
    def host(self) -> pulumi.Output[str]:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`.
        """
        return pulumi.get(self, "host")

    @property
    @pulumi.getter(name="busId")
    def bus_id(self) -> pulumi.Output[str]:
        """Bus id on the host. Example: `0.0.0e1e`."""
        return pulumi.get(self, "bus_id")

    @property
    @pulumi.getter
    def partition(self) -> pulumi.Output[int | None]:
        """Partition number; absent: the whole volume. Between 1 and 3."""
        return pulumi.get(self, "partition")

    @property
    @pulumi.getter
    def path(self) -> pulumi.Output[str]:
        """by-path name of the volume or partition."""
        return pulumi.get(self, "path")

    @property
    @pulumi.getter(name="wasOnline")
    def was_online(self) -> pulumi.Output[bool]:
        """It was online already; delete leaves it so."""
        return pulumi.get(self, "was_online")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI it was set online through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter
    def device(self) -> pulumi.Output[str]:
        """Kernel name, `dasda`."""
        return pulumi.get(self, "device")

    @property
    @pulumi.getter(name="capacityBytes")
    def capacity_bytes(self) -> pulumi.Output[int]:
        """Size of the volume. In bytes."""
        return pulumi.get(self, "capacity_bytes")

    @property
    @pulumi.getter
    def active(self) -> pulumi.Output[bool]:
        """Whether it is online, with the partition; if not, the next update mends that."""
        return pulumi.get(self, "active")

    @property
    @pulumi.getter(name="readOnly")
    def read_only(self) -> pulumi.Output[bool]:
        """The host may not write to it (`lsdasd`: `ro`); a guest's disk on it needs `read_only`."""
        return pulumi.get(self, "read_only")
