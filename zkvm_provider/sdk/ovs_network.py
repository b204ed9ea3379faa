# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A network on an Open vSwitch bridge that the host has, with VLANs by portgroup (z/VM: a VLAN-aware VSWITCH)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._inputs import *

if TYPE_CHECKING:
    from .host import Host

__all__ = ["OvsNetworkArgs", "OvsNetwork"]


@pulumi.input_type
class OvsNetworkArgs:
    def __init__(
        __self__,
        *,
        bridge: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        vlan: pulumi.Input[VlanArgs | VlanArgsDict] | None = None,
        portgroups: pulumi.Input[Sequence[pulumi.Input[PortgroupArgs | PortgroupArgsDict]]] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A network on an Open vSwitch bridge that the host has, with VLANs by portgroup (z/VM: a VLAN-aware
        VSWITCH).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[str] bridge: The Open vSwitch bridge. zkvm does not make it. Form: an interface
            name: at most 15 of the letters, digits and `_ . : \\ -` that libvirt takes. Example: `ovsbr0`.
        :param pulumi.Input[VlanArgs | VlanArgsDict] vlan: VLANs of every interface that neither has its own
            nor a portgroup with VLANs.
        :param pulumi.Input[Sequence[pulumi.Input[PortgroupArgs | PortgroupArgsDict]]] portgroups: Portgroups
            of the network; their order means nothing. A new one starts with `()`.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        """
        pulumi.set(__self__, "bridge", bridge)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if vlan is not None:
            pulumi.set(__self__, "vlan", vlan)
        if portgroups is not None:
            pulumi.set(__self__, "portgroups", portgroups)
        if autostart is not None:
            pulumi.set(__self__, "autostart", autostart)

    @property
    @pulumi.getter
    def bridge(self) -> pulumi.Input[str]:
        """
        The Open vSwitch bridge. zkvm does not make it. Form: an interface name: at most 15 of the letters,
        digits and `_ . : \\ -` that libvirt takes. Example: `ovsbr0`.
        """
        return pulumi.get(self, "bridge")

    @bridge.setter
    def bridge(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "bridge", value)

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
    def vlan(self) -> pulumi.Input[VlanArgs] | None:
        """VLANs of every interface that neither has its own nor a portgroup with VLANs."""
        return pulumi.get(self, "vlan")

    @vlan.setter
    def vlan(self, value: pulumi.Input[VlanArgs] | None) -> None:
        pulumi.set(self, "vlan", value)

    @property
    @pulumi.getter
    def portgroups(self) -> pulumi.Input[Sequence[pulumi.Input[PortgroupArgs]]] | None:
        """Portgroups of the network; their order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "portgroups")

    @portgroups.setter
    def portgroups(self, value: pulumi.Input[Sequence[pulumi.Input[PortgroupArgs]]] | None) -> None:
        pulumi.set(self, "portgroups", value)

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Input[bool] | None:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @autostart.setter
    def autostart(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "autostart", value)


class OvsNetwork(pulumi.CustomResource):
    """
    A network on an Open vSwitch bridge that the host has, with VLANs by portgroup (z/VM: a VLAN-aware
    VSWITCH).

    Its id is the uuid of the network. `pulumi import` and `get` take [HOST::]NAME-or-uuid.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: OvsNetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A network on an Open vSwitch bridge that the host has, with VLANs by portgroup (z/VM: a VLAN-aware
        VSWITCH).
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        bridge: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        vlan: pulumi.Input[VlanArgs | VlanArgsDict] | None = None,
        portgroups: pulumi.Input[Sequence[pulumi.Input[PortgroupArgs | PortgroupArgsDict]]] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[str] bridge: The Open vSwitch bridge. zkvm does not make it. Form: an interface
            name: at most 15 of the letters, digits and `_ . : \\ -` that libvirt takes. Example: `ovsbr0`.
        :param pulumi.Input[VlanArgs | VlanArgsDict] vlan: VLANs of every interface that neither has its own
            nor a portgroup with VLANs.
        :param pulumi.Input[Sequence[pulumi.Input[PortgroupArgs | PortgroupArgsDict]]] portgroups: Portgroups
            of the network; their order means nothing. A new one starts with `()`.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(OvsNetworkArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        bridge: pulumi.Input[str] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        vlan: pulumi.Input[VlanArgs | VlanArgsDict] | None = None,
        portgroups: pulumi.Input[Sequence[pulumi.Input[PortgroupArgs | PortgroupArgsDict]]] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"bridge": bridge})
        props = OvsNetworkArgs.__new__(OvsNetworkArgs)
        props.__dict__["bridge"] = bridge
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["vlan"] = vlan
        props.__dict__["portgroups"] = portgroups
        props.__dict__["autostart"] = autostart
        props.__dict__["uuid"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["active"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:OvsNetwork", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> OvsNetwork:
        """Read an object that is there already, without managing it. `id` is [HOST::]NAME-or-uuid."""
        found = OvsNetwork.__new__(OvsNetwork)
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
    def bridge(self) -> pulumi.Output[str]:
        """
        The Open vSwitch bridge. zkvm does not make it. Form: an interface name: at most 15 of the letters,
        digits and `_ . : \\ -` that libvirt takes. Example: `ovsbr0`.
        """
        return pulumi.get(self, "bridge")

    @property
    @pulumi.getter
    def vlan(self) -> pulumi.Output[outputs.Vlan | None]:
        """VLANs of every interface that neither has its own nor a portgroup with VLANs."""
        return pulumi.get(self, "vlan")

    @property
    @pulumi.getter
    def portgroups(self) -> pulumi.Output[Sequence[outputs.Portgroup] | None]:
        """Portgroups of the network; their order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "portgroups")

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Output[bool]:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @property
    @pulumi.getter
    def uuid(self) -> pulumi.Output[str]:
        """The network's uuid."""
        return pulumi.get(self, "uuid")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI the network was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine it lies on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter
    def active(self) -> pulumi.Output[bool]:
        """Whether the network is started."""
        return pulumi.get(self, "active")

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
