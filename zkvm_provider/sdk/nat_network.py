# Generated from the model; `python -m tools.generate` writes it again. Changes made here are lost.
"""A network of which libvirt is the host: with a bridge, addresses, DHCP and DNS of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import pulumi

from . import _utilities, outputs
from ._enums import *
from ._inputs import *

if TYPE_CHECKING:
    from .host import Host

__all__ = ["NatNetworkArgs", "NatNetwork"]


@pulumi.input_type
class NatNetworkArgs:
    def __init__(
        __self__,
        *,
        cidr: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        mode: pulumi.Input[str | NatMode] | None = None,
        gateway: pulumi.Input[str] | None = None,
        dhcp_ranges: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        dhcp_hosts: pulumi.Input[Sequence[pulumi.Input[DhcpHostArgs | DhcpHostArgsDict]]] | None = None,
        domain: pulumi.Input[str] | None = None,
        forwarders: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        dns_hosts: pulumi.Input[Sequence[pulumi.Input[DnsHostArgs | DnsHostArgsDict]]] | None = None,
        mtu: pulumi.Input[int] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        A network of which libvirt is the host: with a bridge, addresses, DHCP and DNS of its own.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[str | NatMode] mode: Whether guests reach the world outside, and how. Default:
            `nat`.
        :param pulumi.Input[str] cidr: The network's addresses. Form: an IPv4 network, like 192.168.150.0/24.
            Example: `192.168.150.0/24`.
        :param pulumi.Input[str] gateway: The host's own address there. Absent: the first of `cidr`. Form: an
            IPv4 address, like 192.168.150.1.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] dhcp_ranges: Addresses that guests are given, first
            and last of each range. Without: no DHCP. Each: two IPv4 addresses, like
            192.168.150.100-192.168.150.199. A new one starts with `()`.
        :param pulumi.Input[Sequence[pulumi.Input[DhcpHostArgs | DhcpHostArgsDict]]] dhcp_hosts: Guests with
            addresses of their own; order means nothing. A new one starts with `()`.
        :param pulumi.Input[str] domain: DNS domain of the guests. Form: a host name: at most 64 letters,
            digits and inner `.` or `-`.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] forwarders: DNS servers that are asked for everything
            else. Without: those of the host. Each: an IPv4 address, like 192.168.150.1. A new one starts with
            `()`.
        :param pulumi.Input[Sequence[pulumi.Input[DnsHostArgs | DnsHostArgsDict]]] dns_hosts: Names that the
            network's DNS answers; order means nothing. A new one starts with `()`.
        :param pulumi.Input[int] mtu: Largest packet in bytes. Absent: 1500. Between 68 and 65535.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        """
        pulumi.set(__self__, "cidr", cidr)
        if host is not None:
            pulumi.set(__self__, "host", _utilities.referred(host, "uri"))
        if name is not None:
            pulumi.set(__self__, "name", name)
        if mode is not None:
            pulumi.set(__self__, "mode", mode)
        if gateway is not None:
            pulumi.set(__self__, "gateway", gateway)
        if dhcp_ranges is not None:
            pulumi.set(__self__, "dhcp_ranges", dhcp_ranges)
        if dhcp_hosts is not None:
            pulumi.set(__self__, "dhcp_hosts", dhcp_hosts)
        if domain is not None:
            pulumi.set(__self__, "domain", domain)
        if forwarders is not None:
            pulumi.set(__self__, "forwarders", forwarders)
        if dns_hosts is not None:
            pulumi.set(__self__, "dns_hosts", dns_hosts)
        if mtu is not None:
            pulumi.set(__self__, "mtu", mtu)
        if autostart is not None:
            pulumi.set(__self__, "autostart", autostart)

    @property
    @pulumi.getter
    def cidr(self) -> pulumi.Input[str]:
        """
        The network's addresses. Form: an IPv4 network, like 192.168.150.0/24. Example: `192.168.150.0/24`.
        """
        return pulumi.get(self, "cidr")

    @cidr.setter
    def cidr(self, value: pulumi.Input[str]) -> None:
        pulumi.set(self, "cidr", value)

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
    def mode(self) -> pulumi.Input[str | NatMode] | None:
        """Whether guests reach the world outside, and how. Default: `nat`."""
        return pulumi.get(self, "mode")

    @mode.setter
    def mode(self, value: pulumi.Input[str | NatMode] | None) -> None:
        pulumi.set(self, "mode", value)

    @property
    @pulumi.getter
    def gateway(self) -> pulumi.Input[str] | None:
        """
        The host's own address there. Absent: the first of `cidr`. Form: an IPv4 address, like 192.168.150.1.
        """
        return pulumi.get(self, "gateway")

    @gateway.setter
    def gateway(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "gateway", value)

    @property
    @pulumi.getter(name="dhcpRanges")
    def dhcp_ranges(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """
        Addresses that guests are given, first and last of each range. Without: no DHCP. Each: two IPv4
        addresses, like 192.168.150.100-192.168.150.199. A new one starts with `()`.
        """
        return pulumi.get(self, "dhcp_ranges")

    @dhcp_ranges.setter
    def dhcp_ranges(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "dhcp_ranges", value)

    @property
    @pulumi.getter(name="dhcpHosts")
    def dhcp_hosts(self) -> pulumi.Input[Sequence[pulumi.Input[DhcpHostArgs]]] | None:
        """Guests with addresses of their own; order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "dhcp_hosts")

    @dhcp_hosts.setter
    def dhcp_hosts(self, value: pulumi.Input[Sequence[pulumi.Input[DhcpHostArgs]]] | None) -> None:
        pulumi.set(self, "dhcp_hosts", value)

    @property
    @pulumi.getter
    def domain(self) -> pulumi.Input[str] | None:
        """DNS domain of the guests. Form: a host name: at most 64 letters, digits and inner `.` or `-`."""
        return pulumi.get(self, "domain")

    @domain.setter
    def domain(self, value: pulumi.Input[str] | None) -> None:
        pulumi.set(self, "domain", value)

    @property
    @pulumi.getter
    def forwarders(self) -> pulumi.Input[Sequence[pulumi.Input[str]]] | None:
        """
        DNS servers that are asked for everything else. Without: those of the host. Each: an IPv4 address,
        like 192.168.150.1. A new one starts with `()`.
        """
        return pulumi.get(self, "forwarders")

    @forwarders.setter
    def forwarders(self, value: pulumi.Input[Sequence[pulumi.Input[str]]] | None) -> None:
        pulumi.set(self, "forwarders", value)

    @property
    @pulumi.getter(name="dnsHosts")
    def dns_hosts(self) -> pulumi.Input[Sequence[pulumi.Input[DnsHostArgs]]] | None:
        """Names that the network's DNS answers; order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "dns_hosts")

    @dns_hosts.setter
    def dns_hosts(self, value: pulumi.Input[Sequence[pulumi.Input[DnsHostArgs]]] | None) -> None:
        pulumi.set(self, "dns_hosts", value)

    @property
    @pulumi.getter
    def mtu(self) -> pulumi.Input[int] | None:
        """Largest packet in bytes. Absent: 1500. Between 68 and 65535."""
        return pulumi.get(self, "mtu")

    @mtu.setter
    def mtu(self, value: pulumi.Input[int] | None) -> None:
        pulumi.set(self, "mtu", value)

    @property
    @pulumi.getter
    def autostart(self) -> pulumi.Input[bool] | None:
        """Start with the host. Default: `true`."""
        return pulumi.get(self, "autostart")

    @autostart.setter
    def autostart(self, value: pulumi.Input[bool] | None) -> None:
        pulumi.set(self, "autostart", value)


class NatNetwork(pulumi.CustomResource):
    """
    A network of which libvirt is the host: with a bridge, addresses, DHCP and DNS of its own.

    Its id is the uuid of the network. `pulumi import` and `get` take [HOST::]NAME-or-uuid.
    """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        args: NatNetworkArgs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """
        With the arguments in one object.

        A network of which libvirt is the host: with a bridge, addresses, DHCP and DNS of its own.
        """

    @overload
    def __init__(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        cidr: pulumi.Input[str],
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        mode: pulumi.Input[str | NatMode] | None = None,
        gateway: pulumi.Input[str] | None = None,
        dhcp_ranges: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        dhcp_hosts: pulumi.Input[Sequence[pulumi.Input[DhcpHostArgs | DhcpHostArgsDict]]] | None = None,
        domain: pulumi.Input[str] | None = None,
        forwarders: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        dns_hosts: pulumi.Input[Sequence[pulumi.Input[DnsHostArgs | DnsHostArgsDict]]] | None = None,
        mtu: pulumi.Input[int] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        """
        With the arguments as keywords.

        :param pulumi.Input[str | Host] host: The host: a name from the provider's `hosts`, a libvirt URI, or
            a `Host`. Absent: the provider's `host`.
        :param pulumi.Input[str] name: Name on the host. Absent: made from the resource's name. Form: letters,
            digits and `_ . + -`, at most 63 characters, not beginning with a sign.
        :param pulumi.Input[str | NatMode] mode: Whether guests reach the world outside, and how. Default:
            `nat`.
        :param pulumi.Input[str] cidr: The network's addresses. Form: an IPv4 network, like 192.168.150.0/24.
            Example: `192.168.150.0/24`.
        :param pulumi.Input[str] gateway: The host's own address there. Absent: the first of `cidr`. Form: an
            IPv4 address, like 192.168.150.1.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] dhcp_ranges: Addresses that guests are given, first
            and last of each range. Without: no DHCP. Each: two IPv4 addresses, like
            192.168.150.100-192.168.150.199. A new one starts with `()`.
        :param pulumi.Input[Sequence[pulumi.Input[DhcpHostArgs | DhcpHostArgsDict]]] dhcp_hosts: Guests with
            addresses of their own; order means nothing. A new one starts with `()`.
        :param pulumi.Input[str] domain: DNS domain of the guests. Form: a host name: at most 64 letters,
            digits and inner `.` or `-`.
        :param pulumi.Input[Sequence[pulumi.Input[str]]] forwarders: DNS servers that are asked for everything
            else. Without: those of the host. Each: an IPv4 address, like 192.168.150.1. A new one starts with
            `()`.
        :param pulumi.Input[Sequence[pulumi.Input[DnsHostArgs | DnsHostArgsDict]]] dns_hosts: Names that the
            network's DNS answers; order means nothing. A new one starts with `()`.
        :param pulumi.Input[int] mtu: Largest packet in bytes. Absent: 1500. Between 68 and 65535.
        :param pulumi.Input[bool] autostart: Start with the host. Default: `true`.
        """

    def __init__(__self__, resource_name: str, *args: Any, **kwargs: Any) -> None:
        given, opts = _utilities.arguments(NatNetworkArgs, args, kwargs)
        __self__._start(resource_name, opts, **given)

    def _start(
        __self__,
        resource_name: str,
        opts: pulumi.ResourceOptions | None = None,
        *,
        cidr: pulumi.Input[str] | None = None,
        host: pulumi.Input[str | Host] | None = None,
        name: pulumi.Input[str] | None = None,
        mode: pulumi.Input[str | NatMode] | None = None,
        gateway: pulumi.Input[str] | None = None,
        dhcp_ranges: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        dhcp_hosts: pulumi.Input[Sequence[pulumi.Input[DhcpHostArgs | DhcpHostArgsDict]]] | None = None,
        domain: pulumi.Input[str] | None = None,
        forwarders: pulumi.Input[Sequence[pulumi.Input[str]]] | None = None,
        dns_hosts: pulumi.Input[Sequence[pulumi.Input[DnsHostArgs | DnsHostArgsDict]]] | None = None,
        mtu: pulumi.Input[int] | None = None,
        autostart: pulumi.Input[bool] | None = None,
    ) -> None:
        opts = _utilities.resource_options(opts)
        _utilities.refuse_missing(opts, {"cidr": cidr})
        props = NatNetworkArgs.__new__(NatNetworkArgs)
        props.__dict__["cidr"] = cidr
        props.__dict__["host"] = _utilities.referred(host, "uri")
        props.__dict__["name"] = name
        props.__dict__["mode"] = mode
        props.__dict__["gateway"] = gateway
        props.__dict__["dhcp_ranges"] = dhcp_ranges
        props.__dict__["dhcp_hosts"] = dhcp_hosts
        props.__dict__["domain"] = domain
        props.__dict__["forwarders"] = forwarders
        props.__dict__["dns_hosts"] = dns_hosts
        props.__dict__["mtu"] = mtu
        props.__dict__["autostart"] = autostart
        props.__dict__["uuid"] = None
        props.__dict__["host_uri"] = None
        props.__dict__["machine_id"] = None
        props.__dict__["active"] = None
        props.__dict__["templates"] = None
        props.__dict__["added"] = None
        super().__init__("zkvm:index:NatNetwork", resource_name, props, opts)
        _utilities.wait_for_id_alone(__self__)

    @staticmethod
    def get(
        resource_name: str,
        id: pulumi.Input[str],
        opts: pulumi.ResourceOptions | None = None,
    ) -> NatNetwork:
        """Read an object that is there already, without managing it. `id` is [HOST::]NAME-or-uuid."""
        found = NatNetwork.__new__(NatNetwork)
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
    def mode(self) -> pulumi.Output[str]:
        """Whether guests reach the world outside, and how. Default: `nat`."""
        return pulumi.get(self, "mode")

    @property
    @pulumi.getter
    def cidr(self) -> pulumi.Output[str]:
        """
        The network's addresses. Form: an IPv4 network, like 192.168.150.0/24. Example: `192.168.150.0/24`.
        """
        return pulumi.get(self, "cidr")

    @property
    @pulumi.getter
    def gateway(self) -> pulumi.Output[str | None]:
        """
        The host's own address there. Absent: the first of `cidr`. Form: an IPv4 address, like 192.168.150.1.
        """
        return pulumi.get(self, "gateway")

    @property
    @pulumi.getter(name="dhcpRanges")
    def dhcp_ranges(self) -> pulumi.Output[Sequence[str] | None]:
        """
        Addresses that guests are given, first and last of each range. Without: no DHCP. Each: two IPv4
        addresses, like 192.168.150.100-192.168.150.199. A new one starts with `()`.
        """
        return pulumi.get(self, "dhcp_ranges")

    @property
    @pulumi.getter(name="dhcpHosts")
    def dhcp_hosts(self) -> pulumi.Output[Sequence[outputs.DhcpHost] | None]:
        """Guests with addresses of their own; order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "dhcp_hosts")

    @property
    @pulumi.getter
    def domain(self) -> pulumi.Output[str | None]:
        """DNS domain of the guests. Form: a host name: at most 64 letters, digits and inner `.` or `-`."""
        return pulumi.get(self, "domain")

    @property
    @pulumi.getter
    def forwarders(self) -> pulumi.Output[Sequence[str] | None]:
        """
        DNS servers that are asked for everything else. Without: those of the host. Each: an IPv4 address,
        like 192.168.150.1. A new one starts with `()`.
        """
        return pulumi.get(self, "forwarders")

    @property
    @pulumi.getter(name="dnsHosts")
    def dns_hosts(self) -> pulumi.Output[Sequence[outputs.DnsHost] | None]:
        """Names that the network's DNS answers; order means nothing. A new one starts with `()`."""
        return pulumi.get(self, "dns_hosts")

    @property
    @pulumi.getter
    def mtu(self) -> pulumi.Output[int | None]:
        """Largest packet in bytes. Absent: 1500. Between 68 and 65535."""
        return pulumi.get(self, "mtu")

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
