# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A vfio-ccw or vfio-ap device (z/VM: DEDICATE of a DASD; CRYPTO APDEDICATED)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["MediatedDeviceArgs", "MediatedDevice"]


@pulumi.input_type
class MediatedDeviceArgs:
    def __init__(
        __self__,
        *,
        host: pulumi.Input[str | Host] | None = None,
        parent: pulumi.Input[str] | None = None,
        adapters: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        domains: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        control_domains: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A vfio-ccw or vfio-ap device (z/VM: DEDICATE of a DASD; CRYPTO APDEDICATED).

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] parent: vfio-ccw: bus id of the DASD. The host lets go of it: it goes
            offline, its subchannel serves guests. Exactly one of `parent`, `adapters` is given. Example:
            `0.0.0e21`.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] adapters: vfio-ap: crypto adapters, each with every
            one of `domains`. Exactly one of `parent`, `adapters` is given. Between 0 and 255.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] domains: vfio-ap: usage domains. Between 0 and 255.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] control_domains: vfio-ap: domains the guest may
            administer. Between 0 and 255.
        :param pulumi.Input[bool] autostart: Made again when the host starts. Default: `true`.
        """
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if parent is not None:
            pulumi.set(__self__, "parent", parent)
        if adapters is not None:
            pulumi.set(__self__, "adapters", adapters)
        if domains is not None:
            pulumi.set(__self__, "domains", domains)
        if control_domains is not None:
            pulumi.set(__self__, "control_domains", control_domains)
        if autostart is not None:
            pulumi.set(__self__, "autostart", autostart)

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
    def parent(self) -> pulumi.Input[str] | None:
        """
        vfio-ccw: bus id of the DASD. The host lets go of it: it goes offline, its subchannel serves guests.
        Exactly one of `parent`, `adapters` is given. Example: `0.0.0e21`.
        """
        return pulumi.get(self, "parent")

    @parent.setter
    def parent(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "parent", value)

    @property
    @pulumi.getter
    def adapters(self) -> pulumi.Input[Sequence[pulumi.Input[int]]] | None:
        """
        vfio-ap: crypto adapters, each with every one of `domains`. Exactly one of `parent`, `adapters` is
        given. Between 0 and 255.
        """
        return pulumi.get(self, "adapters")

    @adapters.setter
    def adapters(self, value: pulumi.Input[Sequence[pulumi.Input[int]]] | None) -> None:
        pulumi.set(self, "adapters", value)

    @property
    @pulumi.getter
    def domains(self) -> pulumi.Input[Sequence[pulumi.Input[int]]] | None:
        """vfio-ap: usage domains. Between 0 and 255."""
        return pulumi.get(self, "domains")

    @domains.setter
    def domains(self, value: pulumi.Input[Sequence[pulumi.Input[int]]] | None) -> None:
        pulumi.set(self, "domains", value)

    @property
    @pulumi.getter(name="controlDomains")
    def control_domains(self) -> pulumi.Input[Sequence[pulumi.Input[int]]] | None:
        """vfio-ap: domains the guest may administer. Between 0 and 255."""
        return pulumi.get(self, "control_domains")

    @control_domains.setter
    def control_domains(self, value: pulumi.Input[Sequence[pulumi.Input[int]]] | None) -> None:
        pulumi.set(self, "control_domains", value)

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Input[bool] | None:
        """Made again when the host starts. Default: `true`."""
        return pulumi.get(self, "autostart")

    @autostart.setter
    def autostart(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "autostart", value)


class MediatedDevice(pulumi.CustomResource):
    """
    A vfio-ccw or vfio-ap device (z/VM: DEDICATE of a DASD; CRYPTO APDEDICATED).

    Its id is the uuid of the device. `pulumi import` and `get` take [HOST::]uuid.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: MediatedDeviceArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A vfio-ccw or vfio-ap device (z/VM: DEDICATE of a DASD; CRYPTO APDEDICATED).
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        host: pulumi.Input[str | Host] | None = None,
        parent: pulumi.Input[str] | None = None,
        adapters: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        domains: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        control_domains: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] parent: vfio-ccw: bus id of the DASD. The host lets go of it: it goes
            offline, its subchannel serves guests. Exactly one of `parent`, `adapters` is given. Example:
            `0.0.0e21`.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] adapters: vfio-ap: crypto adapters, each with every
            one of `domains`. Exactly one of `parent`, `adapters` is given. Between 0 and 255.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] domains: vfio-ap: usage domains. Between 0 and 255.
        :param pulumi.Input[Sequence[pulumi.Input[int]]] control_domains: vfio-ap: domains the guest may
            administer. Between 0 and 255.
        :param pulumi.Input[bool] autostart: Made again when the host starts. Default: `true`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(MediatedDeviceArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        host: pulumi.Input[str | Host] | None = None,
        parent: pulumi.Input[str] | None = None,
        adapters: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        domains: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        control_domains: pulumi.Input[Sequence[pulumi.Input[int]]] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        props = MediatedDeviceArgs.__new__(MediatedDeviceArgs)
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["parent"] = parent
        props.__dict__["adapters"] = adapters
        props.__dict__["domains"] = domains
        props.__dict__["control_domains"] = control_domains
        props.__dict__["autostart"] = autostart
        props.__dict__["uuid"] = None
        props.__dict__["model"] = None
        props.__dict__["node_device"] = None
        props.__dict__["was_online"] = None
        props.__dict__["was_for_guests"] = None
        props.__dict__["active"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:MediatedDevice", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> MediatedDevice:
        """Read an object that is there already, without managing it. `id` is [HOST::]uuid."""
        found = MediatedDevice.__new__(MediatedDevice)
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
    def parent(self) -> pulumi.Output[str | None]:
        """
        vfio-ccw: bus id of the DASD. The host lets go of it: it goes offline, its subchannel serves guests.
        Exactly one of `parent`, `adapters` is given. Example: `0.0.0e21`.
        """
        return pulumi.get(self, "parent")

    @property
    @pulumi.getter
    def adapters(self) -> pulumi.Output[Sequence[int] | None]:
        """
        vfio-ap: crypto adapters, each with every one of `domains`. Exactly one of `parent`, `adapters` is
        given. Between 0 and 255.
        """
        return pulumi.get(self, "adapters")

    @property
    @pulumi.getter
    def domains(self) -> pulumi.Output[Sequence[int] | None]:
        """vfio-ap: usage domains. Between 0 and 255."""
        return pulumi.get(self, "domains")

    @property
    @pulumi.getter(name="controlDomains")
    def control_domains(self) -> pulumi.Output[Sequence[int] | None]:
        """vfio-ap: domains the guest may administer. Between 0 and 255."""
        return pulumi.get(self, "control_domains")

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Output[bool]:
        """Made again when the host starts. Default: `true`."""
        return pulumi.get(self, "autostart")

    @property
    @pulumi.getter
    def uuid(self) -> pulumi.Output[str]:
        """Its uuid, derived from owner and URN."""
        return pulumi.get(self, "uuid")

    @property
    @pulumi.getter
    def model(self) -> pulumi.Output[str]:
        """`vfio-ccw` or `vfio-ap`."""
        return pulumi.get(self, "model")

    @property
    @pulumi.getter(name="nodeDevice")
    def node_device(self) -> pulumi.Output[str]:
        """libvirt's name of it."""
        return pulumi.get(self, "node_device")

    @property
    @pulumi.getter(name="wasOnline")
    def was_online(self) -> pulumi.Output[bool]:
        """The DASD was online for the host; delete restores that."""
        return pulumi.get(self, "was_online")

    @property
    @pulumi.getter(name="wasForGuests")
    def was_for_guests(self) -> pulumi.Output[bool]:
        """The subchannel served guests already; delete leaves it so."""
        return pulumi.get(self, "was_for_guests")

    @property
    @pulumi.getter
    def active(self) -> pulumi.Output[bool]:
        """Whether it is there for guests; if not, the next update starts it."""
        return pulumi.get(self, "active")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> pulumi.Output[str]:
        """The URI it was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> pulumi.Output[str]:
        """Identity of the machine."""
        return pulumi.get(self, "machine_id")

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
