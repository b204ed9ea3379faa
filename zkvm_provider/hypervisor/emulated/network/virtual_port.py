"""`<virtualport>` of a network or portgroup (libvirt's `netdev_vport_profile_conf.c`)."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.network.shape import VirtualPort
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.emulated.xml_reader import Node, canonical_uuid, child, filled, whole_number
from zkvm_provider.hypervisor.emulated.xml_writer import XmlWriter
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_ALLOWED = {
    "none": (),
    "802.1Qbg": ("managerid", "typeid", "typeidversion", "instanceid"),
    "802.1Qbh": ("profileid",),
    "openvswitch": ("interfaceid", "profileid"),
    "midonet": ("interfaceid",),
}
"""The parameters each type may have."""

_ORDER = ("managerid", "typeid", "typeidversion", "instanceid", "interfaceid", "profileid")
_NUMBERS = {"managerid": 0xFF, "typeid": 0xFFFFFF, "typeidversion": 0xFF}
_UUIDS = ("instanceid", "interfaceid")


def read_virtual_port(parent: Node, *, needs_type: bool) -> VirtualPort | None:
    """The parent's `<virtualport>`, or None. Raises XML_ERROR: no or unknown type, parameters it cannot have."""
    node = child(parent, "virtualport")
    if node is None:
        return None
    kind = filled(node, "type")
    if kind is None and needs_type:
        raise _bad("missing required virtualport type")
    if kind is not None and kind not in _ALLOWED:
        raise _bad(f"unknown virtualport type {kind}")
    given = child(node, "parameters")
    found = tuple((name, _parameter(name, value)) for name in _ORDER if (value := filled(given, name)) is not None)
    for name, _ in found:
        if kind is not None and name not in _ALLOWED[kind]:
            raise _bad(f"extra {name} unsupported in virtualport type='{kind}'")
    return VirtualPort(kind=kind or "", parameters=found)


def write_virtual_port(port: VirtualPort | None, out: XmlWriter) -> None:
    """Write `<virtualport>` unless it says nothing."""
    if port is None or (not port.kind and not port.parameters):
        return
    attributes = {"type": port.kind or None}
    if not port.parameters:
        out.empty("virtualport", attributes)
        return
    with out.element("virtualport", attributes):
        out.empty("parameters", dict(port.parameters))


def _parameter(name: str, value: str) -> str:
    if name in _NUMBERS:
        number = int(value, 16) if value.lower().startswith("0x") else whole_number(value)
        if number is None or not 0 <= number <= _NUMBERS[name]:
            raise _bad(f"cannot parse value of {name} parameter")
        return str(number)
    if name in _UUIDS:
        uuid = canonical_uuid(value)
        if uuid is None:
            raise _bad(f"cannot parse {name} parameter as a uuid")
        return uuid
    return value


def _bad(reason: str) -> Exception:
    return refusal(ErrorCode.XML_ERROR, ErrorDomain.NONE, reason)
