# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A qcow2 (or raw) image in a storage pool (z/VM: a minidisk)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._enums import *

if TYPE_CHECKING:
    from .host import Host
    from .storage_pool import StoragePool

__all__ = ["Qcow2DiskArgs", "Qcow2Disk"]


@pulumi.input_type
class Qcow2DiskArgs:
    def __init__(
        __self__,
        *,
        pool: pulumi.Input[str | StoragePool],
        capacity: pulumi.Input[int | str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        format: pulumi.Input[str | DiskFormat] | None = None,
        backing: pulumi.Input[str | Qcow2Disk] | None = None,
        backing_format: pulumi.Input[str | DiskFormat] | None = None,
        source: pulumi.Input[str] | None = None,
        sha256: pulumi.Input[str] | None = None,
        on_shrink: pulumi.Input[str | OnShrink] | None = None,
        replace_data: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A qcow2 (or raw) image in a storage pool (z/VM: a minidisk).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str | StoragePool] pool: The pool: `id` of a `StoragePool`, or its name on the
            host.
        :param pulumi.Input[str] name: File name in the pool. Absent: made from the resource's name. Form: a
            file name without `/`.
        :param pulumi.Input[int | str] capacity: Size the guest sees: `"20 GiB"`, or an integer in GiB. At
            least 512 B.
        :param pulumi.Input[str | DiskFormat] format: Image format. Default: `qcow2`.
        :param pulumi.Input[str | Qcow2Disk] backing: What holds the data this disk does not: `id` of a
            `Qcow2Disk`, `POOL/NAME`, or an image of the host by absolute path (with `backing_format`).
        :param pulumi.Input[str | DiskFormat] backing_format: Format of a `backing` given by path. Of a volume
            libvirt knows it.
        :param pulumi.Input[str] source: An image the disk begins as: a file where Pulumi runs, or an
            `http://` or `https://` URL. It is uploaded once per pool and shared: every disk of the same image
            lies on one volume, `zkvm-base-SHA256`, which goes with the last of them. Form: a path or a URL.
            Example: `https://images.example.com/sles15-s390x.qcow2`.
        :param pulumi.Input[str] sha256: Digest of `source`. Another image is refused, and one the pool has
            already is not fetched again. Absent: the image is read to know it, and a later change of it
            behind the same name goes unnoticed. Form: 64 hexadecimal digits.
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
        if format is not None:
            pulumi.set(__self__, "format", format)
        if backing is not None:
            pulumi.set(__self__, "backing", _utilities.referred(backing, "id"))
        if backing_format is not None:
            pulumi.set(__self__, "backing_format", backing_format)
        if source is not None:
            pulumi.set(__self__, "source", source)
        if sha256 is not None:
            pulumi.set(__self__, "sha256", sha256)
        if on_shrink is not None:
            pulumi.set(__self__, "on_shrink", on_shrink)
        if replace_data is not None:
            pulumi.set(__self__, "replace_data", replace_data)

    @property
    @pulumi.getter
    def pool(self) -> pulumi.Input[str]:
        """The pool: `id` of a `StoragePool`, or its name on the host."""
        return pulumi.get(self, "pool")

    @pool.setter
    def pool(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "pool", value)

    @property
    @pulumi.getter
    def capacity(self) -> pulumi.Input[int | str]:
        """Size the guest sees: `"20 GiB"`, or an integer in GiB. At least 512 B."""
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
        """File name in the pool. Absent: made from the resource's name. Form: a file name without `/`."""
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def format(self) -> pulumi.Input[str | DiskFormat] | None:
        """Image format. Default: `qcow2`."""
        return pulumi.get(self, "format")

    @format.setter
    def format(self, value: pulumi.Input[str | DiskFormat] | None) -> None:
        pulumi.set(self, "format", value)

    @property
    @pulumi.getter
    def backing(self) -> pulumi.Input[str] | None:
        """
        What holds the data this disk does not: `id` of a `Qcow2Disk`, `POOL/NAME`, or an image of the host by
        absolute path (with `backing_format`).
        """
        return pulumi.get(self, "backing")

    @backing.setter
    def backing(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "backing", value)

    @property
    @pulumi.getter(name="backingFormat")
    def backing_format(self) -> pulumi.Input[str | DiskFormat] | None:
        """Format of a `backing` given by path. Of a volume libvirt knows it."""
        return pulumi.get(self, "backing_format")

    @backing_format.setter
    def backing_format(self, value: pulumi.Input[str | DiskFormat] | None) -> None:
        pulumi.set(self, "backing_format", value)

    @property
    @pulumi.getter
    def source(self) -> pulumi.Input[str] | None:
        """
        An image the disk begins as: a file where Pulumi runs, or an `http://` or `https://` URL. It is
        uploaded once per pool and shared: every disk of the same image lies on one volume,
        `zkvm-base-SHA256`, which goes with the last of them. Form: a path or a URL. Example:
        `https://images.example.com/sles15-s390x.qcow2`.
        """
        return pulumi.get(self, "source")

    @source.setter
    def source(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "source", value)

    @property
    @pulumi.getter
    def sha256(self) -> pulumi.Input[str] | None:
        """
        Digest of `source`. Another image is refused, and one the pool has already is not fetched again.
        Absent: the image is read to know it, and a later change of it behind the same name goes unnoticed.
        Form: 64 hexadecimal digits.
        """
        return pulumi.get(self, "sha256")

    @sha256.setter
    def sha256(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "sha256", value)

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


class Qcow2Disk(pulumi.CustomResource):
    """
    A qcow2 (or raw) image in a storage pool (z/VM: a minidisk).

    Its id is the POOL-uuid/NAME. `pulumi import` and `get` take [HOST::]POOL/NAME.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: Qcow2DiskArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A qcow2 (or raw) image in a storage pool (z/VM: a minidisk).
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
        format: pulumi.Input[str | DiskFormat] | None = None,
        backing: pulumi.Input[str | Qcow2Disk] | None = None,
        backing_format: pulumi.Input[str | DiskFormat] | None = None,
        source: pulumi.Input[str] | None = None,
        sha256: pulumi.Input[str] | None = None,
        on_shrink: pulumi.Input[str | OnShrink] | None = None,
        replace_data: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str | StoragePool] pool: The pool: `id` of a `StoragePool`, or its name on the
            host.
        :param pulumi.Input[str] name: File name in the pool. Absent: made from the resource's name. Form: a
            file name without `/`.
        :param pulumi.Input[int | str] capacity: Size the guest sees: `"20 GiB"`, or an integer in GiB. At
            least 512 B.
        :param pulumi.Input[str | DiskFormat] format: Image format. Default: `qcow2`.
        :param pulumi.Input[str | Qcow2Disk] backing: What holds the data this disk does not: `id` of a
            `Qcow2Disk`, `POOL/NAME`, or an image of the host by absolute path (with `backing_format`).
        :param pulumi.Input[str | DiskFormat] backing_format: Format of a `backing` given by path. Of a volume
            libvirt knows it.
        :param pulumi.Input[str] source: An image the disk begins as: a file where Pulumi runs, or an
            `http://` or `https://` URL. It is uploaded once per pool and shared: every disk of the same image
            lies on one volume, `zkvm-base-SHA256`, which goes with the last of them. Form: a path or a URL.
            Example: `https://images.example.com/sles15-s390x.qcow2`.
        :param pulumi.Input[str] sha256: Digest of `source`. Another image is refused, and one the pool has
            already is not fetched again. Absent: the image is read to know it, and a later change of it
            behind the same name goes unnoticed. Form: 64 hexadecimal digits.
        :param pulumi.Input[str | OnShrink] on_shrink: A smaller `capacity` cuts off data: `refuse` it or
            `allow` it. Default: `refuse`.
        :param pulumi.Input[bool] replace_data: A change that cannot keep the data may replace the volume.
            Default: `false`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(Qcow2DiskArgs, args, kwargs)
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
        format: pulumi.Input[str | DiskFormat] | None = None,
        backing: pulumi.Input[str | Qcow2Disk] | None = None,
        backing_format: pulumi.Input[str | DiskFormat] | None = None,
        source: pulumi.Input[str] | None = None,
        sha256: pulumi.Input[str] | None = None,
        on_shrink: pulumi.Input[str | OnShrink] | None = None,
        replace_data: pulumi.Input[bool] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"pool": pool, "capacity": capacity})
        props = Qcow2DiskArgs.__new__(Qcow2DiskArgs)
        props.__dict__["pool"] = _utilities.referred(pool, "id")
        props.__dict__["capacity"] = capacity
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["format"] = format
        props.__dict__["backing"] = _utilities.referred(backing, "id")
        props.__dict__["backing_format"] = backing_format
        props.__dict__["source"] = source
        props.__dict__["sha256"] = sha256
        props.__dict__["on_shrink"] = on_shrink
        props.__dict__["replace_data"] = replace_data
        props.__dict__["path"] = None
        props.__dict__["source_sha256"] = None
        props.__dict__["key"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["pool_name"] = None
        props.__dict__["capacity_bytes"] = None
        props.__dict__["allocation_bytes"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:Qcow2Disk", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> Qcow2Disk:
        """Read an object that is there already, without managing it. `id` is [HOST::]POOL/NAME."""
        found = Qcow2Disk.__new__(Qcow2Disk)
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
        """The pool: `id` of a `StoragePool`, or its name on the host."""
        return pulumi.get(self, "pool")

    @property
    @pulumi.getter
    def name(self) -> pulumi.Output[str]:
        """File name in the pool. Absent: made from the resource's name. Form: a file name without `/`."""
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def capacity(self) -> pulumi.Output[int | str]:
        """Size the guest sees: `"20 GiB"`, or an integer in GiB. At least 512 B."""
        return pulumi.get(self, "capacity")

    @property
    @pulumi.getter
    def format(self) -> pulumi.Output[str]:
        """Image format. Default: `qcow2`."""
        return pulumi.get(self, "format")

    @property
    @pulumi.getter
    def backing(self) -> pulumi.Output[str | None]:
        """
        What holds the data this disk does not: `id` of a `Qcow2Disk`, `POOL/NAME`, or an image of the host by
        absolute path (with `backing_format`).
        """
        return pulumi.get(self, "backing")

    @property
    @pulumi.getter(name="backingFormat")
    def backing_format(self) -> pulumi.Output[str | None]:
        """Format of a `backing` given by path. Of a volume libvirt knows it."""
        return pulumi.get(self, "backing_format")

    @property
    @pulumi.getter
    def source(self) -> pulumi.Output[str | None]:
        """
        An image the disk begins as: a file where Pulumi runs, or an `http://` or `https://` URL. It is
        uploaded once per pool and shared: every disk of the same image lies on one volume,
        `zkvm-base-SHA256`, which goes with the last of them. Form: a path or a URL. Example:
        `https://images.example.com/sles15-s390x.qcow2`.
        """
        return pulumi.get(self, "source")

    @property
    @pulumi.getter
    def sha256(self) -> pulumi.Output[str | None]:
        """
        Digest of `source`. Another image is refused, and one the pool has already is not fetched again.
        Absent: the image is read to know it, and a later change of it behind the same name goes unnoticed.
        Form: 64 hexadecimal digits.
        """
        return pulumi.get(self, "sha256")

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
    @pulumi.getter(name="sourceSha256")
    def source_sha256(self) -> pulumi.Output[str | None]:
        """Digest of the image it was made of."""
        return pulumi.get(self, "source_sha256")

    @property
    @pulumi.getter
    def key(self) -> pulumi.Output[str]:
        """libvirt's key of the volume."""
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
        """Size the guest sees. In bytes."""
        return pulumi.get(self, "capacity_bytes")

    @property
    @pulumi.getter(name="allocationBytes")
    def allocation_bytes(self) -> pulumi.Output[int]:
        """Space taken in the pool. In bytes."""
        return pulumi.get(self, "allocation_bytes")

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
