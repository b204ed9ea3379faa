"""What zkvm does not own in a domain: the rest when everything the model says is taken out.

The rest is carried through a redefinition, and its digest tells when somebody changed it. What libvirt adds by itself
belongs to the rest (it is carried) but not to the digest (it tells nothing).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from zkvm_provider.libvirtxml.parse.controller import read_controller
from zkvm_provider.libvirtxml.parse.devices import ALIAS_PREFIX, OwnedDevices
from zkvm_provider.libvirtxml.parse.disk import is_owned_serial
from zkvm_provider.libvirtxml.parse.domain import Device
from zkvm_provider.libvirtxml.parse.metadata import MARK
from zkvm_provider.libvirtxml.parse.parts.agent import take_out_path
from zkvm_provider.libvirtxml.parse.parts.table import take_out_parts
from zkvm_provider.libvirtxml.parse.shaping import take_out_bandwidth
from zkvm_provider.libvirtxml.xmltext import attribute, canonical, children, clone, drop, read, text_of

_OWNED_CHILDREN = {
    "domain": ("name", "uuid", "memory:", "currentMemory", "iothreads", "vcpu:"),
    "os": ("kernel", "initrd", "cmdline", "type"),
    "disk": ("alias", "address", "readonly", "shareable"),
    "lun": ("alias", "address", "readonly", "shareable"),
    "hostdev": ("alias", "address", "readonly", "shareable", "source"),
    "interface": ("alias", "address", "link", "mac", "vlan", "mtu", "filterref"),
    "console": ("alias", "address", "target", "log"),
    "channel": ("alias", "address", "target"),
    "filesystem": ("alias", "address", "readonly"),
    "rng": ("alias", "address", "rate", "backend"),
    "vsock": ("alias", "address", "cid"),
    "controller": ("alias", "address"),
    "scsi-controller": ("alias", "address"),
    "memballoon": ("alias", "address"),
}
"""Children taken out whole; with a colon only their text, because other attributes of them are not the model's."""

_OWNED_ATTRIBUTES = {
    "domain": ("type", "id"),
    "domain/memory": ("unit",),
    "domain/vcpu": ("current",),
    "disk": ("type", "device"),
    "disk/driver": ("name", "type", "cache", "io", "iothread"),
    "disk/source": ("file", "dev", "pool", "volume", "index"),
    "lun": ("type", "device", "rawio"),
    "lun/driver": ("name", "type", "cache"),
    "lun/source": ("dev", "index"),
    "lun/target": ("dev", "bus"),
    "hostdev": ("mode", "type", "managed", "rawio", "model"),
    "disk/target": ("dev", "bus", "tray"),
    "interface": ("type",),
    "interface/source": ("network", "portgroup", "dev", "mode", "bridge", "portid"),
    "interface/driver": ("queues",),
    "interface/virtualport": ("type",),
    "interface/model": ("type",),
    "console": ("type", "tty"),
    "channel": ("type",),
    "console/source": ("path",),
    "filesystem": ("type", "accessmode"),
    "filesystem/driver": ("type",),
    "filesystem/source": ("dir",),
    "filesystem/target": ("dir",),
    "rng": ("model",),
    "vsock": ("model",),
    "controller": ("type", "index", "model"),
    "scsi-controller": ("type", "index", "model"),
    "scsi-controller/driver": ("queues", "iothread"),
    "memballoon": ("model",),
}

_ADDED_BY_LIBVIRT = frozenset(
    canonical(read(text))
    for text in (
        "<clock offset='utc'/>",
        "<on_poweroff>destroy</on_poweroff>",
        "<on_reboot>restart</on_reboot>",
        "<on_crash>destroy</on_crash>",
        "<cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu</model></cpu>",
        "<cpu mode='host-model' check='partial'/>",
        "<controller type='pci' index='0' model='pci-root'/>",
        "<audio id='1' type='none'/>",
        "<panic model='s390'/>",
        "<boot dev='hd'/>",
        "<vcpu placement='static'/>",
        "<resource><partition>/machine</partition></resource>",
    )
)
"""Written back by libvirt 9.0.0 for every s390x domain (captured in `001-minimal`); host-model is newer
libvirt's, under KVM."""

_LIVE_TARGET = re.compile(r"(vnet|macvtap)\d+")


def rest_of(root: Element, devices: OwnedDevices) -> Element:
    """Take everything owned out of `root`, and give it back.

    Of a device of the model a shell stays that holds its alias and what the model does not say of it.
    """
    ordered = [] if root.findtext("os/kernel") else [device.element for _, device in boot_devices(devices)]
    take_out_parts(root)
    for serial in devices.serials():
        drop(serial)
    for device in ordered:
        device.remove(device.find("boot"))  # type: ignore[arg-type]  # its order was just read
    for name, element in devices.elements().items():
        _empty(element, name)
    system, metadata = root.find("os"), root.find("metadata")
    if system is not None:
        _take_out(system)
    if metadata is not None:
        for mark in metadata.findall(MARK):
            metadata.remove(mark)
    _take_out(root)
    return root


