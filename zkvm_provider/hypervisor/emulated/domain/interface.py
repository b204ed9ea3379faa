"""Network interfaces: reading, defaults, refusals, and what `updateDevice` may change."""

from __future__ import annotations

import re

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.common import alias_of
from zkvm_provider.hypervisor.emulated.domain.family import Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    bad_domain,
    child,
    get,
    remove,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.interface_shape import FILTER_VALUE, INTERFACE
from zkvm_provider.hypervisor.emulated.domain.interface_start import prepare_interface, start_interface
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.text import same
from zkvm_provider.hypervisor.emulated.domain.values import xml_error
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

VIRTIO_MODELS = frozenset({"virtio", "virtio-transitional", "virtio-non-transitional"})
_SOURCE_ATTRIBUTES = {
    "network": ("network", "portgroup"), "bridge": ("bridge",), "direct": ("dev", "mode"),
    "vhostuser": ("type", "path", "mode"), "server": ("address", "port"), "client": ("address", "port"),
    "mcast": ("address", "port"), "udp": ("address", "port"), "internal": ("name",), "vdpa": ("dev",),
    "ethernet": (), "user": ("dev",), "hostdev": (), "null": (),
}  # fmt: skip
_TAP_PREFIXES = ("vnet", "vif", "macvtap", "macvlan")
_WANTED = {"network": "network", "direct": "dev", "bridge": "bridge", "internal": "name", "vdpa": "dev"}


def _read(interface: Node) -> None:
    _read_source(interface)
    for tag in interface.iterfind("vlan/tag"):
        number = int(tag.get("id") or 0)
        if number > 4095:
            text = f"vlan tag id {number} too large (maximum 4095)"
            raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NONE, text)
    vlan = interface.find("vlan")
    if vlan is not None and len(vlan.findall("tag")) > 1:
        if vlan.get("trunk") == "no":
            text = "invalid \"trunk='no'\" in <vlan> - trunk='yes' is required for more than one vlan tag"
            raise refusal(ErrorCode.XML_ERROR, ErrorDomain.NONE, text)
        vlan.set("trunk", "yes")
    mac = interface.find("mac")
    if mac is not None and int((mac.get("address") or "00")[:2], 16) & 1:
        raise bad_domain(f"expected unicast mac address, found multicast '{mac.get('address')}'")


def _read_source(interface: Node) -> None:
    kind, source = interface.get("type") or "", interface.find("source")
    wanted = _WANTED.get(kind)
    if source is None:
        if wanted is not None:
            raise bad_domain(f"interface type='{kind}' requires a 'source' element")
        return
    allowed = _SOURCE_ATTRIBUTES.get(kind, ())
    for name in [str(name) for name in source.attrib if name not in allowed]:
        del source.attrib[name]
    if wanted is not None and source.get(wanted) is None:
        raise xml_error(f"Missing required attribute '{wanted}' in element 'source'")
    if not source.attrib and not len(source):
        remove(interface, "source")


def generate_mac(guest: Guest) -> str:
    """A random MAC under QEMU's prefix (virDomainNetGenerateMAC)."""
    tail = guest.dice.getrandbits(24)
    return f"52:54:00:{tail >> 16 & 255:02x}:{tail >> 8 & 255:02x}:{tail & 255:02x}"


def _default(guest: Guest, interface: Node) -> None:
    mac = child(interface, "mac")
    if mac.get("address") is None:
        mac.set("address", generate_mac(guest))
    if mac.get("type") == "generated" or (
        mac.get("type") == "static" and not mac.get("address", "").startswith("52:54:00")
    ):
        del mac.attrib["type"]
    if interface.get("type") != "hostdev":
        set_default(child(interface, "model"), "type", "virtio")
    if interface.get("type") == "direct":
        set_default(child(interface, "source"), "mode", "vepa")
    target = interface.find("target")
    if target is not None and _is_generated(target.get("dev") or ""):
        interface.remove(target)
    port = interface.find("virtualport")
    if port is not None and port.get("type") == "openvswitch":
        set_default(child(port, "parameters"), "interfaceid", guest.uuid())
    _settle_bandwidth(interface)
    _settle_filter(interface)
    driver = interface.find("driver")
    if driver is not None and driver.get("queues") == "1":
        del driver.attrib["queues"]
    backend = interface.find("backend")
    if backend is not None and backend.get("vhost") == "/dev/vhost-net":
        del backend.attrib["vhost"]


def _is_generated(name: str) -> bool:
    return any(name.startswith(prefix) and name[len(prefix) :].isdigit() for prefix in _TAP_PREFIXES)


def _settle_bandwidth(interface: Node) -> None:
    """virNetDevBandwidthParse: a direction whose average is 0 is no limit."""
    if interface.find("bandwidth/outbound[@floor]") is not None:
        raise unsupported("'floor' attribute allowed only in <inbound> element", ErrorDomain.NONE)
    for rate in (*interface.findall("bandwidth/inbound"), *interface.findall("bandwidth/outbound")):
        if rate.get("average") is None and rate.get("floor") is None:
            raise refusal(ErrorCode.XML_DETAIL, ErrorDomain.NONE, "Missing mandatory average or floor attributes")
        if not int(rate.get("average") or "0") and not int(rate.get("floor") or "0"):
            child(interface, "bandwidth").remove(rate)
    if interface.find("bandwidth") is not None and not len(child(interface, "bandwidth")):
        remove(interface, "bandwidth")


