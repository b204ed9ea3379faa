"""Host devices: SCSI units (zFCP, iSCSI), mediated devices (vfio-ccw, vfio-ap), PCI (zPCI), vhost-scsi."""

from __future__ import annotations

from zkvm_provider.hypervisor.emulated.domain.common import DEVICE_INFO
from zkvm_provider.hypervisor.emulated.domain.disk_shape import AUTH, HOST, INITIATOR
from zkvm_provider.hypervisor.emulated.domain.drives import assign_hostdev_address
from zkvm_provider.hypervisor.emulated.domain.family import Boot, Bus, Family, numbered
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    bad_domain,
    child,
    get,
    internal,
    qemu_ended,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.shape import Node, element
from zkvm_provider.hypervisor.emulated.domain.text import write
from zkvm_provider.hypervisor.emulated.domain.values import (
    COUNT,
    NAME,
    ON_OFF,
    UUID,
    YES_NO,
    Place,
    Value,
    choice,
    hexadecimal,
    matching,
    xml_error,
)
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain


def _read_uuid(value: str, place: Place) -> str:
    if not UUID.schema.fullmatch(value):
        raise internal("Cannot parse uuid attribute of element <address>", ErrorDomain.DOMAIN)
    return UUID.read(value, place)


MDEV_UUID = Value(schema=UUID.schema, read=_read_uuid)
_SOURCE = element(
    "source",
    {
        "protocol": choice("iscsi", "vhost"), "name": NAME, "wwpn": matching("(naa.)?[0-9a-fA-F]{16}"),
        "startupPolicy": choice("default", "mandatory", "requisite", "optional"), "writeFiltering": YES_NO,
    },
    HOST,
    AUTH,
    INITIATOR,
    element("adapter", {"name": matching("scsi_host[0-9]+")}, need=("name",)),
    element("vendor", {"id": matching("0x[0-9a-fA-F]{1,4}")}),
    element("product", {"id": matching("0x[0-9a-fA-F]{1,4}")}),
    element(
        "address",
        {
            "type": NAME, "uuid": MDEV_UUID, "domain": hexadecimal(4), "bus": matching("(0x)?[0-9a-fA-F]{1,3}"),
            "slot": hexadecimal(2), "function": hexadecimal(1), "target": COUNT,
            "unit": matching("[0-9]+"), "device": COUNT,
        },
        element("zpci", {"uid": hexadecimal(4), "fid": hexadecimal(8)}),
    ),
    element("block", text=NAME),
    element("char", text=NAME),
    element("interface", text=NAME),
)  # fmt: skip


def _fits_schema(node: Node) -> bool:
    """Mediated devices name their model; every subsystem device has a source."""
    source = node.find("source")
    if source is None:
        return False
    if node.get("type") == "scsi" and source.get("protocol") is None:
        return source.find("adapter") is not None and source.find("address") is not None
    return node.get("type") != "mdev" or node.get("model") is not None


HOSTDEV = element(
    "hostdev",
    {
        "mode": choice("subsystem", "capabilities"),
        "type": choice("usb", "pci", "scsi", "scsi_host", "mdev", "storage", "misc", "net"),
        "managed": YES_NO,
        "sgio": choice("filtered", "unfiltered"),
        "rawio": YES_NO,
        "model": choice("vfio-pci", "vfio-ccw", "vfio-ap", "virtio", "virtio-transitional", "virtio-non-transitional"),
        "display": ON_OFF,
        "ramfb": ON_OFF,
    },
    element("driver", {"name": choice("kvm", "vfio", "xen")}),
    _SOURCE,
    element("readonly"),
    element("shareable"),
    element("teaming", {"type": choice("persistent", "transient"), "persistent": NAME}),
    *DEVICE_INFO,
    need=("type",),
    must=("type",),
    rule=_fits_schema,
    traits="many",
)


