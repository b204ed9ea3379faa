# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Describe a volume."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetVolumeResult", "get_volume", "get_volume_output"]


@pulumi.output_type
class GetVolumeResult:
    """Answer of `get_volume`. A qcow2 (or raw) image in a storage pool (z/VM: a minidisk)."""

    def __init__(
        __self__,
        *,
        id: str,
        host: str,
        pool: str,
        name: str,
        capacity: int | str,
        path: str,
        key: str,
        host_uri: str,
        machine_id: str,
        pool_name: str,
        capacity_bytes: int,
        allocation_bytes: int,
        format: str | None = None,
        backing: str | None = None,
        backing_format: str | None = None,
        source: str | None = None,
        sha256: str | None = None,
        on_shrink: str | None = None,
        replace_data: bool | None = None,
        source_sha256: str | None = None,
        templates: str | None = None,
        added: Sequence[outputs.XmlPatch] | None = None,
    ) -> None:
        pulumi.set(__self__, "id", id)
        pulumi.set(__self__, "host", host)
        pulumi.set(__self__, "pool", pool)
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "capacity", capacity)
        pulumi.set(__self__, "format", format)
        pulumi.set(__self__, "backing", backing)
        pulumi.set(__self__, "backing_format", backing_format)
        pulumi.set(__self__, "source", source)
        pulumi.set(__self__, "sha256", sha256)
        pulumi.set(__self__, "on_shrink", on_shrink)
        pulumi.set(__self__, "replace_data", replace_data)
        pulumi.set(__self__, "path", path)
        pulumi.set(__self__, "source_sha256", source_sha256)
        pulumi.set(__self__, "key", key)
        pulumi.set(__self__, "host_uri", host_uri)
        pulumi.set(__self__, "machine_id", machine_id)
        pulumi.set(__self__, "pool_name", pool_name)
        pulumi.set(__self__, "capacity_bytes", capacity_bytes)
        pulumi.set(__self__, "allocation_bytes", allocation_bytes)
        pulumi.set(__self__, "templates", templates)
        pulumi.set(__self__, "added", added)

    @property
    @pulumi.getter
    def id(self) -> str:
        """The POOL-uuid/NAME."""
        return pulumi.get(self, "id")

    @property
    @pulumi.getter
    def host(self) -> str:
        """
        The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the provider's
        `host`.
        """
        return pulumi.get(self, "host")

    @property
    @pulumi.getter
    def pool(self) -> str:
        """The pool: `id` of a `StoragePool`, or its name on the host."""
        return pulumi.get(self, "pool")

    @property
    @pulumi.getter
    def name(self) -> str:
        """File name in the pool. Absent: made from the resource's name. Form: a file name without `/`."""
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def capacity(self) -> int | str:
        """Size the guest sees: `"20 GiB"`, or an integer in GiB. At least 512 B."""
        return pulumi.get(self, "capacity")

    @property
    @pulumi.getter
    def format(self) -> str | None:
        """Image format. Default: `qcow2`."""
        return pulumi.get(self, "format")

    @property
    @pulumi.getter
    def backing(self) -> str | None:
        """
        What holds the data this disk does not: `id` of a `Qcow2Disk`, `POOL/NAME`, or an image of the host by
        absolute path (with `backing_format`).
        """
        return pulumi.get(self, "backing")

    @property
    @pulumi.getter(name="backingFormat")
    def backing_format(self) -> str | None:
        """Format of a `backing` given by path. Of a volume libvirt knows it."""
        return pulumi.get(self, "backing_format")

    @property
    @pulumi.getter
    def source(self) -> str | None:
        """
        An image the disk begins as: a file where Pulumi runs, or an `http://` or `https://` URL. It is
        uploaded once per pool and shared: every disk of the same image lies on one volume,
        `zkvm-base-SHA256`, which goes with the last of them. Form: a path or a URL. Example:
        `https://images.example.com/sles15-s390x.qcow2`.
        """
        return pulumi.get(self, "source")

    @property
    @pulumi.getter
    def sha256(self) -> str | None:
        """
        Digest of `source`. Another image is refused, and one the pool has already is not fetched again.
        Absent: the image is read to know it, and a later change of it behind the same name goes unnoticed.
        Form: 64 hexadecimal digits.
        """
        return pulumi.get(self, "sha256")

    @property
    @pulumi.getter(name="onShrink")
    def on_shrink(self) -> str | None:
        """A smaller `capacity` cuts off data: `refuse` it or `allow` it. Default: `refuse`."""
        return pulumi.get(self, "on_shrink")

    @property
    @pulumi.getter(name="replaceData")
    def replace_data(self) -> bool | None:
        """A change that cannot keep the data may replace the volume. Default: `false`."""
        return pulumi.get(self, "replace_data")

    @property
    @pulumi.getter
    def path(self) -> str:
        """Path on the host."""
        return pulumi.get(self, "path")

    @property
    @pulumi.getter(name="sourceSha256")
    def source_sha256(self) -> str | None:
        """Digest of the image it was made of."""
        return pulumi.get(self, "source_sha256")

    @property
    @pulumi.getter
    def key(self) -> str:
        """libvirt's key of the volume."""
        return pulumi.get(self, "key")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> str:
        """The URI the volume was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> str:
        """Identity of the machine it lies on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter(name="poolName")
    def pool_name(self) -> str:
        """Name of the pool."""
        return pulumi.get(self, "pool_name")

    @property
    @pulumi.getter(name="capacityBytes")
    def capacity_bytes(self) -> int:
        """Size the guest sees. In bytes."""
        return pulumi.get(self, "capacity_bytes")

    @property
    @pulumi.getter(name="allocationBytes")
    def allocation_bytes(self) -> int:
        """Space taken in the pool. In bytes."""
        return pulumi.get(self, "allocation_bytes")

    @property
    @pulumi.getter
    def templates(self) -> str | None:
        """Digest of your own templates that its XML was made with; absent without."""
        return pulumi.get(self, "templates")

    @property
    @pulumi.getter
    def added(self) -> Sequence[outputs.XmlPatch] | None:
        """What your own templates added to its XML when it was made. Absent: nothing."""
        return pulumi.get(self, "added")

    def __await__(self) -> Generator[Any, None, GetVolumeResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_volume(
    pool: str,
    name: str,
    host: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetVolumeResult:
    """
    Describe a volume.

    :param pool: Name or uuid of the pool.

    :param name: Name of the volume.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "pool": pool,
        "name": name,
        "host": host,
    }
    opts = _utilities.invoke_options(opts)
    answer: GetVolumeResult = pulumi.runtime.invoke("zkvm:index:getVolume", args, opts=opts, typ=GetVolumeResult).value
    return answer


def get_volume_output(
    pool: pulumi.Input[str],
    name: pulumi.Input[str],
    host: pulumi.Input[str | Host] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetVolumeResult]:
    """
    Describe a volume.

    :param pool: Name or uuid of the pool.

    :param name: Name of the volume.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "pool": pool,
        "name": name,
        "host": _utilities.referred(host, "uri"),
    }
    opts = _utilities.invoke_output_options(opts)
    return pulumi.runtime.invoke_output("zkvm:index:getVolume", args, opts=opts, typ=GetVolumeResult)
