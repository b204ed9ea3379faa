# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A logical volume in a storage pool of kind `logical` (z/VM: a minidisk)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._enums import *

if TYPE_CHECKING:
    from .host import Host
    from .storage_pool import StoragePool

__all__ = ["LvmDiskArgs", "LvmDisk"]


@pulumi.input_type
class LvmDiskArgs:
    def __init__(
        __self__,
        *,
        pool: pulumi.Input[str | StoragePool],
        capacity: pulumi.Input[int | str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        thin_pool: pulumi.Input[str] | None = None,
        on_shrink: pulumi.Input[str | OnShrink] | None = None,
        replace_data: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A logical volume in a storage pool of kind `logical` (z/VM: a minidisk).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str | StoragePool] pool: The pool, of kind `logical`: `id` of a `StoragePool`, or
            its name on the host.
        :param pulumi.Input[str] name: Name of the logical volume. Absent: made from the resource's name.
            Form: letters, digits and `_ + . -`, at most 127 characters, not beginning with a hyphen.
        :param pulumi.Input[int | str] capacity: Size: `"20 GiB"`, or an integer in GiB. LVM counts in
            extents, so it is rounded up to whole ones; the preview says to what. At least 512 B.
        :param pulumi.Input[str] thin_pool: A thin pool of the volume group: the volume then takes space when
            it is written to. Needs a shell on the host, as libvirt makes no thin volumes. Form: letters,
            digits and `_ + . -`, at most 127 characters, not beginning with a hyphen. Example: `thin`.
        :param pulumi.Input[str | OnShrink] on_shrink: A smaller `capacity` cuts off data: `refuse` it or
            `allow` it. Default: `refuse`.
        :param pulumi.Input[bool] replace_data: A change that cannot keep the data may replace the volume.
            Default: `false`.
        """
        pulumi.set(__self__, "pool", _utilities.referred(pool, "id"))
        pulumi.set(__self__, "capacity", capacity)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if thin_pool is not None:
            pulumi.set(__self__, "thin_pool", thin_pool)
        if on_shrink is not None:
            pulumi.set(__self__, "on_shrink", on_shrink)
        if replace_data is not None:
            pulumi.set(__self__, "replace_data", replace_data)

    @property
    @pulumi.getter
    def pool(self) -> pulumi.Input[str]:
        """The pool, of kind `logical`: `id` of a `StoragePool`, or its name on the host."""
        return pulumi.get(self, "pool")

    @pool.setter
    def pool(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "pool", value)

    @property
    @pulumi.getter
    def capacity(self) -> pulumi.Input[int | str]:
        """
        Size: `"20 GiB"`, or an integer in GiB. LVM counts in extents, so it is rounded up to whole ones; the
        preview says to what. At least 512 B.
        """
        return pulumi.get(self, "capacity")

    @capacity.setter
    def capacity(self, value: pulumi.Input[int | str]) -> None:
        pulumi.set(self, "capacity", value)

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
    def name(self) -> pulumi.Input[str] | None:
        """
        Name of the logical volume. Absent: made from the resource's name. Form: letters, digits and `_ + .
        -`, at most 127 characters, not beginning with a hyphen.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter(name="thinPool")
    def thin_pool(self) -> pulumi.Input[str] | None:
        """
        A thin pool of the volume group: the volume then takes space when it is written to. Needs a shell on
        the host, as libvirt makes no thin volumes. Form: letters, digits and `_ + . -`, at most 127
        characters, not beginning with a hyphen. Example: `thin`.
        """
        return pulumi.get(self, "thin_pool")

    @thin_pool.setter
    def thin_pool(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "thin_pool", value)

    @property
    @pulumi.getter(name="onShrink")
    def on_shrink(self) -> pulumi.Input[str | OnShrink] | None:
        """A smaller `capacity` cuts off data: `refuse` it or `allow` it. Default: `refuse`."""
        return pulumi.get(self, "on_shrink")

    @on_shrink.setter
    def on_shrink(self, value: pulumi.Input[str | OnShrink] | None) -> None:
        pulumi.set(self, "on_shrink", value)

    @property
    @pulumi.getter(name="replaceData")
    def replace_data(self) -> pulumi.Input[bool] | None:
        """A change that cannot keep the data may replace the volume. Default: `false`."""
        return pulumi.get(self, "replace_data")

    @replace_data.setter
    def replace_data(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "replace_data", value)


class LvmDisk(pulumi.CustomResource):
    """
    A logical volume in a storage pool of kind `logical` (z/VM: a minidisk).

    Its id is the POOL-uuid/NAME. `pulumi import` and `get` take [HOST::]POOL/NAME.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: LvmDiskArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A logical volume in a storage pool of kind `logical` (z/VM: a minidisk).
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        pool: pulumi.Input[str | StoragePool],
        capacity: pulumi.Input[int | str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        thin_pool: pulumi.Input[str] | None = None,
        on_shrink: pulumi.Input[str | OnShrink] | None = None,
        replace_data: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str | StoragePool] pool: The pool, of kind `logical`: `id` of a `StoragePool`, or
            its name on the host.
        :param pulumi.Input[str] name: Name of the logical volume. Absent: made from the resource's name.
            Form: letters, digits and `_ + . -`, at most 127 characters, not beginning with a hyphen.
        :param pulumi.Input[int | str] capacity: Size: `"20 GiB"`, or an integer in GiB. LVM counts in
            extents, so it is rounded up to whole ones; the preview says to what. At least 512 B.
        :param pulumi.Input[str] thin_pool: A thin pool of the volume group: the volume then takes space when
            it is written to. Needs a shell on the host, as libvirt makes no thin volumes. Form: letters,
            digits and `_ + . -`, at most 127 characters, not beginning with a hyphen. Example: `thin`.
        :param pulumi.Input[str | OnShrink] on_shrink: A smaller `capacity` cuts off data: `refuse` it or
            `allow` it. Default: `refuse`.
        :param pulumi.Input[bool] replace_data: A change that cannot keep the data may replace the volume.
            Default: `false`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(LvmDiskArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        pool: pulumi.Input[str | StoragePool] | None = None,
        capacity: pulumi.Input[int | str] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        thin_pool: pulumi.Input[str] | None = None,
        on_shrink: pulumi.Input[str | OnShrink] | None = None,
        replace_data: pulumi.Input[bool] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"pool": pool, "capacity": capacity})
        props = LvmDiskArgs.__new__(LvmDiskArgs)
        props.__dict__["pool"] = _utilities.referred(pool, "id")
        props.__dict__["capacity"] = capacity
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["thin_pool"] = thin_pool
        props.__dict__["on_shrink"] = on_shrink
        props.__dict__["replace_data"] = replace_data
        props.__dict__["path"] = None
        props.__dict__["key"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["pool_name"] = None
        props.__dict__["capacity_bytes"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:LvmDisk", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> LvmDisk:
        """Read an object that is there already, without managing it. `id` is [HOST::]POOL/NAME."""
        found = LvmDisk.__new__(LvmDisk)
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
    @pulumi.getter
    def pool(self) -> pulumi.Output[str]:
        """The pool, of kind `logical`: `id` of a `StoragePool`, or its name on the host."""
        return pulumi.get(self, "pool")

    @property
    @pulumi.getter
    def name(self) -> pulumi.Output[str]:
        """
        Name of the logical volume. Absent: made from the resource's name. Form: letters, digits and `_ + .
        -`, at most 127 characters, not beginning with a hyphen.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def capacity(self) -> pulumi.Output[int | str]:
        """
        Size: `"20 GiB"`, or an integer in GiB. LVM counts in extents, so it is rounded up to whole ones; the
        preview says to what. At least 512 B.
        """
        return pulumi.get(self, "capacity")

    @property
    @pulumi.getter(name="thinPool")
    def thin_pool(self) -> pulumi.Output[str | None]:
        """
        A thin pool of the volume group: the volume then takes space when it is written to. Needs a shell on
        the host, as libvirt makes no thin volumes. Form: letters, digits and `_ + . -`, at most 127
        characters, not beginning with a hyphen. Example: `thin`.
        """
        return pulumi.get(self, "thin_pool")

    @property
    @pulumi.getter(name="onShrink")
    def on_shrink(self) -> pulumi.Output[str]:
        """A smaller `capacity` cuts off data: `refuse` it or `allow` it. Default: `refuse`."""
        return pulumi.get(self, "on_shrink")

    @property
    @pulumi.getter(name="replaceData")
    def replace_data(self) -> pulumi.Output[bool]:
        """A change that cannot keep the data may replace the volume. Default: `false`."""
        return pulumi.get(self, "replace_data")

    @property
    @pulumi.getter
    def path(self) -> pulumi.Output[str]:
        """Path on the host."""
        return pulumi.get(self, "path")

    @property
    @pulumi.getter
    def key(self) -> pulumi.Output[str]:
        """LVM's own uuid of the volume."""
        return pulumi.get(self, "key")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI the volume was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine it lies on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter(name="poolName")
    def pool_name(self) -> pulumi.Output[str]:
        """Name of the pool."""
        return pulumi.get(self, "pool_name")

    @property
    @pulumi.getter(name="capacityBytes")
    def capacity_bytes(self) -> pulumi.Output[int]:
        """Size the guest sees, in whole extents. In bytes."""
        return pulumi.get(self, "capacity_bytes")

    @property
    @pulumi.getter
    def templates(self) -> pulumi.Output[str | None]:
        """Digest of your own templates that its XML was made with; absent without."""
        return pulumi.get(self, "templates")

    @property
    @pulumi.getter
    def added(self) -> pulumi.Output[Sequence[outputs.XmlPatch] | None]:
        """What your own templates added to its XML when it was made. Absent: nothing."""
        return pulumi.get(self, "added")