def _read(node: Node) -> None:
    set_default(node, "mode", "subsystem")
    source = node.find("source")
    if source is None:
        raise bad_domain("Missing <source> element in hostdev device")
    if node.get("sgio") == "unfiltered":
        raise unsupported("unfiltered sgio is no longer supported", ErrorDomain.DOMAIN)
    kind = node.get("type")
    address = source.find("address")
    if address is not None and kind == "pci":
        for name, form in (("domain", "0x{:04x}"), ("bus", "0x{:02x}"), ("slot", "0x{:02x}"), ("function", "0x{:x}")):
            address.set(name, form.format(int(address.get(name) or "0", 0)))
    if kind == "mdev":
        _read_mdev(node, address)
    if kind == "scsi" and source.get("protocol") is None and (source.find("adapter") is None or address is None):
        raise bad_domain("'adapter' and 'address' must be specified for scsi hostdev source")
    if source.get("protocol") == "iscsi":
        for host in source.findall("host") if source.find("initiator") is None else ():
            set_default(host, "port", "3260")


def _read_mdev(node: Node, address: Node | None) -> None:
    if node.get("model") is None:
        raise xml_error("Missing required attribute 'model' in element 'hostdev'")
    if address is None:
        raise bad_domain("Missing <address> element in hostdev device")
    if address.get("uuid") is None:
        raise bad_domain("Missing 'uuid' attribute for element <address>")


def _default(guest: Guest, node: Node) -> None:
    set_default(node, "managed", "no")
    if node.get("type") == "scsi":
        assign_hostdev_address(guest, node)
        if get(node, "source", "startupPolicy") == "default":
            del child(node, "source").attrib["startupPolicy"]


def _check(guest: Guest, node: Node) -> None:
    kind, model = node.get("type"), node.get("model")
    address = get(node, "address", "type")
    if node.get("mode") == "capabilities":
        raise unsupported("hostdev mode 'capabilities' is not supported in QEMU")
    if kind == "usb":
        raise unsupported("USB is disabled for this domain, but USB devices are present in the domain XML")
    if kind == "scsi" and address not in {"", "drive"}:
        text = f"SCSI host device must use 'drive' address type, not '{address}'"
        raise unsupported(text, ErrorDomain.DOMAIN)
    if kind == "mdev":
        _check_mdev(guest, node, model or "", address)


def _check_mdev(guest: Guest, node: Node, model: str, address: str) -> None:
    if model == "vfio-ap":
        if address:
            raise unsupported(f"unsupported address type '{address}' for mediated device 'vfio-ap'")
        if len([h for h in guest.each("hostdev") if h.get("model") == "vfio-ap"]) > 1:
            raise unsupported("Only one hostdev of model vfio-ap is supported")
    if model == "vfio-ap" and any(h.find("boot") is not None for h in guest.each("hostdev") if h.get("model") == model):
        raise unsupported("booting from assigned devices is not supported by mediated devices of model vfio-ap")
    if model == "vfio-ccw" and address not in {"", "ccw"}:
        raise unsupported(f"unsupported address type '{address}' for mediated device 'vfio-ccw'")
    if model != "vfio-pci" and (node.get("display") or node.get("ramfb")):
        raise unsupported("<hostdev> attribute 'display' is only supported with model='vfio-pci'", ErrorDomain.DOMAIN)


def check_hostdevs(guest: Guest) -> None:
    """The same host device twice (virDomainDefHasDuplicate…)."""
    seen: set[str] = set()
    for node in guest.each("hostdev"):
        key = identity(node)
        if key in seen:
            raise bad_domain("Hostdev already exists in the domain configuration")
        seen.add(key)


def identity(node: Node) -> str:
    """What makes two hostdevs the same: type and what the source points to."""
    source = node.find("source")
    if source is None:
        return node.get("type") or ""
    plain = (source.get("protocol"), source.get("name"), source.get("wwpn"))
    inner = [write(found) for tag in ("adapter", "address") for found in source.findall(tag)]
    return f"{node.get('type')} {plain} {inner}"


