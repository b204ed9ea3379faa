"""Disks: reading, defaults, drive addresses, aliases, and what `updateDevice` may change."""

from __future__ import annotations

import re

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.disk_check import check_disk, check_iotune
from zkvm_provider.hypervisor.emulated.domain.disk_shape import DISK
from zkvm_provider.hypervisor.emulated.domain.disk_start import prepare_disk, start_disk
from zkvm_provider.hypervisor.emulated.domain.drives import assign_disk_address
from zkvm_provider.hypervisor.emulated.domain.family import Bus, Family
from zkvm_provider.hypervisor.emulated.domain.guest import (
    Guest,
    bad_domain,
    child,
    drop,
    get,
    internal,
    remove,
    set_default,
    unsupported,
)
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.emulated.domain.targets import bus_of_target, target_index
from zkvm_provider.hypervisor.emulated.domain.text import same
from zkvm_provider.hypervisor.emulated.domain.values import xml_error
from zkvm_provider.hypervisor.emulated.refusals import refusal
from zkvm_provider.hypervisor.port import ErrorCode, ErrorDomain

_DEFAULT_PORTS = {
    "nbd": "10809", "ssh": "22", "https": "443", "http": "80", "ftp": "21", "ftps": "990", "tftp": "69",
    "sheepdog": "7000", "gluster": "24007", "iscsi": "3260", "vxhs": "9999", "nfs": "2049",
}  # fmt: skip
_SOURCE_ATTRIBUTES = {
    "file": ("file",), "block": ("dev",), "dir": ("dir",), "volume": ("pool", "volume", "mode"),
    "network": ("protocol", "name", "query", "tls", "tlsHostname"), "nvme": ("type", "managed", "namespace"),
    "vhostuser": ("type", "path", "mode"),
}  # fmt: skip


def source_name(disk: Node) -> str:
    """What libvirt calls the disk's source in messages: path, or the name of a network image."""
    source = disk.find("source")
    if source is None:
        return ""
    return next((source.get(name) or "" for name in ("file", "dev", "dir", "name", "path") if source.get(name)), "")


def _read(disk: Node) -> None:
    set_default(disk, "type", "file")
    set_default(disk, "device", "disk")
    _trim_source(disk)
    _read_source(disk)
    _read_labels(disk)
    _read_driver(disk)
    target = disk.find("target")
    name = "" if target is None else (target.get("dev") or "")
    if not name:
        raise _no_target(disk)
    if disk.get("device") == "floppy" and not name.startswith("fd"):
        raise internal(f"Invalid floppy device name: {name}", ErrorDomain.DOMAIN)
    bus = "fdc" if disk.get("device") == "floppy" else bus_of_target(name)
    set_default(child(disk, "target"), "bus", bus)
    remove(disk, "mirror")  # a running guest's
    if disk.get("device") == "cdrom":
        child(disk, "readonly")


def _no_target(disk: Node) -> BackendError:
    name = source_name(disk)
    text = f"missing target information for device {name}" if name else "missing target information"
    return refusal(ErrorCode.NO_TARGET, ErrorDomain.DOMAIN, text)


def _read_source(disk: Node) -> None:
    """What the parser itself wants of a source (virDomainDiskSourceNetworkParse, …PoolDefParse)."""
    source = disk.find("source")
    if source is None:
        return
    if disk.get("type") == "volume" and (source.get("pool") is None) != (source.get("volume") is None):
        raise bad_domain("'pool' and 'volume' must be specified together for 'pool' type source")
    if disk.get("type") == "network":
        if source.get("protocol") is None:
            raise xml_error("Missing required attribute 'protocol' in element 'source'")
        if source.get("name") is None and source.get("protocol") != "nbd":
            raise bad_domain("missing name for disk source")


def _read_labels(disk: Node) -> None:
    """Length and letters of what the guest is told of the disk (virDomainDiskDefParseXML)."""
    wwn = disk.findtext("wwn")
    if wwn is not None and not re.fullmatch(r"(0x)?[0-9a-fA-F]{16}", wwn):
        raise internal(f"Malformed wwn: {wwn}", ErrorDomain.NONE)
    for tag, longest in (("vendor", 8), ("product", 16)):
        text = disk.findtext(tag) or ""
        if len(text) > longest:
            raise unsupported(f"disk {tag} is more than {longest} characters", ErrorDomain.DOMAIN)
        if not re.fullmatch(r"[ -~]*", text):
            raise unsupported(f"disk {tag} is not printable string", ErrorDomain.DOMAIN)
    if disk.get("sgio") == "unfiltered":
        raise unsupported("unfiltered sgio is no longer supported", ErrorDomain.DOMAIN)


def _read_driver(disk: Node) -> None:
    driver = disk.find("driver")
    if driver is not None and driver.get("type") == "aio":
        if driver.get("name") != "tap":
            raise unsupported("unknown driver format value 'aio'", ErrorDomain.DOMAIN)
        driver.set("type", "raw")
    check_iotune(disk)


