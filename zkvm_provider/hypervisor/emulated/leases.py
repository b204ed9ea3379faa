"""Addresses of running guests: what libvirt's DHCP server gave, and what the agent in the guest tells.

An emulated guest asks for an address on each network that gives some, and runs the agent where it has the channel.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from lxml import etree

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.transaction import Transaction, invalid
from zkvm_provider.hypervisor.guest_network import AddressSource
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain, ObjectRef, PowerState

_AGENT = "org.qemu.guest_agent.0"


def addresses(tx: Transaction, ref: ObjectRef, source: AddressSource) -> tuple[str, ...]:
    """virDomainInterfaceAddresses; refusals as libvirt 9.0.0 gives them (measured on running and stopped guests)."""
    row = tx.find(ref)
    if row["live_xml"] is None:
        raise invalid(ErrorDomain.DOMAIN, "domain is not running")
    root = etree.fromstring(row["live_xml"].encode())
    if source is AddressSource.AGENT:
        _refuse_silent_agent(root, state=row["state"], is_up=bool(row["os_is_up"]))
    return tuple(sorted(_leases(tx, root))) if row["os_is_up"] else ()


def _refuse_silent_agent(root: etree._Element, *, state: str, is_up: bool) -> None:
    if state != PowerState.RUNNING.value:
        raise invalid(ErrorDomain.QEMU, "domain is not running")
    if root.find(f"devices/channel[@type='unix']/target[@name='{_AGENT}']") is None:
        raise refusal(ErrorCode.ARGUMENT_UNSUPPORTED, ErrorDomain.QEMU, "QEMU guest agent is not configured")
    if not is_up:
        raise _unresponsive()


def _unresponsive() -> BackendError:
    return refusal(ErrorCode.AGENT_UNRESPONSIVE, ErrorDomain.QEMU, "QEMU guest agent is not connected")


def _leases(tx: Transaction, root: etree._Element) -> Iterator[str]:
    for interface in root.iterfind("devices/interface"):
        source, mac = interface.find("source[@network]"), interface.find("mac")
        if source is None or mac is None:
            continue
        sql = "SELECT live_xml FROM networks WHERE host = ? AND name = ? AND live_xml IS NOT NULL"
        row = tx.one(sql, tx.host, source.get("network"))
        if row is not None and (found := _lease(row["live_xml"], (mac.get("address") or "").lower())):
            yield found


def _lease(network: str, mac: str) -> str:
    """The address that is reserved for the MAC address, else one of the range; empty where none is given."""
    for dhcp in etree.fromstring(network.encode()).iterfind("ip/dhcp"):
        for host in dhcp.iterfind("host"):
            if (host.get("mac") or "").lower() == mac:
                return host.get("ip") or ""
        span = dhcp.find("range")
        if span is not None:
            first, last = (int(ipaddress.ip_address(span.get(end) or "0.0.0.0")) for end in ("start", "end"))  # noqa: S104
            return str(ipaddress.ip_address(first + int(mac.replace(":", ""), 16) % (last - first + 1)))
    return ""
