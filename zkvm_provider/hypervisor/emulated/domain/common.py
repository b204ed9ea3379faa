"""Parts that every device has: boot order, alias, address, and how libvirt reads them (device_conf.c)."""

from __future__ import annotations

import re

from zkvm_provider.hypervisor.emulated.domain.guest import internal, remove, unsupported
from zkvm_provider.hypervisor.emulated.domain.shape import Node, Shape, element
from zkvm_provider.hypervisor.emulated.domain.values import (
    COUNT,
    ON_OFF,
    PATH,
    POSITIVE,
    Place,
    as_integer,
    bad_value,
    choice,
    hexadecimal,
    matching,
    xml_error,
)
from zkvm_provider.hypervisor.port import ErrorDomain

ANY = matching(r".*")
VIRTIO_OPTIONS = {"iommu": ON_OFF, "ats": ON_OFF, "packed": ON_OFF, "page_per_vq": ON_OFF}
ALIAS = element("alias", {"name": matching(r"[a-zA-Z0-9_\-.]+")}, need=("name",))
LOADPARM = matching(r"[a-zA-Z0-9.\s]{1,8}")
BOOT = element("boot", {"order": POSITIVE, "loadparm": LOADPARM}, need=("order",), must=("order",))

_HEX = r"(0x)?[0-9a-fA-F]"
_KINDS: dict[str, dict[str, str]] = {
    "pci": {
        "domain": f"{_HEX}{{1,8}}",
        "bus": f"{_HEX}{{1,2}}",
        "slot": r"(0x)?[01]?[0-9a-fA-F]",
        "function": "(0x)?[0-7]",
        "multifunction": "on|off",
    },
    "drive": dict.fromkeys(("controller", "bus", "target", "unit"), "[0-9]{1,5}"),
    "virtio-serial": dict.fromkeys(("controller", "bus", "port"), "[0-9]{1,5}"),
    "ccid": {"controller": "[0-9]+", "slot": "[0-9]+"},
    "usb": {"bus": "[0-9]+", "port": r"[0-9]+(\.[0-9]+){0,3}"},
    "spapr-vio": {"reg": "0x[0-9a-fA-F]+"},
    "ccw": {
        "cssid": "0x[0-9a-eA-E][0-9a-fA-F]?|0x[fF][0-9a-eA-E]?|[0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-4]",
        "ssid": "(0x)?[0-3]",
        "devno": "0x[0-9a-fA-F]{1,4}|[0-9]{1,5}",
    },
    "virtio-mmio": {},
    "isa": {"iobase": "0x[0-9a-fA-F]{1,4}", "irq": "0x[0-9a-fA-F]"},
    "dimm": {"slot": "[0-9]+", "base": "0x[0-9a-fA-F]+"},
    "unassigned": {},
}


def _address_is_allowed(node: Node) -> bool:
    wanted = _KINDS.get(node.get("type") or "")
    if wanted is None:
        return False
    given = {str(name): str(value) for name, value in node.attrib.items() if name != "type"}
    if node.get("type") == "ccw" and given and len(given) != 3:
        return False
    return all(name in wanted and re.fullmatch(wanted[name], value) for name, value in given.items())


ZPCI = element("zpci", {"uid": hexadecimal(4), "fid": hexadecimal(8)})
_ADDRESS_NAMES = (
    "type", "domain", "controller", "bus", "slot", "target", "unit", "port", "function", "multifunction", "reg",
    "cssid", "ssid", "devno", "iobase", "irq", "base",
)  # fmt: skip
ADDRESS = element(
    "address",
    dict.fromkeys(_ADDRESS_NAMES, ANY),
    ZPCI,
    rule=_address_is_allowed,
)  # fmt: skip
ROM = element("rom", {"enabled": choice("yes", "no"), "bar": ON_OFF, "file": PATH})
ACPI = element("acpi", {"index": POSITIVE})
DEVICE_INFO: tuple[Shape, ...] = (BOOT, ALIAS, ROM, ACPI, ADDRESS)
"""What ends every device, in libvirt's order."""


def read_device_info(node: Node, *, live: bool) -> None:
    """Settle the common parts of a device just read: user aliases stay, addresses are normalised or refused."""
    alias = node.find("alias")
    if alias is not None and not live and not re.fullmatch(r"ua-[a-zA-Z0-9_\-]+", alias.get("name") or ""):
        node.remove(alias)
    boot = node.find("boot")
    if boot is not None:
        read_loadparm(boot)
    address = node.find("address")
    if address is not None and node.tag != "hostdev_source":
        _read_address(node, address)


