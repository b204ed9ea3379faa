# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Describe a logical volume."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetLogicalVolumeResult", "get_logical_volume", "get_logical_volume_output"]


@pulumi.output_type
class GetLogicalVolumeResult:
    """
    Answer of `get_logical_volume`. A logical volume in a storage pool of kind `logical` (z/VM: a minidisk).
    """

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
        thin_pool: str | None = None,
        on_shrink: str | None = None,
        replace_data: bool | None = None,
        templates: str | None = None,
        added: Sequence[outputs.XmlPatch] | None = None,
    ) -> None:
        pulumi.set(__self__, "id", id)
        pulumi.set(__self__, "host", host)
        pulumi.set(__self__, "pool", pool)
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "capacity", capacity)
        pulumi.set(__self__, "thin_pool", thin_pool)
        pulumi.set(__self__, "on_shrink", on_shrink)
        pulumi.set(__self__, "replace_data", replace_data)
        pulumi.set(__self__, "path", path)
        pulumi.set(__self__, "key", key)
        pulumi.set(__self__, "host_uri", host_uri)
        pulumi.set(__self__, "machine_id", machine_id)
        pulumi.set(__self__, "pool_name", pool_name)
        pulumi.set(__self__, "capacity_bytes", capacity_bytes)
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
        """The pool, of kind `logical`: `id` of a `StoragePool`, or its name on the host."""
        return pulumi.get(self, "pool")

    @property
    @pulumi.getter
    def name(self) -> str:
        """
        Name of the logical volume. Absent: made from the resource's name. Form: letters, digits and `_ + .
        -`, at most 127 characters, not beginning with a hyphen.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def capacity(self) -> int | str:
        """
        Size: `"20 GiB"`, or an integer in GiB. LVM counts in extents, so it is rounded up to whole ones; the
        preview says to what. At least 512 B.
        """
        return pulumi.get(self, "capacity")

    @property
    @pulumi.getter(name="thinPool")
    def thin_pool(self) -> str | None:
        """
        A thin pool of the volume group: the volume then takes space when it is written to. Needs a shell on
        the host, as libvirt makes no thin volumes. Form: letters, digits and `_ + . -`, at most 127
        characters, not beginning with a hyphen. Example: `thin`.
        """
        return pulumi.get(self, "thin_pool")

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
    @pulumi.getter
    def key(self) -> str:
        """LVM's own uuid of the volume."""
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
        """Size the guest sees, in whole extents. In bytes."""
        return pulumi.get(self, "capacity_bytes")

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

    def __await__(self) -> Generator[Any, None, GetLogicalVolumeResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_logical_volume(
    pool: str,
    name: str,
    host: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetLogicalVolumeResult:
    """
    Describe a logical volume.

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
    answer: GetLogicalVolumeResult = pulumi.runtime.invoke("zkvm:index:getLogicalVolume", args, opts=opts, typ=GetLogicalVolumeResult).value
    return answer


def get_logical_volume_output(
    pool: pulumi.Input[str],
    name: pulumi.Input[str],
    host: pulumi.Input[str | Host] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetLogicalVolumeResult]:
    """
    Describe a logical volume.

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
    return pulumi.runtime.invoke_output("zkvm:index:getLogicalVolume", args, opts=opts, typ=GetLogicalVolumeResult)
