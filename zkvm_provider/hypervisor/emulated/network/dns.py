"""`<dns>` of a network: what its dnsmasq answers and whom it asks."""

from __future__ import annotations

import string

from zkvm_provider.hypervisor.emulated.network.addresses import parse_address
from zkvm_provider.hypervisor.emulated.network.shape import Dns, DnsHost, Forwarder, Service
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import (
    Node,
    attribute,
    child,
    children,
    filled,
    tristate,
    whole_number,
)
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_NAME_CHARACTERS = frozenset(string.ascii_letters + string.digits)
_SERVICE_CHARACTERS = _NAME_CHARACTERS | frozenset("_-+/*")
_PROTOCOL_CHARACTERS = _NAME_CHARACTERS | frozenset("-+/")
_LONGEST_SERVICE = 512 - 50 - 2


def read_dns(parent: Node, network: str) -> Dns:
    """The network's `<dns>`; an empty one where there is none. Raises XML_ERROR and XML_DETAIL."""
    node = child(parent, "dns")
    if node is None:
        return Dns()
    enable, plain = tristate(node, "enable"), tristate(node, "forwardPlainNames")
    dns = Dns(
        enable=enable,
        forward_plain_names=plain,
        forwarders=tuple(_forwarder(entry, network) for entry in children(node, "forwarder")),
        hosts=tuple(read_dns_host(entry, network) for entry in children(node, "host")),
        services=tuple(read_service(entry, network) for entry in children(node, "srv")),
        texts=tuple(read_dns_text(entry, network) for entry in children(node, "txt")),
    )
    if enable == "no" and (dns.forwarders or dns.has_records):
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NETWORK, f"Extra data in disabled network '{network}'")
    return dns


def write_dns(dns: Dns, out: XmlWriter) -> None:
    """Write `<dns>` unless it says nothing."""
    attributes = {"enable": dns.enable, "forwardPlainNames": dns.forward_plain_names}
    if not (dns.forwarders or dns.has_records):
        if dns.enable or dns.forward_plain_names:
            out.empty("dns", attributes)
        return
    with out.element("dns", attributes):
        for forwarder in dns.forwarders:
            address = None if forwarder.address is None else str(forwarder.address)
            out.empty("forwarder", {"domain": forwarder.domain, "addr": address})
        for name, value in dns.texts:
            out.empty("txt", {"name": name, "value": value})
        for service in dns.services:
            out.empty("srv", _service_attributes(service))
        for host in dns.hosts:
            with out.element("host", {"ip": str(host.address)}):
                for hostname in host.names:
                    out.text("hostname", hostname)


def _forwarder(node: Node, network: str) -> Forwarder:
    text, domain = attribute(node, "addr"), attribute(node, "domain")
    address = None if text is None else parse_address(text)
    if text is not None and address is None:
        reason = f"Invalid forwarder IP address '{text}' in network '{network}'"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NETWORK, reason)
    if text is None and domain is None:
        reason = "Invalid forwarder element, must contain at least one of addr or domain"
        raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NETWORK, reason)
    return Forwarder(domain=domain, address=address)


def read_dns_host(node: Node, network: str, *, partial: bool = False) -> DnsHost:
    """A `<host>` of `<dns>`; with `partial` it only tells which one is meant, so an address or a name will do."""
    names = tuple("".join(str(piece) for piece in name.itertext()) for name in children(node, "hostname"))
    text = attribute(node, "ip")
    if partial and text is None and not names:
        raise _detail(f"Missing IP address and hostname in network '{network}' DNS HOST record")
    if not all(names) or (not names and not partial):
        raise _detail(f"Missing hostname in network '{network}' DNS HOST record")
    if text is None and not partial:
        raise _detail(f"Missing IP address in network '{network}' DNS HOST record")
    address = None if text is None else parse_address(text)
    if text is not None and address is None:
        raise _detail(f"Invalid IP address in network '{network}' DNS HOST record")
    return DnsHost(address=address, names=names)


def read_service(node: Node, network: str, *, partial: bool = False) -> Service:
    """A `<srv>`; with `partial` it only tells which one is meant, so anything may be missing."""
    service, protocol = attribute(node, "service"), attribute(node, "protocol")
    where = f"in DNS SRV record of network '{network}'"
    if partial:
        service, protocol = service or "", protocol or ""
    if service is None:
        raise _detail(f"missing required service attribute {where}")
    if len(service) > _LONGEST_SERVICE:
        limit = f"is too long, limit is {_LONGEST_SERVICE} bytes"
        raise _detail(f"service attribute '{service}' in network '{network}' {limit}")
    if not set(service) <= _SERVICE_CHARACTERS:
        raise _detail(f"invalid character in service attribute '{service}' {where}")
    if protocol is None:
        raise _detail(f"missing required protocol attribute in DNS SRV record '{service}' of network '{network}'")
    if not set(protocol) <= _PROTOCOL_CHARACTERS:
        raise _detail(f"invalid character in protocol attribute '{protocol}' {where}")
    target = attribute(node, "target")
    numbers = {name: _service_number(node, name, service, network) for name in ("port", "priority", "weight")}
    return Service(service=service, protocol=protocol, domain=attribute(node, "domain"), target=target, **numbers)


def _service_number(node: Node, name: str, service: str, network: str) -> int:
    text = filled(node, name)
    if text is None:
        return 0
    where = f"for service '{service}' in network '{network}'"
    number = whole_number(text)
    if number is not None and number >= 0 and attribute(node, "target") is None:
        raise _detail(f"DNS SRV {name} attribute not permitted without target {where}")
    if number is None or not (1 if name == "port" else 0) <= number <= 65535:
        raise _detail(f"invalid DNS SRV {name} attribute {where}")
    return number


def read_dns_text(node: Node, network: str, *, partial: bool = False) -> tuple[str, str]:
    """A `<txt>` as name and value; with `partial` it only tells which one is meant, and needs no value."""
    name, value = attribute(node, "name"), attribute(node, "value")
    if name is None:
        raise _detail(f"missing required name attribute in DNS TXT record of network {network}")
    if set(name) & set(" ,"):
        raise _detail(f"prohibited character in DNS TXT record name '{name}' of network {network}")
    if value is None and partial:
        return name, ""
    if value is None:
        raise _detail(f"missing required value attribute in DNS TXT record named '{name}' of network {network}")
    return name, value


def _service_attributes(service: Service) -> dict[str, str | int | None]:
    return {
        "service": service.service,
        "protocol": service.protocol,
        "domain": service.domain,
        "target": service.target,
        "port": service.port or None,
        "priority": service.priority or None,
        "weight": service.weight or None,
    }


def _detail(reason: str) -> Exception:
    return refusal(ErrorCode.XML_DETAIL, ErrorDomain.NETWORK, reason)