def _bus(node: Node) -> Bus:
    kind, model = node.get("type"), node.get("model")
    if kind == "scsi":
        return Bus.DRIVE
    if kind == "scsi_host" or (kind == "mdev" and model == "vfio-ccw"):
        return Bus.CCW
    return Bus.PCI if kind == "pci" or model == "vfio-pci" else Bus.NONE


def _prepare(boot: Boot, node: Node) -> None:
    kind, host = node.get("type"), boot.world.host
    if kind == "mdev":
        if not host.has_vfio:
            raise unsupported("Mediated host device assignment requires VFIO support")
        uuid = get(node, "source/address", "uuid")
        if not boot.world.mdev_exists(uuid):
            text = f"mediated device '{uuid}' not found"
            raise refusal(ErrorCode.DEVICE_MISSING, ErrorDomain.NONE, text)
        user = boot.world.mdev_user(uuid)
        if user:
            text = f"mediated device {uuid} is in use by driver QEMU, domain {user}"
            raise refusal(ErrorCode.OPERATION_INVALID, ErrorDomain.NONE, text)
    if kind == "pci" and not host.has_vfio:
        raise unsupported("host doesn't support passthrough of host PCI devices")


def _start(boot: Boot, node: Node) -> None:
    source = node.find("source")
    if node.get("type") == "scsi_host":
        raise unsupported("vhost-scsi device file '/dev/vhost-scsi' cannot be found", ErrorDomain.NONE)
    if node.get("type") != "scsi" or source is None:
        return
    if source.get("protocol") == "iscsi" and get(source, "host", "port", "0") == "0":
        raise qemu_ended("iSCSI: Failed to connect to LUN : iscsi_service failed: Connection refused")
    for secret in source.iterfind("auth/secret"):
        usage = secret.get("usage") or ""
        if not boot.world.secret_exists(kind=secret.get("type") or "", usage=usage, uuid=secret.get("uuid") or ""):
            text = f"no secret with matching usage '{usage}'"
            raise refusal(ErrorCode.NO_SECRET, ErrorDomain.SECRET, text)
    adapter = get(source, "adapter", "name")
    if adapter:
        bus, target, unit = (int(get(source, "address", name, "0")) for name in ("bus", "target", "unit"))
        if not boot.world.scsi_device_exists(adapter, bus, target, unit):
            place = f"{adapter.removeprefix('scsi_host')}:{bus}:{target}:{unit}"
            text = f"cannot open directory '/sys/bus/scsi/devices/{place}/scsi_generic': No such file or directory"
            raise refusal(ErrorCode.SYSTEM_ERROR, ErrorDomain.NONE, text)


def _matches(have: Node, wanted: Node) -> bool:
    return identity(have) == identity(wanted)


def _missing(node: Node) -> str:
    kind = node.get("type")
    source = node.find("source")
    if kind == "mdev":
        return f"mediated device '{get(node, 'source/address', 'uuid')}' not found"
    if kind == "scsi" and source is not None and source.get("protocol") == "iscsi":
        return f"host scsi iSCSI path {source.get('name')} not found"
    if kind == "scsi":
        place = ":".join(get(node, "source/address", name) for name in ("bus", "target", "unit"))
        return f"host scsi device {get(node, 'source/adapter', 'name')}:{place} not found"
    return "host device not found"


FAMILY = Family(
    tag="hostdev",
    shape=HOSTDEV,
    read=_read,
    default=_default,
    check=_check,
    bus=_bus,
    alias=numbered("hostdev"),
    prepare=_prepare,
    start=_start,
    matches=_matches,
    missing=_missing,
    unplug=True,
    cu_model=lambda node: "08" if node.get("type") == "scsi_host" else "",
)
__all__ = ["FAMILY", "check_hostdevs", "identity"]