def boot_devices(devices: OwnedDevices) -> list[tuple[str, Device]]:
    """Devices of the model in the boot order, as far as no other device is between them: 1, 2, …"""
    named: dict[str, tuple[str, Device]] = {}
    for name, device in devices.bootable():
        if order := device.attribute("boot", "order"):
            named[order] = (name, device)
    found: list[tuple[str, Device]] = []
    while (order := str(len(found) + 1)) in named:
        found.append(named[order])
    return found


def digest_of(rest: Element) -> str:
    """SHA-256 of the rest in a form that ignores order, white space and what libvirt adds."""
    texts = sorted(place + canonical(_shown(element)) for place, element in _telling(rest))
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def words_of(rest: Element) -> tuple[str, ...]:
    """Where the rest lies, for people: `cpu`, `devices/hostdev`, `devices/disk[data]`. Sorted, each once."""
    return tuple(sorted({place + _word(element) for place, element in _telling(rest)}))


def is_added_by_libvirt(element: Element) -> bool:
    """Whether libvirt writes exactly this by itself."""
    return element.tag == "emulator" or canonical(element) in _ADDED_BY_LIBVIRT


def _empty(element: Element, name: str) -> None:
    if element.tag == "disk":
        _take_out_source(element, element.find("source"))
    if element.tag == "disk" and element.get("device") != "lun" and is_owned_serial(text_of(element, "serial")):
        element.remove(element.find("serial"))  # type: ignore[arg-type]  # its text was just read
    if element.tag == "channel":
        take_out_path(element)
    if element.tag == "interface":
        take_out_bandwidth(element)
    _take_out(element)
    target = element.find("target")
    if target is not None and _LIVE_TARGET.fullmatch(target.get("dev") or ""):
        element.remove(target)
    etree.SubElement(element, "alias", name=f"{ALIAS_PREFIX}{name}")


def _take_out_source(disk: Element, source: Element | None) -> None:
    """What a disk's source holds in elements: an iSCSI unit is the source as a whole, a LUN has its reservations."""
    if source is None:
        return
    if source.get("protocol") == "iscsi":
        disk.remove(source)
        return
    for found in source.findall("reservations") if disk.get("device") == "lun" else ():
        source.remove(found)


def _take_out(element: Element) -> None:
    tag = "lun" if element.get("device") == "lun" else str(element.tag)
    if tag == "controller" and read_controller(Device(element), "probe") is not None:
        tag = "scsi-controller"
    for name in _OWNED_ATTRIBUTES.get(tag, ()):
        _remove_attribute(element, name)
    for entry in _OWNED_CHILDREN.get(tag, ()):
        for child in element.findall(entry.rstrip(":")):
            if entry.endswith(":"):
                child.text = None
            else:
                element.remove(child)
    for child in list(children(element)):
        owned = _OWNED_ATTRIBUTES.get(f"{tag}/{child.tag}", ())
        for name in owned:
            _remove_attribute(child, name)
        if owned and not child.attrib and not len(child):
            element.remove(child)


def _remove_attribute(element: Element, name: str) -> None:
    if name in element.attrib:
        del element.attrib[name]


def _telling(rest: Element) -> Iterator[tuple[str, Element]]:
    """The parts that tell something, each with the place it lies in (`devices/`)."""
    for child in children(rest):
        if child.tag in {"os", "metadata", "devices"}:
            if child.attrib:
                yield "", etree.Element(child.tag, {str(key): str(value) for key, value in child.items()})
            yield from ((f"{child.tag}/", part) for part in children(child) if _tells(part))
        elif _tells(child) and not (child.tag == "seclabel" and child.get("type") == "dynamic"):
            yield "", child


def _tells(element: Element) -> bool:
    if element.tag == "vcpus" or (element.tag == "iothreadids" and all(len(item.attrib) == 1 for item in element)):
        return False  # libvirt's lists of what the counts say, written after a vCPU or iothread was plugged in
    element = _without_port_ids(element)
    alias = element.find("alias")
    is_bare_shell = alias is not None and len(element) == 1 and not element.attrib
    return not is_bare_shell and not is_added_by_libvirt(element)


def _without_port_ids(element: Element) -> Element:
    """Without the id that libvirt gives to a port of Open vSwitch."""
    port = element.find("virtualport/parameters[@interfaceid]")
    if element.tag != "interface" or port is None or len(port.attrib) > 1:
        return element
    bare = clone(element)
    drop(bare.find("virtualport"))  # type: ignore[arg-type]  # it was just found
    return bare


def _shown(element: Element) -> Element:
    """A copy without the addresses and aliases libvirt gives to devices."""
    shown = clone(_without_port_ids(element))
    for address in shown.findall("address"):
        shown.remove(address)
    for alias in shown.findall("alias"):
        if not (alias.get("name") or "").startswith(ALIAS_PREFIX):
            shown.remove(alias)
    if shown.get("managed") == "no":
        del shown.attrib["managed"]
    return shown


def _word(element: Element) -> str:
    alias = attribute(element, "alias", "name")
    tag = etree.QName(element).localname
    return f"{tag}[{alias.removeprefix(ALIAS_PREFIX)}]" if alias.startswith(ALIAS_PREFIX) else tag
