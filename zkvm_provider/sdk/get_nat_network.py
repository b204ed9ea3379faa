# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""Describe a network of which libvirt is the host."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pulumi

from . import _utilities, outputs

if TYPE_CHECKING:
    from .host import Host

__all__ = ["GetNatNetworkResult", "get_nat_network", "get_nat_network_output"]


@pulumi.output_type
class GetNatNetworkResult:
    """
    Answer of `get_nat_network`. A network of which libvirt is the host: with a bridge, addresses, DHCP and
    DNS of its own.
    """

    def __init__(
        __self__,
        *,
        id: str,
        host: str,
        name: str,
        cidr: str,
        uuid: str,
        host_uri: str,
        machine_id: str,
        active: bool,
        mode: str | None = None,
        gateway: str | None = None,
        dhcp_ranges: Sequence[str] | None = None,
        dhcp_hosts: Sequence[outputs.DhcpHost] | None = None,
        domain: str | None = None,
        forwarders: Sequence[str] | None = None,
        dns_hosts: Sequence[outputs.DnsHost] | None = None,
        mtu: int | None = None,
        autostart: bool | None = None,
        templates: str | None = None,
        added: Sequence[outputs.XmlPatch] | None = None,
    ) -> None:
        pulumi.set(__self__, "id", id)
        pulumi.set(__self__, "host", host)
        pulumi.set(__self__, "name", name)
        pulumi.set(__self__, "mode", mode)
        pulumi.set(__self__, "cidr", cidr)
        pulumi.set(__self__, "gateway", gateway)
        pulumi.set(__self__, "dhcp_ranges", dhcp_ranges)
        pulumi.set(__self__, "dhcp_hosts", dhcp_hosts)
        pulumi.set(__self__, "domain", domain)
        pulumi.set(__self__, "forwarders", forwarders)
        pulumi.set(__self__, "dns_hosts", dns_hosts)
        pulumi.set(__self__, "mtu", mtu)
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
    def mode(self) -> str | None:
        """Whether guests reach the world outside, and how. Default: `nat`."""
        return pulumi.get(self, "mode")

    @property
    @pulumi.getter
    def cidr(self) -> str:
        """
        The network's addresses. Form: an IPv4 network, like 192.168.150.0/24. Example: `192.168.150.0/24`.
        """
        return pulumi.get(self, "cidr")

    @property
    @pulumi.getter
    def gateway(self) -> str | None:
        """
        The host's own address there. Absent: the first of `cidr`. Form: an IPv4 address, like 192.168.150.1.
        """
        return pulumi.get(self, "gateway")

    @property
    @pulumi.getter(name="dhcpRanges")
    def dhcp_ranges(self) -> Sequence[str] | None:
        """
        Addresses that guests are given, first and last of each range. Without: no DHCP. Each: two IPv4
        addresses, like 192.168.150.100-192.168.150.199. A new one starts with `()`.
        """
        return pulumi.get(self, "dhcp_ranges")

    @property
    @pulumi.getter(name="dhcpHosts")
    def dhcp_hosts(self) -> Sequence[outputs.DhcpHost] | None:
        """Guests with addresses of their own; order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "dhcp_hosts")

    @property
    @pulumi.getter
    def domain(self) -> str | None:
        """DNS domain of the guests. Form: a host name: at most 64 letters, digits and inner `.` or `-`."""
        return pulumi.get(self, "domain")

    @property
    @pulumi.getter
    def forwarders(self) -> Sequence[str] | None:
        """
        DNS servers that are asked for everything else. Without: those of the host. Each: an IPv4 address,
        like 192.168.150.1. A new one starts with `()`.
        """
        return pulumi.get(self, "forwarders")

    @property
    @pulumi.getter(name="dnsHosts")
    def dns_hosts(self) -> Sequence[outputs.DnsHost] | None:
        """Names that the network's DNS answers; order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "dns_hosts")

    @property
    @pulumi.getter
    def mtu(self) -> int | None:
        """Largest packet in bytes. Absent: 1500. Between 68 and 65535."""
        return pulumi.get(self, "mtu")

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

    def __await__(self) -> Generator[Any, None, GetNatNetworkResult]:
        """The answer itself, so that `await` may stand before the call."""
        if False:
            yield
        return self


def get_nat_network(
    name: str,
    host: str | None = None,
    opts: pulumi.InvokeOptions | None = None,
) -> GetNatNetworkResult:
    """
    Describe a network of which libvirt is the host.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": host,
    }
    opts = _utilities.invoke_options(opts)
    answer: GetNatNetworkResult = pulumi.runtime.invoke("zkvm:index:getNatNetwork", args, opts=opts, typ=GetNatNetworkResult).value
    return answer


def get_nat_network_output(
    name: pulumi.Input[str],
    host: pulumi.Input[str | Host] | None = None,
    opts: pulumi.InvokeOptions | pulumi.InvokeOutputOptions | None = None,
) -> pulumi.Output[GetNatNetworkResult]:
    """
    Describe a network of which libvirt is the host.

    :param name: Name or uuid on the host.

    :param host: The host: a name from the provider's `hosts`, a libvirt URI, or a `Host`. Absent: the
    provider's `host`.
    """
    args = {
        "name": name,
        "host": _utilities.referred(host, "uri"),
    }
    opts = _utilities.invoke_output_options(opts)
    return pulumi.runtime.invoke_output("zkvm:index:getNatNetwork", args, opts=opts, typ=GetNatNetworkResult)