def read_loadparm(boot: Node) -> None:
    """Upper-case a loadparm; 1 to 8 of `A-Z0-9. ` or INTERNAL_ERROR.

    libvirt's upper-casing turns a dash into an underscore, and the refusal shows it so (domain_conf.c).
    """
    value = boot.get("loadparm")
    if value is None:
        return
    upper = value.upper().replace("-", "_")
    if not 1 <= len(upper) <= 8:
        text = f"loadparm value '{upper}' must be between 1 and 8 characters"
        raise internal(text, ErrorDomain.DOMAIN)
    for sign in upper:
        if not re.fullmatch(r"[A-Z0-9. ]", sign):
            text = f"invalid loadparm char '{sign}', expecting chars in set of [a-zA-Z0-9.] and blank spaces"
            raise internal(text, ErrorDomain.DOMAIN)
    boot.set("loadparm", upper)


def _read_address(node: Node, address: Node) -> None:
    kind = address.get("type")
    if kind is None:
        raise xml_error("Missing required attribute 'type' in element 'address'")
    if kind not in _KINDS:
        raise bad_value(Place("address", "type"), kind)
    given = {name: address.get(name) for name in _KINDS[kind]}
    zpci = address.find("zpci")
    for name in list(address.attrib):
        del address.attrib[name]
    address.set("type", kind)
    if zpci is not None and kind != "pci":
        address.remove(zpci)
    if kind == "ccw":
        _read_ccw(address, given)
    else:
        _read_plain(address, kind, given)
    if kind == "virtio-mmio":
        remove(node, "address")


def _read_ccw(address: Node, given: dict[str, str | None]) -> None:
    values = {name: value for name, value in given.items() if value is not None}
    if not values:
        return
    if len(values) < 3:
        raise internal("Invalid partial specification for virtio ccw address", ErrorDomain.DEVICE)
    numbers: dict[str, int] = {}
    for name, value in values.items():
        found = as_integer(value, base=0)
        if found is None or found < 0:
            raise internal(f"Cannot parse <address> '{name}' attribute", ErrorDomain.DEVICE)
        numbers[name] = found
    cssid, ssid, devno = (numbers[name] for name in ("cssid", "ssid", "devno"))
    if cssid > 0xFE or ssid > 3 or devno > 0xFFFF:
        shown = f"cssid='0x{cssid:x}' ssid='0x{ssid:x}' devno='0x{devno:x}'"
        raise internal(f"Invalid specification for virtio ccw address: {shown}", ErrorDomain.DEVICE)
    set_ccw(address, cssid, ssid, devno)


def set_ccw(address: Node, cssid: int, ssid: int, devno: int) -> None:
    """Write a CCW address in libvirt's form."""
    address.set("type", "ccw")
    address.set("cssid", f"0x{cssid:x}")
    address.set("ssid", f"0x{ssid:x}")
    address.set("devno", f"0x{devno:04x}")


_PCI_FORM = {"domain": "0x{:04x}", "bus": "0x{:02x}", "slot": "0x{:02x}", "function": "0x{:x}"}
_ZEROED = {"drive", "virtio-serial", "pci"}


def _read_plain(address: Node, kind: str, given: dict[str, str | None]) -> None:
    if kind == "pci" and not any(given.values()):
        return
    for name, value in given.items():
        if (name in {"multifunction", "port"} and kind in {"pci", "usb"}) or kind in {"isa", "spapr-vio", "dimm"}:
            if value is not None:
                address.set(name, value)
            continue
        if value is None:
            if kind in _ZEROED:
                address.set(name, _PCI_FORM.get(name, "{}").format(0) if kind == "pci" else "0")
            continue
        found = as_integer(value, base=0 if kind == "pci" else 10)
        if found is None or found < 0:
            hint = f"'{value}'. Expected non-negative integer value"
            raise bad_value(Place("address", name), value, hint)
        address.set(name, _PCI_FORM[name].format(found) if kind == "pci" else str(found))


def refuse_address(node: Node, what: str) -> None:
    """For devices whose place the machine fixes."""
    if node.find("address") is not None:
        raise unsupported(f"setting the {what} device address is not supported")


def same_address(one: Node, other: Node) -> bool:
    """Both have an address, and it is the same."""
    left, right = one.find("address"), other.find("address")
    return left is not None and right is not None and left.items() == right.items()


def alias_of(node: Node) -> str:
    """The device's alias, or empty."""
    found = node.find("alias")
    return "" if found is None else (found.get("name") or "")


__all__ = [
    "ACPI", "ADDRESS", "ALIAS", "ANY", "BOOT", "COUNT", "DEVICE_INFO", "LOADPARM", "VIRTIO_OPTIONS", "alias_of",
    "read_device_info", "read_loadparm", "refuse_address", "same_address", "set_ccw",
]  # fmt: skip
