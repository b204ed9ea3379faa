"""Which devices of a domain are the model's, and what each is called.

A device is called by its alias `ua-NAME`; one without is given a name that follows from its target, MAC address or
port, so that it is called the same in the inactive and the live XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Generic, TypeVar

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.parse.address import devno_of
from zkvm_provider.libvirtxml.parse.automatic import automatic_elements
from zkvm_provider.libvirtxml.parse.console import read_console, serial_of
from zkvm_provider.libvirtxml.parse.controller import read_controller
from zkvm_provider.libvirtxml.parse.disk import read_disk
from zkvm_provider.libvirtxml.parse.filesystem import read_filesystem
from zkvm_provider.libvirtxml.parse.interface import read_interface
from zkvm_provider.libvirtxml.parse.lun import read_lun
from zkvm_provider.libvirtxml.parse.mdev import read_mdev
from zkvm_provider.libvirtxml.xmltext import attribute, find_all
from zkvm_provider.model.console import Console
from zkvm_provider.model.controller import ScsiController
from zkvm_provider.model.disk import DEVICE_NAME, Disk
from zkvm_provider.model.filesystem import Filesystem
from zkvm_provider.model.interface import Interface
from zkvm_provider.model.lun import Lun
from zkvm_provider.model.mdev import Mdev

ALIAS_PREFIX = "ua-"
"""libvirt keeps aliases of this form for the user (formatdomain, "Device alias")."""

_NAME = re.compile(DEVICE_NAME)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Generic[_T]):
    """A device of the model with its element."""

    element: Element
    value: _T


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedDevices:
    """The model's devices of one domain, each list sorted by name."""

    disks: tuple[Named[Disk], ...]
    interfaces: tuple[Named[Interface], ...]
    consoles: tuple[Named[Console], ...]
    filesystems: tuple[Named[Filesystem], ...]
    luns: tuple[Named[Lun], ...]
    mdevs: tuple[Named[Mdev], ...]
    controllers: tuple[Named[ScsiController], ...]
    automatic: tuple[tuple[str, Element], ...]

    def elements(self) -> dict[str, Element]:
        """Elements by device name."""
        named = [(disk.value.name, disk.element) for disk in self.disks]
        named += [(interface.value.name, interface.element) for interface in self.interfaces]
        named += [(console.value.name, console.element) for console in self.consoles]
        named += [(filesystem.value.name, filesystem.element) for filesystem in self.filesystems]
        named += [(lun.value.name, lun.element) for lun in self.luns]
        named += [(mdev.value.name, mdev.element) for mdev in self.mdevs]
        named += [(controller.value.name, controller.element) for controller in self.controllers]
        return {**dict(self.automatic), **dict(named)}

    def bootable(self) -> list[tuple[str, Element]]:
        """Devices a guest can boot from, with their names."""
        devices = [(disk.value.name, disk.element) for disk in self.disks]
        devices += [(lun.value.name, lun.element) for lun in self.luns]
        devices += [(mdev.value.name, mdev.element) for mdev in self.mdevs]
        return [*devices, *((interface.value.name, interface.element) for interface in self.interfaces)]

    def serials(self) -> list[Element]:
        """Serial devices that are the other half of a console."""
        found = (serial_of(console.element) for console in self.consoles)
        return [serial for serial in found if serial is not None]


def owned_devices(root: Element) -> OwnedDevices:
    """The model's devices of a domain, named."""
    automatic = tuple(automatic_elements(root))
    devices = [(device, given_name(device)) for device in find_all(root, "devices/*")]
    names = _Names({name for name, _ in automatic} | {name for _, name in devices if name})
    return OwnedDevices(
        disks=_read(devices, ("disk",), read_disk, names),
        interfaces=_read(devices, ("interface",), read_interface, names),
        consoles=_read(devices, ("console",), read_console, names),
        luns=_read(devices, ("disk", "hostdev"), read_lun, names),
        mdevs=_read(devices, ("hostdev",), read_mdev, names),
        controllers=_read(devices, ("controller",), read_controller, names),
        filesystems=_read(devices, ("filesystem",), read_filesystem, names),
        automatic=automatic,
    )


def given_name(device: Element) -> str:
    """NAME of the alias `ua-NAME`, empty when it has none that the model allows."""
    alias = attribute(device, "alias", "name")
    name = alias.removeprefix(ALIAS_PREFIX)
    if alias.startswith(ALIAS_PREFIX) and _NAME.fullmatch(name):
        return name
    serial = serial_of(device) if device.tag == "console" else None
    return given_name(serial) if serial is not None else ""


class _Names:
    """Derived names, kept different from the given ones and from each other."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def derive(self, device: Element) -> str:
        base = _derived(device)
        devno = devno_of(device)
        tries = [base, f"{base}-{devno.number:04x}"] if devno else [base]
        counted = (f"{base[:28]}-{number}" for number in range(2, 1000))
        name = next(name for name in chain(tries, counted) if name not in self._taken)
        self._taken.add(name)
        return name


def _derived(device: Element) -> str:
    if device.tag == "disk":
        return f"disk-{attribute(device, 'target', 'dev')}"
    if device.tag == "interface":
        return f"interface-{attribute(device, 'mac', 'address').lower().replace(':', '-')}"
    if device.tag == "filesystem":
        return _as_name(attribute(device, "target", "dir"))
    if device.tag == "controller":
        return f"scsi-{device.get('index')}"
    if device.tag == "hostdev":
        unit = attribute(device, "address", "unit")
        return f"lun-{unit or '0'}" if device.get("type") == "scsi" else f"{device.get('model')}"
    return f"console-{attribute(device, 'target', 'port') or '0'}"


def _as_name(tag: str) -> str:
    """A mount tag as a device's name: `filesystem-shared`."""
    plain = re.sub(r"[^a-z0-9-]+", "-", tag.lower()).strip("-")
    return f"filesystem-{plain}"[:28].rstrip("-")


def _read(
    devices: list[tuple[Element, str]],
    tags: tuple[str, ...],
    read: Callable[[Element, str], _T | None],
    names: _Names,
) -> tuple[Named[_T], ...]:
    """Those of some tags that `read` understands; `devices` come with the names they were given."""
    found: list[tuple[str, Named[_T]]] = []
    for element, given in devices:
        if element.tag not in tags:
            continue
        name = given
        value = read(element, name or "probe")
        if value is not None and not name:
            name = names.derive(element)
            value = read(element, name)
        if value is not None:
            found.append((name, Named(element=element, value=value)))
    return tuple(device for _, device in sorted(found, key=lambda pair: pair[0]))
