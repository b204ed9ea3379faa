"""The shape of `<interface>` (virDomainNetDef, domain_conf.c): sources, VLANs, virtual ports, drivers, bandwidth."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.domain.common import ANY, DEVICE_INFO, VIRTIO_OPTIONS
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.values import (
    BIG,
    COUNT,
    DEVICE_NAME,
    MAC,
    NAME,
    NC_NAME,
    ON_OFF,
    PATH,
    PORT,
    POSITIVE,
    TEXT,
    UUID,
    YES_NO,
    Place,
    Value,
    choice,
    matching,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def _read_model(value: str, _place: Place) -> str:
    if not re.fullmatch(r"[a-zA-Z0-9\-_]+", value):
        raise refusal(ErrorCode.INVALID_ARG, ErrorDomain.DOMAIN, "Model name contains invalid characters")
    return value


def _read_mtu(value: str, _place: Place) -> str:
    if not value.isdigit():
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.DOMAIN, "malformed mtu size")
    return str(int(value))


MODEL_NAME = Value(schema=re.compile(r"[a-zA-Z0-9\-_]+"), read=_read_model)
_DRIVERS = choice("vhost", "qemu", "kvm", "vfio")
DRIVER_NAME = Value(schema=re.compile(r"\S+"), read=_DRIVERS.read)
MTU_SIZE = Value(schema=re.compile("[0-9]+"), read=_read_mtu)
TYPES = choice(
    "user", "ethernet", "vhostuser", "server", "client", "mcast", "network", "bridge", "internal", "direct", "hostdev",
    "udp", "vdpa", "null", "vds",
)  # fmt: skip
PORT_TYPES = choice("none", "802.1Qbg", "802.1Qbh", "openvswitch", "midonet")
VLAN = element(
    "vlan",
    {"trunk": YES_NO},
    element(
        "tag", {"id": matching("[0-9]{1,3}|[1-3][0-9]{3}|40[0-8][0-9]|409[0-5]"),
                "nativeMode": choice("tagged", "untagged")},
        need=("id",), traits="many",
    ),
)  # fmt: skip
VIRTUALPORT = element(
    "virtualport",
    {"type": PORT_TYPES},
    element(
        "parameters",
        {
            "managerid": ANY, "typeid": ANY, "typeidversion": ANY, "instanceid": ANY,
            "interfaceid": UUID, "profileid": NAME,
        },
        traits="fleeting",
    ),
)  # fmt: skip
_UP_TO_32_BITS = (
    "0*(?:[1-9][0-9]{0,8}|[1-3][0-9]{9}|4[01][0-9]{8}|42[0-8][0-9]{7}|429[0-3][0-9]{6}|4294[0-8][0-9]{5}"
    "|42949[0-5][0-9]{4}|429496[0-6][0-9]{3}|4294967[01][0-9]{2}|42949672[0-8][0-9]|429496729[0-5])"
)
RATE = Value(schema=re.compile(_UP_TO_32_BITS), read=BIG.read)
"""The schema wants 1 to 2^32 - 1, the parser takes what fits into 64 bits (measured, 9.0.0: 707, 709)."""
_RATE = {"average": RATE, "peak": RATE, "floor": RATE, "burst": RATE}
BANDWIDTH = element("bandwidth", None, element("inbound", _RATE), element("outbound", _RATE), traits="fleeting")
_OFFLOADS = dict.fromkeys(("csum", "gso", "tso4", "tso6", "ecn", "ufo"), ON_OFF)
_DRIVER = element(
    "driver",
    {
        "name": DRIVER_NAME,
        "txmode": choice("iothread", "timer"),
        "ioeventfd": ON_OFF,
        "event_idx": ON_OFF,
        "queues": POSITIVE,
        "rx_queue_size": POSITIVE,
        "tx_queue_size": POSITIVE,
        "rss": ON_OFF,
        "rss_hash_report": ON_OFF,
        **VIRTIO_OPTIONS,
    },
    element("host", {**_OFFLOADS, "mrg_rxbuf": ON_OFF}, traits="fleeting"),
    element("guest", _OFFLOADS, traits="fleeting"),
    traits="fleeting",
)
_SOURCE = element(
    "source",
    {
        "network": TEXT,
        "portgroup": NAME,
        "portid": UUID,
        "bridge": DEVICE_NAME,
        "dev": DEVICE_NAME,
        "mode": choice("vepa", "private", "bridge", "passthrough", "server", "client"),
        "type": choice("unix"),
        "path": PATH,
        "address": NAME,
        "port": PORT,
        "name": NAME,
    },
    element("local", {"address": NAME, "port": PORT}),
    element("address", dict.fromkeys(("type", "domain", "bus", "slot", "function"), ANY)),
    element("reconnect", {"enabled": YES_NO, "timeout": COUNT}),
)
_IP = element("ip", {"address": NAME, "family": choice("ipv4", "ipv6"), "prefix": COUNT, "peer": NAME}, traits="many")
_ROUTE = element(
    "route",
    {"family": choice("ipv4", "ipv6"), "address": NAME, "netmask": NAME, "prefix": COUNT, "gateway": NAME,
     "metric": COUNT},
    traits="many",
)  # fmt: skip
FILTER_VALUE = r"[a-zA-Z0-9_.:]+"
"""What a filter takes for a variable; a parameter with another value is left out (measured, 9.0.0: 703)."""
_FILTER = element(
    "filterref",
    {"filter": NC_NAME},
    element("parameter", {"name": matching("[a-zA-Z0-9_]+"), "value": matching(FILTER_VALUE)}, traits="many"),
    need=("filter",),
)
_COALESCE = element("coalesce", None, element("rx", None, element("frames", {"max": COUNT})), traits="fleeting")


def _fits_schema(node: Node) -> bool:
    """A source, where given, names what the interface type is about."""
    source, kind = node.find("source"), node.get("type")
    if len(node.findall("vlan/tag")) > 1 and node.find("vlan[@trunk='no']") is not None:
        return False
    wanted = {"direct": "dev", "bridge": "bridge", "network": "network"}.get(kind or "")
    if kind is None:
        return False
    if kind in {"direct", "network"} and source is None:
        return False
    return source is None or wanted is None or source.get(wanted) is not None


INTERFACE = element(
    "interface",
    {"type": TYPES, "managed": YES_NO, "trustGuestRxFilters": YES_NO},
    element("mac", {"address": MAC, "type": choice("generated", "static"), "check": YES_NO}),
    _SOURCE,
    VLAN,
    VIRTUALPORT,
    BANDWIDTH,
    element("port", {"isolated": YES_NO}, traits="fleeting"),
    element("script", {"path": NAME}),
    element("downscript", {"path": NAME}),
    element("backenddomain", {"name": NAME}),
    _IP,
    _ROUTE,
    element("target", {"dev": DEVICE_NAME, "managed": YES_NO}, traits="fleeting"),
    element("guest", {"dev": DEVICE_NAME, "actual": DEVICE_NAME}),
    element("model", {"type": MODEL_NAME}, need=("type",)),
    _DRIVER,
    element(
        "backend", {"type": choice("default", "passt"), "tap": PATH, "vhost": PATH, "logFile": PATH}, traits="fleeting"
    ),
    _FILTER,
    element("tune", None, element("sndbuf", text=COUNT)),
    element("teaming", {"type": choice("persistent", "transient"), "persistent": NAME}),
    element("link", {"state": choice("up", "down")}),
    element("mtu", {"size": MTU_SIZE}),
    _COALESCE,
    *DEVICE_INFO,
    need=("type",),
    must=("type",),
    rule=_fits_schema,
    traits="many",
)

__all__ = ["BANDWIDTH", "INTERFACE", "VIRTUALPORT", "VLAN"]
