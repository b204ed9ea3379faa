# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Describe a storage pool."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetPoolResult", "get_pool", "get_pool_output"]


@pulumi.output_type
class GetPoolResult:
    """Answer of `get_pool`. A libvirt storage pool."""

    def __init__(
        __self__,
        *,
        id: str,
        host: str,
        name: str,
        uuid: str,
        host_uri: str,
        machine_id: str,
        path: str,
        active: bool,
        capacity_bytes: int,
        available_bytes: int,
        kind: str | None = None,
        target: str | None = None,
        source: outputs.PoolSource | None = None,
        build: bool | None = None,
        autostart: bool | None = None,
        delete_contents: bool | None = None,
        templates: str | None = None,
        added: Sequence[outputs.XmlPatch] | None = None,
    ) -> None:
        pulumi.set(__self__, "id", id)
        pulumi.set(__self__, "host", host)
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "kind", kind)
        pulumi.set(__self__, "target", target)
        pulumi.set(__self__, "source", source)
        pulumi.set(__self__, "build", build)
        pulumi.set(__self__, "autostart", autostart)
        pulumi.set(__self__, "delete_contents", delete_contents)
        pulumi.set(__self__, "uuid", uuid)
        pulumi.set(__self__, "host_uri", host_uri)
        pulumi.set(__self__, "machine_id", machine_id)
        pulumi.set(__self__, "path", path)
        pulumi.set(__self__, "active", active)
        pulumi.set(__self__, "capacity_bytes", capacity_bytes)
        pulumi.set(__self__, "available_bytes", available_bytes)
        pulumi.set(__self__, "templates", templates)
        pulumi.set(__self__, "added", added)

    @property
    @pulumi.getter
    def id(self) -> str:
        """The uuid of the pool."""
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
    def name(self) -> str:
        """
        Name on the host. Absent: made from the resource's name. Form: letters, digits and `_ . + -`, at most
        63 characters, not beginning with a sign.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def kind(self) -> str | None:
        """
        Pool type: `dir`, a folder; `fs`, a file system on a block device; `netfs`, one of another machine;
        `logical`, an LVM volume group; `disk`, the partitions of a disk; `iscsi` and `iscsi-direct`, a
        target's LUNs; `scsi`, the LUNs behind an adapter; `mpath`, the multipath devices of the host.
        Default: `dir`.
        """
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter
    def target(self) -> str | None:
        """
        Where its volumes appear, by absolute path. `dir`, `fs` and `netfs` need it: the folder, or the mount
        point. Elsewhere it follows from the kind. Form: an absolute path. Example: `/var/lib/libvirt/images`.
        """
        return pulumi.get(self, "target")

    @property
    @pulumi.getter
    def source(self) -> outputs.PoolSource | None:
        """What it lies on; nothing for `dir` and `mpath`."""
        return pulumi.get(self, "source")

    @property
    @pulumi.getter
    def build(self) -> bool | None:
        """
        Make what the pool needs. Absent: folder and mount point are made when missing, nothing is formatted.
        `True` also makes, once, when the pool is created, and only on devices without data, the file system
        `format` of `fs`, the volume group of `logical`, the partition table of `disk`. `False` makes nothing.
        """
        return pulumi.get(self, "build")

    @property
    @pulumi.getter
    def autostart(self) -> bool | None:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @property
    @pulumi.getter(name="deleteContents")
    def delete_contents(self) -> bool | None:
        """
        Deleting the pool also deletes the volumes in it that zkvm made for this stack. Volumes of others, the
        folder, the volume group and the LUNs stay in any case. Default: `false`.
        """
        return pulumi.get(self, "delete_contents")

    @property
    @pulumi.getter
    def uuid(self) -> str:
        """The pool's uuid."""
        return pulumi.get(self, "uuid")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> str:
        """The URI the pool was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> str:
        """Identity of the machine it lies on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter
    def path(self) -> str:
        """Where its volumes appear; empty for `iscsi-direct`."""
        return pulumi.get(self, "path")

    @property
    @pulumi.getter
    def active(self) -> bool:
        """Whether the pool is started."""
        return pulumi.get(self, "active")

    @property
    @pulumi.getter(name="capacityBytes")
    def capacity_bytes(self) -> int:
        """Size of the pool. In bytes."""
        return pulumi.get(self, "capacity_bytes")

    @property
    @pulumi.getter(name="availableBytes")
    def available_bytes(self) -> int:
        """Space left. In bytes."""
        return pulumi.get(self, "available_bytes")

    @property
    @pulumi.getter
    def templates(self) -> str | None:
        """Digest of your own templates that its XML was made with; absent without."""
        return pulumi.get(self, "templates")

    @property
    @pulumi.getter
    def added(self) -> Sequence[outputs.XmlPatch] | None:
        """What your own templates add to its XML. Absent: nothing."""
        return pulumi.get(self, "added")

    def __await__(self) -> Generator[Any, None, GetPoolResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_pool(
    name: str,
    host: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetPoolResult:
    """
    Describe a storage pool.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": host,
    }
    opts = _utilities.invoke_options(opts)
    answer: GetPoolResult = pulumi.runtime.invoke("zkvm:index:getPool", args, opts=opts, typ=GetPoolResult).value
    return answer


def get_pool_output(
    name: pulumi.Input[str],
    host: pulumi.Input[str | Host] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetPoolResult]:
    """
    Describe a storage pool.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": _utilities.referred(host, "uri"),
    }
    opts = _utilities.invoke_output_options(opts)
    return pulumi.runtime.invoke_output("zkvm:index:getPool", args, opts=opts, typ=GetPoolResult)