def _settle_filter(interface: Node) -> None:
    """Variables by name; one variable's values stay in their order (virNWFilterFormatParamAttributes)."""
    filter_ref = interface.find("filterref")
    if filter_ref is None:
        return
    parameters = filter_ref.findall("parameter")
    for parameter in parameters:
        filter_ref.remove(parameter)
    kept = (each for each in parameters if re.fullmatch(FILTER_VALUE, each.get("value") or ""))
    filter_ref.extend(sorted(kept, key=lambda each: each.get("name") or ""))


def _check(_guest: Guest, interface: Node) -> None:
    kind, model = interface.get("type"), get(interface, "model", "type")
    if interface.find("rom") is not None and get(interface, "address", "type") != "pci":
        raise unsupported("ROM tuning is only supported for PCI devices")
    if get(interface, "bandwidth/inbound", "floor") and kind != "network":
        raise unsupported("floor attribute is not supported for this config", ErrorDomain.NONE)
    if model not in VIRTIO_MODELS:
        for option in ("queues", "rx_queue_size", "tx_queue_size"):
            if get(interface, "driver", option) and option != "queues":
                raise unsupported(f"{option} is only supported for virtio interfaces")
    for option in ("rx_queue_size", "tx_queue_size"):
        size = int(get(interface, "driver", option, "0"))
        if size & (size - 1):
            raise unsupported(f"{option} has to be a power of two")
    if kind not in {"bridge", "network"} and get(interface, "port", "isolated") == "yes":
        raise unsupported(f"interface type='{kind}' does not support port isolation", ErrorDomain.DOMAIN)
    if interface.find("coalesce/rx/frames") is not None and kind not in {"network", "bridge", "ethernet"}:
        raise unsupported(f"coalesce settings on interface type {kind} are not supported")
    _check_features(interface, kind or "")


def _check_features(interface: Node, kind: str) -> None:
    if interface.find("filterref") is not None and kind not in {"bridge", "network", "ethernet"}:
        raise unsupported(f"filterref is not supported for network interfaces of type {kind}")
    has_ip = interface.find("ip") is not None or interface.find("route") is not None
    if has_ip and kind != "user":
        raise unsupported(
            "Invalid attempt to set network interface guest-side IP route and/or address info, not supported by QEMU"
        )
    mtu = int(get(interface, "mtu", "size", "0"))
    if mtu and kind in {"direct", "hostdev", "server", "client", "mcast", "udp", "internal", "null", "vdpa"}:
        raise unsupported(f"setting MTU on interface type {kind} is not supported yet")
    if kind == "hostdev":
        return
    if interface.find("teaming[@type='transient']") is not None:
        text = "teaming transient device must be hostdev"
        raise unsupported(text, ErrorDomain.DOMAIN)


def _bus(interface: Node) -> Bus:
    if interface.get("type") == "hostdev":
        return Bus.PCI
    return Bus.CCW if get(interface, "model", "type") in VIRTIO_MODELS else Bus.PCI


def _matches(have: Node, wanted: Node) -> bool:
    mac = get(wanted, "mac", "address")
    if mac and get(have, "mac", "address") != mac:
        return False
    address = wanted.find("address")
    mine = have.find("address")
    if address is not None and (mine is None or mine.items() != address.items()):
        return False
    alias = alias_of(wanted)
    return not alias or alias_of(have) == alias


def _missing(wanted: Node) -> str:
    mac = get(wanted, "mac", "address")
    return (
        f"no device found at address '{_place(wanted)}' matching MAC address '{mac}'"
        if mac
        else "no matching network device was found"
    )


def _place(wanted: Node) -> str:
    address = wanted.find("address")
    if address is None or address.get("type") != "ccw":
        return "(null)"
    parts = [int(address.get(name) or "0", 16) for name in ("cssid", "ssid", "devno")]
    return f"{parts[0]:x}.{parts[1]:x}.{parts[2]:04x}"


_FROZEN = ("model", "driver", "tune", "mtu", "script", "teaming")
_TAKEN_OVER = ("link", "bandwidth", "filterref", "coalesce", "source", "port")


def _update(old: Node, new: Node, live: bool) -> Node | None:
    """Live: link, bandwidth, filter, network or bridge. VLAN, virtual port, model and driver: refused."""
    for tag in ("address", "alias"):
        mine, theirs = old.find(tag), new.find(tag)
        if theirs is None and mine is not None:
            new.append(mine)
        elif live and not same(mine, theirs):
            raise _refused(f"cannot modify network device {tag}")
    if not live:
        return new
    for tag in _FROZEN:
        if not same(old.find(tag), new.find(tag)):
            raise _refused("cannot modify network device {}".format({"mtu": "mtu"}.get(tag, f"{tag} attributes")))
    return new


def _refused(text: str) -> BackendError:
    return refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


FAMILY = Family(
    tag="interface",
    shape=INTERFACE,
    read=_read,
    default=_default,
    check=_check,
    bus=_bus,
    alias=numbered("net"),
    prepare=prepare_interface,
    start=start_interface,
    matches=_matches,
    missing=_missing,
    update=_update,
    unplug=True,
    cu_model=lambda _interface: "01",
)
