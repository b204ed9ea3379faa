# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A network of macvtap devices on one or more uplinks of the host (z/VM: a VSWITCH uplink)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._enums import *

if TYPE_CHECKING:
    from .host import Host

__all__ = ["MacvtapNetworkArgs", "MacvtapNetwork"]


@pulumi.input_type
class MacvtapNetworkArgs:
    def __init__(
        __self__,
        *,
        devices: pulumi.Input[Sequence[pulumi.Input[str]]],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        mode: pulumi.Input[str | MacvtapMode] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A network of macvtap devices on one or more uplinks of the host (z/VM: a VSWITCH uplink).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] devices: Network interfaces of the host, in order of
            use. Example: `enccw0.0.4300`.
        :param pulumi.Input[str | MacvtapMode] mode: How guests on the same uplink reach each other. Default:
            `bridge`.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        """
        pulumi.set(__self__, "devices", devices)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if mode is not None:
            pulumi.set(__self__, "mode", mode)
        if autostart is not None:
            pulumi.set(__self__, "autostart", autostart)

    @property
    @pulumi.getter
    def devices(self) -> pulumi.Input[Sequence[pulumi.Input[str]]]:
        """Network interfaces of the host, in order of use. Example: `enccw0.0.4300`."""
        return pulumi.get(self, "devices")

    @devices.setter
    def devices(self, value: pulumi.Input[Sequence[pulumi.Input[str]]]) -> None:
        pulumi.set(self, "devices", value)

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
    def mode(self) -> pulumi.Input[str | MacvtapMode] | None:
        """How guests on the same uplink reach each other. Default: `bridge`."""
        return pulumi.get(self, "mode")

    @mode.setter
    def mode(self, value: pulumi.Input[str | MacvtapMode] | None) -> None:
        pulumi.set(self, "mode", value)

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Input[bool] | None:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @autostart.setter
    def autostart(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "autostart", value)


class MacvtapNetwork(pulumi.CustomResource):
    """
    A network of macvtap devices on one or more uplinks of the host (z/VM: a VSWITCH uplink).

    Its id is the uuid of the network. `pulumi import` and `get` take [HOST::]NAME-or-uuid.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: MacvtapNetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A network of macvtap devices on one or more uplinks of the host (z/VM: a VSWITCH uplink).
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        devices: pulumi.Input[Sequence[pulumi.Input[str]]],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        mode: pulumi.Input[str | MacvtapMode] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] devices: Network interfaces of the host, in order of
            use. Example: `enccw0.0.4300`.
        :param pulumi.Input[str | MacvtapMode] mode: How guests on the same uplink reach each other. Default:
            `bridge`.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(MacvtapNetworkArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        devices: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        mode: pulumi.Input[str | MacvtapMode] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"devices": devices})
        props = MacvtapNetworkArgs.__new__(MacvtapNetworkArgs)
        props.__dict__["devices"] = devices
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["mode"] = mode
        props.__dict__["autostart"] = autostart
        props.__dict__["uuid"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["active"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:MacvtapNetwork", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> MacvtapNetwork:
        """Read an object that is there already, without managing it. `id` is [HOST::]NAME-or-uuid."""
        found = MacvtapNetwork.__new__(MacvtapNetwork)
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
    def devices(self) -> pulumi.Output[Sequence[str]]:
        """Network interfaces of the host, in order of use. Example: `enccw0.0.4300`."""
        return pulumi.get(self, "devices")

    @property
    @pulumi.getter
    def mode(self) -> pulumi.Output[str]:
        """How guests on the same uplink reach each other. Default: `bridge`."""
        return pulumi.get(self, "mode")

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
