# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A reproducible seed image in a storage pool: the same declaration gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host
    from .storage_pool import StoragePool

__all__ = ["CloudInitDiskArgs", "CloudInitDisk"]


@pulumi.input_type
class CloudInitDiskArgs:
    def __init__(
        __self__,
        *,
        pool: pulumi.Input[str | StoragePool],
        user_data: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        meta_data: pulumi.Input[str] | None = None,
        network_config: pulumi.Input[str] | None = None,
    ) -> None:
        """
        A reproducible seed image in a storage pool: the same declaration gives the same bytes.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str | StoragePool] pool: The pool: `id` of a `StoragePool`, or its name on the
            host.
        :param pulumi.Input[str] name: File name in the pool. Absent: made from the resource's name. Form: a
            file name without `/`.
        :param pulumi.Input[str] user_data: The user data: `#cloud-config`, a script, … May hold passwords, so
            it is a secret; the guest and the host's administrators can read it. Example: `#cloud-config`.
        :param pulumi.Input[str] meta_data: The meta data, YAML. Absent: an `instance-id` that follows from
            the content, so that cloud-init runs anew when something changed. Example: `instance-id: linux01`.
        :param pulumi.Input[str] network_config: The network configuration, YAML of version 1 or 2. Example:
            `version: 2`.
        """
        pulumi.set(__self__, "pool", _utilities.referred(pool, "id"))
        pulumi.set(__self__, "user_data", user_data)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if meta_data is not None:
            pulumi.set(__self__, "meta_data", meta_data)
        if network_config is not None:
            pulumi.set(__self__, "network_config", network_config)

    @property
    @pulumi.getter
    def pool(self) -> pulumi.Input[str]:
        """The pool: `id` of a `StoragePool`, or its name on the host."""
        return pulumi.get(self, "pool")

    @pool.setter
    def pool(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "pool", value)

    @property
    @pulumi.getter(name="userData")
    def user_data(self) -> pulumi.Input[str]:
        """
        The user data: `#cloud-config`, a script, … May hold passwords, so it is a secret; the guest and the
        host's administrators can read it. Example: `#cloud-config`.
        """
        return pulumi.get(self, "user_data")

    @user_data.setter
    def user_data(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "user_data", value)

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
    @pulumi.getter(name="metaData")
    def meta_data(self) -> pulumi.Input[str] | None:
        """
        The meta data, YAML. Absent: an `instance-id` that follows from the content, so that cloud-init runs
        anew when something changed. Example: `instance-id: linux01`.
        """
        return pulumi.get(self, "meta_data")

    @meta_data.setter
    def meta_data(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "meta_data", value)

    @property
    @pulumi.getter(name="networkConfig")
    def network_config(self) -> pulumi.Input[str] | None:
        """The network configuration, YAML of version 1 or 2. Example: `version: 2`."""
        return pulumi.get(self, "network_config")

    @network_config.setter
    def network_config(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "network_config", value)


class CloudInitDisk(pulumi.CustomResource):
    """
    A reproducible seed image in a storage pool: the same declaration gives the same bytes.

    Its id is the POOL-uuid/NAME. `pulumi import` and `get` take [HOST::]POOL/NAME.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: CloudInitDiskArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A reproducible seed image in a storage pool: the same declaration gives the same bytes.
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        pool: pulumi.Input[str | StoragePool],
        user_data: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        meta_data: pulumi.Input[str] | None = None,
        network_config: pulumi.Input[str] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str | StoragePool] pool: The pool: `id` of a `StoragePool`, or its name on the
            host.
        :param pulumi.Input[str] name: File name in the pool. Absent: made from the resource's name. Form: a
            file name without `/`.
        :param pulumi.Input[str] user_data: The user data: `#cloud-config`, a script, … May hold passwords, so
            it is a secret; the guest and the host's administrators can read it. Example: `#cloud-config`.
        :param pulumi.Input[str] meta_data: The meta data, YAML. Absent: an `instance-id` that follows from
            the content, so that cloud-init runs anew when something changed. Example: `instance-id: linux01`.
        :param pulumi.Input[str] network_config: The network configuration, YAML of version 1 or 2. Example:
            `version: 2`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(CloudInitDiskArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        pool: pulumi.Input[str | StoragePool] | None = None,
        user_data: pulumi.Input[str] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        meta_data: pulumi.Input[str] | None = None,
        network_config: pulumi.Input[str] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"pool": pool, "user_data": user_data})
        props = CloudInitDiskArgs.__new__(CloudInitDiskArgs)
        props.__dict__["pool"] = _utilities.referred(pool, "id")
        props.__dict__["user_data"] = user_data
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["meta_data"] = meta_data
        props.__dict__["network_config"] = network_config
        props.__dict__["path"] = None
        props.__dict__["key"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["pool_name"] = None
        props.__dict__["sha256"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:CloudInitDisk", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> CloudInitDisk:
        """Read an object that is there already, without managing it. `id` is [HOST::]POOL/NAME."""
        found = CloudInitDisk.__new__(CloudInitDisk)
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
    @pulumi.getter(name="userData")
    def user_data(self) -> pulumi.Output[str]:
        """
        The user data: `#cloud-config`, a script, … May hold passwords, so it is a secret; the guest and the
        host's administrators can read it. Example: `#cloud-config`.
        """
        return pulumi.get(self, "user_data")

    @property
    @pulumi.getter(name="metaData")
    def meta_data(self) -> pulumi.Output[str | None]:
        """
        The meta data, YAML. Absent: an `instance-id` that follows from the content, so that cloud-init runs
        anew when something changed. Example: `instance-id: linux01`.
        """
        return pulumi.get(self, "meta_data")

    @property
    @pulumi.getter(name="networkConfig")
    def network_config(self) -> pulumi.Output[str | None]:
        """The network configuration, YAML of version 1 or 2. Example: `version: 2`."""
        return pulumi.get(self, "network_config")

    @property
    @pulumi.getter
    def path(self) -> pulumi.Output[str]:
        """Path on the host."""
        return pulumi.get(self, "path")

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
    @pulumi.getter
    def sha256(self) -> pulumi.Output[str]:
        """Digest of the image."""
        return pulumi.get(self, "sha256")

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
