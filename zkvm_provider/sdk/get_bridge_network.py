# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Describe a network on a Linux bridge."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetBridgeNetworkResult", "get_bridge_network", "get_bridge_network_output"]


@pulumi.output_type
class GetBridgeNetworkResult:
    """Answer of `get_bridge_network`. A network on a Linux bridge that the host has."""

    def __init__(
        __self__,
        *,
        id: str,
        host: str,
        name: str,
        bridge: str,
        uuid: str,
        host_uri: str,
        machine_id: str,
        active: bool,
        autostart: bool | None = None,
        templates: str | None = None,
        added: Sequence[outputs.XmlPatch] | None = None,
    ) -> None:
        pulumi.set(__self__, "id", id)
        pulumi.set(__self__, "host", host)
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "bridge", bridge)
        pulumi.set(__self__, "autostart", autostart)
        pulumi.set(__self__, "uuid", uuid)
        pulumi.set(__self__, "host_uri", host_uri)
        pulumi.set(__self__, "machine_id", machine_id)
        pulumi.set(__self__, "active", active)
        pulumi.set(__self__, "templates", templates)
        pulumi.set(__self__, "added", added)

    @property
    @pulumi.getter
    def id(self) -> str:
        """The uuid of the network."""
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
    def bridge(self) -> str:
        """
        The Linux bridge. zkvm does not make it. Form: an interface name: at most 15 of the letters, digits
        and `_ . : \\ -` that libvirt takes. Example: `br0`.
        """
        return pulumi.get(self, "bridge")

    @property
    @pulumi.getter
    def autostart(self) -> bool | None:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @property
    @pulumi.getter
    def uuid(self) -> str:
        """The network's uuid."""
        return pulumi.get(self, "uuid")

    @property
    @pulumi.getter(name="hostUri")
    def host_uri(self) -> str:
        """The URI the network was made through."""
        return pulumi.get(self, "host_uri")

    @property
    @pulumi.getter(name="machineId")
    def machine_id(self) -> str:
        """Identity of the machine it lies on."""
        return pulumi.get(self, "machine_id")

    @property
    @pulumi.getter
    def active(self) -> bool:
        """Whether the network is started."""
        return pulumi.get(self, "active")

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

    def __await__(self) -> Generator[Any, None, GetBridgeNetworkResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_bridge_network(
    name: str,
    host: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetBridgeNetworkResult:
    """
    Describe a network on a Linux bridge.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": host,
    }
    opts = _utilities.invoke_options(opts)
    answer: GetBridgeNetworkResult = pulumi.runtime.invoke("zkvm:index:getBridgeNetwork", args, opts=opts, typ=GetBridgeNetworkResult).value
    return answer


def get_bridge_network_output(
    name: pulumi.Input[str],
    host: pulumi.Input[str | Host] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetBridgeNetworkResult]:
    """
    Describe a network on a Linux bridge.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": _utilities.referred(host, "uri"),
    }
    opts = _utilities.invoke_output_options(opts)
    return pulumi.runtime.invoke_output("zkvm:index:getBridgeNetwork", args, opts=opts, typ=GetBridgeNetworkResult)
