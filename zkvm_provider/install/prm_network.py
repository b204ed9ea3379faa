"""Checking the network parameters of dracut: `ip`, `nameserver`, `vlan`."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, ip_address

from zkvm_provider.install.finding import Notes

METHODS = ("none", "off", "dhcp", "dhcp4", "on", "any", "dhcp6", "auto6", "either6", "link6", "link-local", "ibft")
_STATIC_FIELDS = 7
_MOST_FIELDS = 9
_INTERFACE = re.compile(r"[^\s:/]{1,15}")


def lint_ip(value: str, line: int, notes: Notes) -> None:
    """`METHOD`, `INTERFACE:METHOD`, or `ADDRESS:PEER:GATEWAY:NETMASK:HOSTNAME:INTERFACE:METHOD[:…[:…]]`."""
    fields = re.split(r":(?![^\[]*\])", value)
    if len(fields) == 1:
        if value not in METHODS:
            notes.error(line, f"ip: {value[:40]!r} is no method; known are {', '.join(METHODS)}")
    elif fields[0] and not _looks_like_address(fields[0]) and len(fields) <= 4:
        _lint_short(fields, line, notes)
    elif not _STATIC_FIELDS <= len(fields) <= _MOST_FIELDS:
        shape = "ADDRESS:PEER:GATEWAY:NETMASK:HOSTNAME:INTERFACE:METHOD"
        notes.error(line, f"ip has {len(fields)} fields; expected {_STATIC_FIELDS} to {_MOST_FIELDS}: {shape}")
    else:
        _lint_static(fields, line, notes)


def lint_nameserver(value: str, line: int, notes: Notes) -> None:
    """An IP address; IPv6 in brackets or without."""
    _address("nameserver", value, line, notes)


def lint_vlan(value: str, line: int, notes: Notes) -> None:
    """`NAME:PARENT`."""
    parts = value.split(":")
    if len(parts) != 2 or not all(_INTERFACE.fullmatch(part) for part in parts):
        notes.error(line, f"vlan: {value[:40]!r} is not NAME:PARENT, two interfaces of at most 15 characters")
        return
    number = re.search(r"(\d+)$", parts[0])
    if number is None or not 1 <= int(number[1]) <= 4094:
        notes.error(line, f"vlan: the name {parts[0]} must end in the VLAN's number, 1 to 4094")


def _lint_short(fields: list[str], line: int, notes: Notes) -> None:
    interface, method = fields[0], fields[1]
    if not _INTERFACE.fullmatch(interface):
        notes.error(line, f"ip: {interface[:40]!r} is no interface: at most 15 characters without / and :")
    if method not in METHODS:
        notes.error(line, f"ip: {method[:40]!r} is no method; known are {', '.join(METHODS)}")


def _lint_static(fields: list[str], line: int, notes: Notes) -> None:
    address, peer, gateway, netmask, hostname, interface, method, *_ = fields
    told = {what: _address(f"ip ({what})", text, line, notes) for what, text in (
        ("address", address), ("peer", peer), ("gateway", gateway)) if text}  # fmt: skip
    length = _prefix(netmask, told.get("address"), line, notes) if netmask else None
    if hostname and not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", hostname):
        notes.error(line, f"ip: {hostname[:40]!r} is no host name")
    if interface and not _INTERFACE.fullmatch(interface):
        notes.error(line, f"ip: {interface[:40]!r} is no interface: at most 15 characters without /")
    if method not in METHODS:
        said = f"{method[:40]!r} is no method" if method else "the method is missing"
        notes.error(line, f"ip: {said}; known are {', '.join(METHODS)}")
    if method in ("none", "off") and not address:
        notes.error(line, f"ip: the method {method} takes the address given, and there is none")
    if method in ("none", "off") and address and not netmask:
        notes.warn(line, "ip: there is no netmask, so one is guessed from the address")
    _lint_gateway(told.get("address"), told.get("gateway"), length, line, notes)


def _lint_gateway(
    address: IPv4Address | IPv6Address | None,
    gateway: IPv4Address | IPv6Address | None,
    length: int | None,
    line: int,
    notes: Notes,
) -> None:
    if not isinstance(address, IPv4Address) or not isinstance(gateway, IPv4Address) or length is None:
        return
    if gateway not in IPv4Network((address, length), strict=False):
        notes.warn(line, f"ip: the gateway {gateway} does not lie in {address}/{length}")


def _prefix(text: str, address: object, line: int, notes: Notes) -> int | None:
    """The length of the prefix that a netmask or a number means."""
    most = 128 if isinstance(address, IPv6Address) else 32
    if re.fullmatch(r"[0-9]{1,3}", text):
        if int(text) <= most:
            return int(text)
    else:
        bits = _mask_bits(text)
        if bits is not None:
            return bits
    notes.error(line, f"ip: {text[:40]!r} is no netmask such as 255.255.255.0, and no length of a prefix")
    return None


def _mask_bits(text: str) -> int | None:
    try:
        number = int(IPv4Address(text))
    except AddressValueError:
        return None
    inverted = number ^ 0xFFFFFFFF
    return 32 - inverted.bit_length() if inverted & (inverted + 1) == 0 else None


def _address(what: str, text: str, line: int, notes: Notes) -> IPv4Address | IPv6Address | None:
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return ip_address(bare)
    except ValueError:
        notes.error(line, f"{what}: {text[:60]!r} is no IP address")
        return None


def _looks_like_address(text: str) -> bool:
    return text.startswith("[") or re.fullmatch(r"[0-9.]+", text) is not None
