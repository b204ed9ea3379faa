# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A libvirt storage pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._enums import *
from ._inputs import *

if TYPE_CHECKING:
    from .host import Host

__all__ = ["StoragePoolArgs", "StoragePool"]


@pulumi.input_type
class StoragePoolArgs:
    def __init__(
        __self__,
        *,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        kind: pulumi.Input[str | PoolKind] | None = None,
        target: pulumi.Input[str] | None = None,
        source: pulumi.Input[PoolSourceArgs | PoolSourceArgsDict] | None = None,
        build: pulumi.Input[bool] | None = None,
        autostart: pulumi.Input[bool] | None = None,
        delete_contents: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A libvirt storage pool.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[str | PoolKind] kind: Pool type: `dir`, a folder; `fs`, a file system on a block
            device; `netfs`, one of another machine; `logical`, an LVM volume group; `disk`, the partitions of
            a disk; `iscsi` and `iscsi-direct`, a target's LUNs; `scsi`, the LUNs behind an adapter; `mpath`,
            the multipath devices of the host. Default: `dir`.
        :param pulumi.Input[str] target: Where its volumes appear, by absolute path. `dir`, `fs` and `netfs`
            need it: the folder, or the mount point. Elsewhere it follows from the kind. Form: an absolute
            path. Example: `/var/lib/libvirt/images`.
        :param pulumi.Input[PoolSourceArgs | PoolSourceArgsDict] source: What it lies on; nothing for `dir`
            and `mpath`.
        :param pulumi.Input[bool] build: Make what the pool needs. Absent: folder and mount point are made
            when missing, nothing is formatted. `True` also makes, once, when the pool is created, and only on
            devices without data, the file system `format` of `fs`, the volume group of `logical`, the
            partition table of `disk`. `False` makes nothing.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        :param pulumi.Input[bool] delete_contents: Deleting the pool also deletes the volumes in it that zkvm
            made for this stack. Volumes of others, the folder, the volume group and the LUNs stay in any
            case. Default: `false`.
        """
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if kind is not None:
            pulumi.set(__self__, "kind", kind)
        if target is not None:
            pulumi.set(__self__, "target", target)
        if source is not None:
            pulumi.set(__self__, "source", source)
        if build is not None:
            pulumi.set(__self__, "build", build)
        if autostart is not None:
            pulumi.set(__self__, "autostart", autostart)
        if delete_contents is not None:
            pulumi.set(__self__, "delete_contents", delete_contents)

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
        Name on the host. Absent: made from the resource's name. Form: letters, digits and `_ . + -`, at most
        63 characters, not beginning with a sign.
        """
        return pulumi.get(self, "name")

    @name.setter
    def name(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "name", value)

    @property
    @pulumi.getter
    def kind(self) -> pulumi.Input[str | PoolKind] | None:
        """
        Pool type: `dir`, a folder; `fs`, a file system on a block device; `netfs`, one of another machine;
        `logical`, an LVM volume group; `disk`, the partitions of a disk; `iscsi` and `iscsi-direct`, a
        target's LUNs; `scsi`, the LUNs behind an adapter; `mpath`, the multipath devices of the host.
        Default: `dir`.
        """
        return pulumi.get(self, "kind")

    @kind.setter
    def kind(self, value: pulumi.Input[str | PoolKind] | None) -> None:
        pulumi.set(self, "kind", value)

    @property
    @pulumi.getter
    def target(self) -> pulumi.Input[str] | None:
        """
        Where its volumes appear, by absolute path. `dir`, `fs` and `netfs` need it: the folder, or the mount
        point. Elsewhere it follows from the kind. Form: an absolute path. Example: `/var/lib/libvirt/images`.
        """
        return pulumi.get(self, "target")

    @target.setter
    def target(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "target", value)

    @property
    @pulumi.getter
    def source(self) -> pulumi.Input[PoolSourceArgs] | None:
        """What it lies on; nothing for `dir` and `mpath`."""
        return pulumi.get(self, "source")

    @source.setter
    def source(self, value: pulumi.Input[PoolSourceArgs] | None) -> None:
        pulumi.set(self, "source", value)

    @property
    @pulumi.getter
    def build(self) -> pulumi.Input[bool] | None:
        """
        Make what the pool needs. Absent: folder and mount point are made when missing, nothing is formatted.
        `True` also makes, once, when the pool is created, and only on devices without data, the file system
        `format` of `fs`, the volume group of `logical`, the partition table of `disk`. `False` makes nothing.
        """
        return pulumi.get(self, "build")

    @build.setter
    def build(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "build", value)

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Input[bool] | None:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @autostart.setter
    def autostart(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "autostart", value)

    @property
    @pulumi.getter(name="deleteContents")
    def delete_contents(self) -> pulumi.Input[bool] | None:
        """
        Deleting the pool also deletes the volumes in it that zkvm made for this stack. Volumes of others, the
        folder, the volume group and the LUNs stay in any case. Default: `false`.
        """
        return pulumi.get(self, "delete_contents")

    @delete_contents.setter
    def delete_contents(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "delete_contents", value)


class StoragePool(pulumi.CustomResource):
    """
    A libvirt storage pool.

    Its id is the uuid of the pool. `pulumi import` and `get` take [HOST::]NAME-or-uuid.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: StoragePoolArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A libvirt storage pool.
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        kind: pulumi.Input[str | PoolKind] | None = None,
        target: pulumi.Input[str] | None = None,
        source: pulumi.Input[PoolSourceArgs | PoolSourceArgsDict] | None = None,
        build: pulumi.Input[bool] | None = None,
        autostart: pulumi.Input[bool] | None = None,
        delete_contents: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[str | PoolKind] kind: Pool type: `dir`, a folder; `fs`, a file system on a block
            device; `netfs`, one of another machine; `logical`, an LVM volume group; `disk`, the partitions of
            a disk; `iscsi` and `iscsi-direct`, a target's LUNs; `scsi`, the LUNs behind an adapter; `mpath`,
            the multipath devices of the host. Default: `dir`.
        :param pulumi.Input[str] target: Where its volumes appear, by absolute path. `dir`, `fs` and `netfs`
            need it: the folder, or the mount point. Elsewhere it follows from the kind. Form: an absolute
            path. Example: `/var/lib/libvirt/images`.
        :param pulumi.Input[PoolSourceArgs | PoolSourceArgsDict] source: What it lies on; nothing for `dir`
            and `mpath`.
        :param pulumi.Input[bool] build: Make what the pool needs. Absent: folder and mount point are made
            when missing, nothing is formatted. `True` also makes, once, when the pool is created, and only on
            devices without data, the file system `format` of `fs`, the volume group of `logical`, the
            partition table of `disk`. `False` makes nothing.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        :param pulumi.Input[bool] delete_contents: Deleting the pool also deletes the volumes in it that zkvm
            made for this stack. Volumes of others, the folder, the volume group and the LUNs stay in any
            case. Default: `false`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(StoragePoolArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        kind: pulumi.Input[str | PoolKind] | None = None,
        target: pulumi.Input[str] | None = None,
        source: pulumi.Input[PoolSourceArgs | PoolSourceArgsDict] | None = None,
        build: pulumi.Input[bool] | None = None,
        autostart: pulumi.Input[bool] | None = None,
        delete_contents: pulumi.Input[bool] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        props = StoragePoolArgs.__new__(StoragePoolArgs)
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["kind"] = kind
        props.__dict__["target"] = target
        props.__dict__["source"] = source
        props.__dict__["build"] = build
        props.__dict__["autostart"] = autostart
        props.__dict__["delete_contents"] = delete_contents
        props.__dict__["uuid"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["path"] = None
        props.__dict__["active"] = None
        props.__dict__["capacity_bytes"] = None
        props.__dict__["available_bytes"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:StoragePool", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> StoragePool:
        """Read an object that is there already, without managing it. `id` is [HOST::]NAME-or-uuid."""
        found = StoragePool.__new__(StoragePool)
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
    def name(self) -> pulumi.Output[str]:
        """
        Name on the host. Absent: made from the resource's name. Form: letters, digits and `_ . + -`, at most
        63 characters, not beginning with a sign.
        """
        return pulumi.get(self, "name")

    @property
    @pulumi.getter
    def kind(self) -> pulumi.Output[str]:
        """
        Pool type: `dir`, a folder; `fs`, a file system on a block device; `netfs`, one of another machine;
        `logical`, an LVM volume group; `disk`, the partitions of a disk; `iscsi` and `iscsi-direct`, a
        target's LUNs; `scsi`, the LUNs behind an adapter; `mpath`, the multipath devices of the host.
        Default: `dir`.
        """
        return pulumi.get(self, "kind")

    @property
    @pulumi.getter
    def target(self) -> pulumi.Output[str | None]:
        """
        Where its volumes appear, by absolute path. `dir`, `fs` and `netfs` need it: the folder, or the mount
        point. Elsewhere it follows from the kind. Form: an absolute path. Example: `/var/lib/libvirt/images`.
        """
        return pulumi.get(self, "target")

    @property
    @pulumi.getter
    def source(self) -> pulumi.Output[outputs.PoolSource | None]:
        """What it lies on; nothing for `dir` and `mpath`."""
        return pulumi.get(self, "source")

    @property
    @pulumi.getter
    def build(self) -> pulumi.Output[bool | None]:
        """
        Make what the pool needs. Absent: folder and mount point are made when missing, nothing is formatted.
        `True` also makes, once, when the pool is created, and only on devices without data, the file system
        `format` of `fs`, the volume group of `logical`, the partition table of `disk`. `False` makes nothing.
        """
        return pulumi.get(self, "build")

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Output[bool]:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @property
    @pulumi.getter(name="deleteContents")
    def delete_contents(self) -> pulumi.Output[bool]:
        """
        Deleting the pool also deletes the volumes in it that zkvm made for this stack. Volumes of others, the
        folder, the volume group and the LUNs stay in any case. Default: `false`.
        """
        return pulumi.get(self, "delete_contents")

    @property
    @pulumi.getter
    def uuid(self) -> pulumi.Output[str]:
        """The pool's uuid."""
        return pulumi.get(self, "uuid")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI the pool was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine it lies on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter
    def path(self) -> pulumi.Output[str]:
        """Where its volumes appear; empty for `iscsi-direct`."""
        return pulumi.get(self, "path")

    @property
    @pulumi.getter
    def active(self) -> pulumi.Output[bool]:
        """Whether the pool is started."""
        return pulumi.get(self, "active")

    @property
    @pulumi.getter(name="capacityBytes")
    def capacity_bytes(self) -> pulumi.Output[int]:
        """Size of the pool. In bytes."""
        return pulumi.get(self, "capacity_bytes")

    @property
    @pulumi.getter(name="availableBytes")
    def available_bytes(self) -> pulumi.Output[int]:
        """Space left. In bytes."""
        return pulumi.get(self, "available_bytes")

    @property
    @pulumi.getter
    def templates(self) -> pulumi.Output[str | None]:
        """Digest of your own templates that its XML was made with; absent without."""
        return pulumi.get(self, "templates")

    @property
    @pulumi.getter
    def added(self) -> pulumi.Output[Sequence[outputs.XmlPatch] | None]:
        """What your own templates add to its XML. Absent: nothing."""
        return pulumi.get(self, "added")