def _trim_source(disk: Node) -> None:
    """Drop node numbers (a running guest's) and attributes of other disk types; a source that names nothing is none."""
    for source in disk.iter("source"):
        holder = source.getparent()
        kind = disk.get("type") if holder is disk or holder is None else holder.get("type")
        wanted = (*_SOURCE_ATTRIBUTES.get(kind or "file", ()), "startupPolicy")
        for name in [str(name) for name in source.attrib if name not in wanted]:
            del source.attrib[name]
        for name in ("file", "dev"):
            if source.get(name) == "":
                del source.attrib[name]
    for backing in disk.iter("backingStore"):
        drop(backing, "index")
    top = disk.find("source")
    if top is not None and not set(top.attrib) - {"startupPolicy"} and not len(top):
        remove(disk, "source")


def _default(guest: Guest, disk: Node) -> None:
    driver = child(disk, "driver")
    set_default(driver, "name", "qemu")
    set_default(driver, "type", "raw")
    for source in disk.iter("source"):
        _default_ports(source)
    snapshot = disk.get("snapshot")
    if snapshot == "no" and disk.find("readonly") is not None:
        del disk.attrib["snapshot"]
    for encryption in (*disk.iterfind("encryption"), *disk.iterfind("source/encryption")):
        set_default(encryption, "engine", "qemu")
    _drop_default_choices(driver)
    assign_disk_address(guest, disk)


def _drop_default_choices(driver: Node) -> None:
    for name in ("cache", "error_policy", "rerror_policy", "io", "discard", "detect_zeroes"):
        if driver.get(name) == "default":
            del driver.attrib[name]


def _default_ports(source: Node) -> None:
    port = _DEFAULT_PORTS.get(source.get("protocol") or "")
    for host in source.findall("host"):
        if port and host.get("transport", "tcp") == "tcp":
            set_default(host, "port", port)
        if host.get("transport") == "tcp":
            del host.attrib["transport"]


def _bus(disk: Node) -> Bus:
    bus = get(disk, "target", "bus")
    return {"virtio": Bus.CCW, "scsi": Bus.DRIVE, "fdc": Bus.DRIVE}.get(bus, Bus.NONE)


def _alias(_guest: Guest, disk: Node) -> str:
    bus, name = get(disk, "target", "bus"), get(disk, "target", "dev")
    if bus == "virtio":
        return f"virtio-disk{target_index(name) or 0}"
    address = disk.find("address")
    if address is None or address.get("type") != "drive":
        return f"{bus}-disk{target_index(name) or 0}"
    parts = ("controller", "bus", "target", "unit") if bus == "scsi" else ("controller", "bus", "unit")
    return bus + "-".join(address.get(part) or "0" for part in parts)


def _matches(have: Node, wanted: Node) -> bool:
    return get(have, "target", "dev") == get(wanted, "target", "dev")


def _update(old: Node, new: Node, live: bool) -> Node | None:
    """Configuration: the whole disk. Live: media of a drive that has a door, boot order and iotune of any."""
    if not live:
        for tag in ("address", "alias"):
            carried = old.find(tag)
            if new.find(tag) is None and carried is not None:
                new.append(carried)
        return new
    removable = old.get("device") in {"cdrom", "floppy"}
    frozen = ["geometry", "blockio", "serial", "wwn", "vendor", "product", "encryption", "readonly", "shareable"]
    for tag in frozen:
        if not same(old.find(tag), new.find(tag)):
            raise _cannot_modify(tag)
    if get(old, "target", "bus") != get(new, "target", "bus"):
        raise _cannot_modify("bus")
    if old.get("device") != new.get("device"):
        raise _cannot_modify("device")
    if removable:
        return _change_media(old, new)
    if source_name(old) != source_name(new):
        raise refusal(
            ErrorCode.CONFIG_UNSUPPORTED, ErrorDomain.QEMU, "disk source can be changed only in removable drives"
        )
    return _take_over(old, new, ("boot", "iotune"))


def _cannot_modify(field: str) -> BackendError:
    text = f"cannot modify field '{field}' of the disk"
    return refusal(ErrorCode.OPERATION_UNSUPPORTED, ErrorDomain.QEMU, text)


def _change_media(old: Node, new: Node) -> Node:
    changed = _take_over(old, new, ("source", "driver", "backingStore"))
    changed.set("type", new.get("type") or "file")
    return changed


def _take_over(old: Node, new: Node, tags: tuple[str, ...]) -> Node:
    for tag in tags:
        remove(old, tag)
        found = new.find(tag)
        if found is not None:
            old.append(found)
    return old


def _missing(wanted: Node) -> str:
    return f"disk {get(wanted, 'target', 'dev')} not found"


FAMILY = Family(
    tag="disk",
    shape=DISK,
    read=_read,
    default=_default,
    check=check_disk,
    bus=_bus,
    alias=_alias,
    prepare=prepare_disk,
    start=start_disk,
    matches=_matches,
    missing=_missing,
    update=_update,
    unplug=True,
    cu_model=lambda _disk: "02",
)
