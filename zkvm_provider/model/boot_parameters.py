"""Kernel and installer parameters of a host's installation, typed: what a `.prm` file holds."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.address import BusId
from zkvm_provider.model.field import Meta

HEX64 = r"0x[0-9a-fA-F]{16}"
_WORD = r"[!-~]+"
_WORDS = r"[!-~]+( [!-~]+)*"
_WORD_SAYS = "one word of printable ASCII without blanks"
_URL = r"(hmc|cdrom|cd|dvd|slp|usb|default|[a-z][a-z0-9+.-]*:(?!//[^/@]*:[^/@]*@)[!-~]+)"
_URL_SAYS = "a URL such as ftp://9.60.29.66/ftpboot/iso, its password in `repoPassword`"


class PrmLayout(StrEnum):
    """How the parameters are spread over lines. The kernel takes a line end for a blank."""

    LINES = "lines"
    LINE = "line"


class ChannelDevice(StrEnum):
    """Kind of a network device made of several channels."""

    QETH = "qeth"
    LCS = "lcs"
    CTC = "ctc"


class IpMethod(StrEnum):
    """How an address is found: `none` takes the one given, the others ask the network."""

    NONE = "none"
    DHCP = "dhcp"
    DHCP6 = "dhcp6"
    AUTO6 = "auto6"


@dataclass(frozen=True, slots=True, kw_only=True)
class ZfcpPath:
    """A LUN behind an FCP device: `rd.zfcp=BUS-ID,WWPN,LUN`."""

    bus_id: Annotated[BusId, Meta(doc="The FCP device.", example="0.0.1c98")]
    wwpn: Annotated[
        str | None,
        Meta(
            doc="Port of the storage; absent with `lun`: the device finds its LUNs itself (NPIV).",
            pattern=HEX64,
            pattern_says="a WWPN: 0x and 16 hex digits",
        ),
    ] = None
    lun: Annotated[
        str | None, Meta(doc="The LUN, eight bytes.", pattern=HEX64, pattern_says="a LUN: 0x and 16 hex digits")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelNetwork:
    """A network device of channels: `rd.znet=qeth,READ,WRITE,DATA,layer2=1`."""

    kind: Annotated[ChannelDevice | None, Meta(doc="OSA and HiperSockets are qeth.", default=ChannelDevice.QETH)] = None
    channels: Annotated[
        tuple[BusId, ...], Meta(doc="Read, write and data channel of a qeth device; lcs and ctc have two channels.")
    ]
    layer2: Annotated[bool | None, Meta(doc="Work on layer 2; bridges, macvtap and Open vSwitch need it.")] = None
    port: Annotated[int | None, Meta(doc="Port of the adapter (`portno`).", minimum=0, maximum=1)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IpAddress:
    """An address of the installer: `ip=ADDRESS::GATEWAY:NETMASK:HOSTNAME:INTERFACE:METHOD`."""

    address: Annotated[
        str | None, Meta(doc="The address.", pattern=r"[0-9a-fA-F.:]+", pattern_says="an IP address")
    ] = None
    gateway: Annotated[
        str | None, Meta(doc="The gateway.", pattern=r"[0-9a-fA-F.:]+", pattern_says="an IP address")
    ] = None
    netmask: Annotated[
        str | None,
        Meta(doc="Netmask, or length of the prefix.", pattern=r"[0-9.]+", pattern_says="a netmask or prefix length"),
    ] = None
    hostname: Annotated[
        str | None, Meta(doc="Name of the host.", pattern=r"[A-Za-z0-9.-]+", pattern_says="a host name")
    ] = None
    interface: Annotated[
        str | None,
        Meta(
            doc="The interface; a qeth device is `encc` and `w` and its bus id.",
            pattern=r"[^\s:/]{1,15}",
            pattern_says="the name of an interface",
            example="enccw0.0.4300",
        ),
    ] = None
    method: Annotated[IpMethod | None, Meta(doc="Where the address comes from.", default=IpMethod.NONE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VlanDevice:
    """A VLAN interface: `vlan=DEVICE:PARENT`."""

    device: Annotated[
        str, Meta(doc="Name of the new interface.", pattern=r"[^\s:/]{1,15}", pattern_says="the name of an interface")
    ]
    parent: Annotated[
        str, Meta(doc="The interface it lies on.", pattern=r"[^\s:/]{1,15}", pattern_says="the name of an interface")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class BootParameters:
    """The content of a `.prm` file. In the file the fields come in this order."""

    first: Annotated[
        str | None,
        Meta(
            doc="Words before all others.",
            pattern=_WORDS,
            pattern_says="words of printable ASCII, one blank between them",
            example="ro ramdisk_size=40000",
        ),
    ] = None
    repo: Annotated[
        str | None,
        Meta(doc="Where the packages are (`inst.repo`), without password.", pattern=_URL, pattern_says=_URL_SAYS),
    ] = None
    repo_user: Annotated[
        str | None,
        Meta(
            doc="User in the URLs of `repo`, `install`, `kickstart` and `autoyast`.",
            pattern=r"[^\s@:/]+",
            pattern_says="a user name",
        ),
    ] = None
    repo_password: Annotated[
        str | None,
        Meta(
            doc="Password of `repoUser`. The file holds it in clear text and therefore has mode 0600.",
            pattern=_WORD,
            pattern_says=_WORD_SAYS,
            secret=True,
        ),
    ] = None
    install: Annotated[
        str | None,
        Meta(doc="Where SUSE's packages are (`install`), without password.", pattern=_URL, pattern_says=_URL_SAYS),
    ] = None
    kickstart: Annotated[
        str | None, Meta(doc="URL of the Kickstart file (`inst.ks`).", pattern=_URL, pattern_says=_URL_SAYS)
    ] = None
    autoyast: Annotated[
        str | None, Meta(doc="URL of the AutoYaST profile (`autoyast`).", pattern=_URL, pattern_says=_URL_SAYS)
    ] = None
    dasd: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="`autodetect`, a bus id, or a range of bus ids, each one `rd.dasd`.",
            pattern=_WORD,
            pattern_says=_WORD_SAYS,
        ),
    ] = None
    zfcp: Annotated[tuple[ZfcpPath, ...] | None, Meta(doc="LUNs, each one `rd.zfcp`.")] = None
    znet: Annotated[tuple[ChannelNetwork, ...] | None, Meta(doc="Network devices, each one `rd.znet`.")] = None
    vlan: Annotated[tuple[VlanDevice, ...] | None, Meta(doc="VLAN interfaces, each one `vlan`.")] = None
    ip: Annotated[tuple[IpAddress, ...] | None, Meta(doc="Addresses, each one `ip`.")] = None
    nameservers: Annotated[
        tuple[str, ...] | None,
        Meta(doc="Name servers, each one `nameserver`.", pattern=r"[0-9a-fA-F.:]+", pattern_says="an IP address"),
    ] = None
    options: Annotated[
        tuple[str, ...] | None,
        Meta(
            doc="Any other parameters, after all others.",
            pattern=_WORDS,
            pattern_says="words of printable ASCII, one blank between them",
            example="systemd.show_status=0",
        ),
    ] = None
    text: Annotated[
        str | None,
        Meta(doc="The whole file as it is to be, in place of every other field. For what is imported.", secret=True),
    ] = None
    layout: Annotated[
        PrmLayout | None, Meta(doc="One parameter a line, or all in one line.", default=PrmLayout.LINES)
    ] = None
