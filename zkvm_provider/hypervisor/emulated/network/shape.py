"""A network as read from XML: frozen values with libvirt's words; None where libvirt keeps "absent"."""

from __future__ import annotations

from dataclasses import field
from ipaddress import IPv4Address, IPv6Address

from zkvm_provider.dataclass import dataclass
from zkvm_provider.hypervisor.emulated.xml_reader import Node

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Vlan:
    """`<vlan>`: the tags, and which of them is native (its tag number and mode)."""

    tags: tuple[int, ...]
    trunk: bool
    native_tag: int | None = None
    native_mode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualPort:
    """`<virtualport>`; parameters in libvirt's order of writing. `kind` is empty where no type is given."""

    kind: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One direction of `<bandwidth>`, in KiB/s and KiB; zero is absent."""

    average: int = 0
    peak: int = 0
    floor: int = 0
    burst: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bandwidth:
    """`<bandwidth>`."""

    inbound: Rate | None = None
    outbound: Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortGroup:
    """`<portgroup>`."""

    name: str
    is_default: bool = False
    trust_rx_filters: str | None = None
    vlan: Vlan | None = None
    virtual_port: VirtualPort | None = None
    bandwidth: Bandwidth | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PciAddress:
    """A PCI address of a forward device pool."""

    domain: int
    bus: int
    slot: int
    function: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """`<forward>`; `mode` is empty for an isolated network."""

    mode: str = ""
    managed: bool = False
    driver: str | None = None
    devices: tuple[str, ...] = ()
    pci_devices: tuple[PciAddress, ...] = ()
    physical_function: str | None = None
    nat_ipv6: str | None = None
    nat_start: Address | None = None
    nat_end: Address | None = None
    port_start: int = 0
    port_end: int = 0

    @property
    def has_own_bridge(self) -> bool:
        """libvirt makes the bridge itself (isolated, nat, route, open)."""
        return self.mode in {"", "nat", "route", "open"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """`<lease>` of a DHCP range or host; expiry 0 is for ever."""

    expiry: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DhcpRange:
    """`<range>`."""

    start: Address
    end: Address
    lease: Lease | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DhcpHost:
    """`<host>` of `<dhcp>`. `address` is None only in one that says which other one is meant."""

    mac: str | None
    client_id: str | None
    name: str | None
    address: Address | None
    lease: Lease | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ip:
    """`<ip>`; prefix 0 is absent."""

    family: str | None
    address: Address
    netmask: Address | None = None
    prefix: int = 0
    local_ptr: str | None = None
    tftp_root: str | None = None
    ranges: tuple[DhcpRange, ...] = ()
    hosts: tuple[DhcpHost, ...] = ()
    boot_file: str | None = None
    boot_server: Address | None = None

    @property
    def has_dhcp(self) -> bool:
        return bool(self.ranges or self.hosts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`<route>`; prefix and metric None where absent."""

    family: str | None
    address: Address
    gateway: Address
    netmask: Address | None = None
    prefix: int | None = None
    metric: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarder:
    """`<forwarder>` of `<dns>`."""

    domain: str | None
    address: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsHost:
    """`<host>` of `<dns>`. `address` is None only in one that says which other one is meant."""

    address: Address | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`<srv>` of `<dns>`; zero is absent."""

    service: str
    protocol: str
    domain: str | None
    target: str | None
    port: int = 0
    priority: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dns:
    """`<dns>`."""

    enable: str | None = None
    forward_plain_names: str | None = None
    forwarders: tuple[Forwarder, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    services: tuple[Service, ...] = ()
    hosts: tuple[DnsHost, ...] = ()

    @property
    def has_records(self) -> bool:
        return bool(self.texts or self.services or self.hosts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The whole definition. `uuid`, `bridge` and `mac` are None until they are filled in."""

    name: str
    uuid: str | None = None
    metadata: Node | None = None
    ipv6_without_gateway: bool = False
    trust_rx_filters: str | None = None
    forward: Forward = field(default_factory=Forward)
    bridge: str | None = None
    bridge_zone: str | None = None
    stp: bool = True
    stp_given: bool = False
    delay: int = 0
    mac_table_manager: str | None = None
    mtu: int = 0
    mac: str | None = None
    domain: str | None = None
    domain_local_only: str | None = None
    domain_register: str | None = None
    dns: Dns = field(default_factory=Dns)
    vlan: Vlan | None = None
    bandwidth: Bandwidth | None = None
    isolated_port: str | None = None
    ips: tuple[Ip, ...] = ()
    routes: tuple[Route, ...] = ()
    virtual_port: VirtualPort | None = None
    port_groups: tuple[PortGroup, ...] = ()
    dnsmasq_options: tuple[str, ...] = ()
