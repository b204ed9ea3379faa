"""What libvirt's `network.rng` wants of a network beyond known names: values, and parts that must be there."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.network.forward import MODES
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_UNICAST_MAC = "[0-9a-fA-F][02468aAcCeE](:[0-9a-fA-F]{2}){5}"
_ADDRESS = r"(((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d))|[0-9a-fA-F]*:[0-9a-fA-F:.]*"
_PATTERNS = (
    ("mac", "address", _UNICAST_MAC),
    (".//dhcp/host", "mac", _UNICAST_MAC),
    ("forward", "mode", "|".join(MODES)),
    ("bridge", "name", r"[a-zA-Z0-9_.\-\\:/]+"),
    (".//vlan/tag", "id", "[0-9]{1,3}|[1-3][0-9]{3}|40[0-8][0-9]|409[0-5]"),
    ("dns/srv", "protocol", "tcp|udp"),
    ("ip", "address", _ADDRESS),
)
_REQUIRED = (("portgroup", "name"), (".//dhcp/host", "ip"), ("route", "gateway"))


def require_values(root: Node) -> None:
    """Refuse (XML_INVALID_SCHEMA) a value or a lack that the schema does not permit."""
    for path, name, pattern in _PATTERNS:
        for node in root.iterfind(path):
            if node.get(name) is not None and not re.fullmatch(pattern, node.get(name) or ""):
                raise _refusal(f"Invalid attribute {name} for element {node.tag}")
    for path, name in _REQUIRED:
        if any(node.get(name) is None for node in root.iterfind(path)):
            raise _refusal(f"Expecting an attribute {name}")
    if any(host.find("hostname") is None for host in root.iterfind("dns/host")):
        raise _refusal("Expecting an element hostname, got nothing")
    if any(ip.get("netmask") is not None and ip.get("prefix") is not None for ip in root.iterfind("ip")):
        raise _refusal("Invalid attribute prefix for element ip")


def _refusal(reason: str) -> Exception:
    text = f"Unable to validate doc against /usr/share/libvirt/schemas/network.rng\n{reason}\n"
    return refusal(ErrorCode.XML_INVALID_SCHEMA, ErrorDomain.XML, text)
