"""`<bandwidth>` of a network or portgroup (libvirt's `netdev_bandwidth_conf.c`)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.network.shape import Bandwidth, Rate
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node, attribute, child, children, whole_number
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def read_bandwidth(parent: Node) -> Bandwidth | None:
    """The parent's `<bandwidth>`, None where there is none or it says nothing. Raises XML_DETAIL and others."""
    node = child(parent, "bandwidth")
    if node is None:
        return None
    inbound, outbound = (_rate(node, direction) for direction in ("inbound", "outbound"))
    if outbound is not None and outbound.floor:
        reason = "'floor' attribute allowed only in <inbound> element"
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.NONE, reason)
    if inbound is None and outbound is None:
        return None
    return Bandwidth(inbound=inbound, outbound=outbound)


def write_bandwidth(bandwidth: Bandwidth | None, out: XmlWriter) -> None:
    """Write `<bandwidth>` where there is one."""
    if bandwidth is None:
        return
    with out.element("bandwidth"):
        for direction, rate in (("inbound", bandwidth.inbound), ("outbound", bandwidth.outbound)):
            if rate is not None:
                names = ("average", "peak", "floor", "burst")
                out.empty(direction, {name: getattr(rate, name) or None for name in names})


def _rate(node: Node, direction: str) -> Rate | None:
    found = children(node, direction)
    if len(found) > 1:
        raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.NONE, f"Only one child <{direction}> element allowed")
    if not found:
        return None
    rate = Rate(**{name: _number(found[0], name) for name in ("average", "peak", "floor", "burst")})
    if not rate.average and not rate.floor:
        if attribute(found[0], "average") is None and attribute(found[0], "floor") is None:
            reason = "Missing mandatory average or floor attributes"
            raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.NONE, reason)
        return None
    if (rate.peak or rate.burst) and not rate.average:
        reason = "'peak' and 'burst' require 'average' attribute"
        raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.NONE, reason)
    return rate


def _number(node: Node, name: str) -> int:
    value = attribute(node, name)
    if value is None:
        return 0
    number = whole_number(value)
    if number is None or number < 0:
        reason = f"could not convert bandwidth {name} value '{value}'"
        raise refusal(ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.NONE, reason)
    return number
