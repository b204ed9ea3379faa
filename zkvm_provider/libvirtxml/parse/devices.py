"""Which devices of a domain are the model's, and what each is called.

A device is called by its alias `ua-NAME`; one without is given a name that follows from its target, MAC address or
port, so that it is called the same in the inactive and the live XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, TypeVar

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.parse.automatic import automatic_devices
from zkvm_provider.libvirtxml.parse.console import read_console, serial_of
from zkvm_provider.libvirtxml.parse.controller import read_controller
from zkvm_provider.libvirtxml.parse.disk import read_disk
from zkvm_provider.libvirtxml.parse.domain import Device, Domain, Indexed
from zkvm_provider.libvirtxml.parse.filesystem import read_filesystem
from zkvm_provider.libvirtxml.parse.interface import read_interface
from zkvm_provider.libvirtxml.parse.lun import read_lun
from zkvm_provider.libvirtxml.parse.mdev import read_mdev
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
    """A device of the model with what it was read of."""

    device: Device
    value: _T

    @property
    def element(self) -> Element:
        return self.device.element


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
    automatic: tuple[tuple[str, Device], ...]

    def elements(self) -> dict[str, Element]:
        """Elements by device name."""
        named: Iterator[Named[Any]] = chain(
            self.disks, self.interfaces, self.consoles, self.filesystems, self.luns, self.mdevs, self.controllers
        )
        automatic = {name: device.element for name, device in self.automatic}
        return automatic | {each.value.name: each.element for each in named}

    def bootable(self) -> list[tuple[str, Device]]:
        """Devices a guest can boot from, with their names."""
        named: Iterator[Named[Any]] = chain(self.disks, self.luns, self.mdevs, self.interfaces)
        return [(each.value.name, each.device) for each in named]

    def serials(self) -> list[Element]:
        """Serial devices that are the other half of a console."""
        found = (serial_of(console.element) for console in self.consoles)
        return [serial for serial in found if serial is not None]


def owned_devices(domain: Domain) -> OwnedDevices:
    """The model's devices of a domain, named."""
    automatic = tuple(automatic_devices(domain))
    names = _Names(domain.devices, [name for name, _ in automatic])
    of_tag = domain.by_tag.get
    disks, hostdevs = of_tag("disk", []), of_tag("hostdev", [])
    return OwnedDevices(
        disks=_read(disks, read_disk, names),
        interfaces=_read(of_tag("interface"), read_interface, names),
        consoles=_read(of_tag("console"), read_console, names),
        luns=_read([*disks, *hostdevs], read_lun, names),
        mdevs=_read(hostdevs, read_mdev, names),
        controllers=_read(of_tag("controller"), read_controller, names),
        filesystems=_read(of_tag("filesystem"), read_filesystem, names),
        automatic=automatic,
    )


def given_name(device: Indexed) -> str:
    """NAME of the alias `ua-NAME`, empty when it has none that the model allows."""
    alias = device.attribute("alias", "name")
    name = alias.removeprefix(ALIAS_PREFIX)
    if name != alias and _NAME.fullmatch(name):
        return name
    serial = serial_of(device.element) if device.element.tag == "console" else None
    return given_name(Indexed(serial)) if serial is not None else ""


class _Names:
    """Names that devices were given, and derived ones, kept different from those and from each other."""

    def __init__(self, devices: Iterable[Device], taken: Iterable[str]) -> None:
        self.given = {device: given_name(device) for device in devices}
        self._taken = {*taken, *self.given.values()}

    def derive(self, device: Device) -> str:
        base = _derived(device)
        tries = [base, f"{base}-{device.devno.number:04x}"] if device.devno else [base]
        counted = (f"{base[:28]}-{number}" for number in range(2, 1000))
        name = next(name for name in chain(tries, counted) if name not in self._taken)
        self._taken.add(name)
        return name


def _derived(device: Device) -> str:
    element = device.element
    if element.tag == "disk":
        return f"disk-{device.attribute('target', 'dev')}"
    if element.tag == "interface":
        return f"interface-{device.attribute('mac', 'address').lower().replace(':', '-')}"
    if element.tag == "filesystem":
        return _as_name(device.attribute("target", "dir"))
    if element.tag == "controller":
        return f"scsi-{element.get('index')}"
    if element.tag == "hostdev":
        unit = device.attribute("address", "unit")
        return f"lun-{unit or '0'}" if element.get("type") == "scsi" else f"{element.get('model')}"
    return f"console-{device.attribute('target', 'port') or '0'}"


def _as_name(tag: str) -> str:
    """A mount tag as a device's name: `filesystem-shared`."""
    plain = re.sub(r"[^a-z0-9-]+", "-", tag.lower()).strip("-")
    return f"filesystem-{plain}"[:28].rstrip("-")


def _read(
    devices: list[Device] | None, read: Callable[[Device, str], _T | None], names: _Names
) -> tuple[Named[_T], ...]:
    """Those that `read` understands, sorted by name."""
    if not devices:
        return ()
    found: list[tuple[str, Named[_T]]] = []
    for device in devices:
        name = names.given[device]
        value = read(device, name or "probe")
        if value is not None and not name:
            name = names.derive(device)
            value = read(device, name)
        if value is not None:
            found.append((name, Named(device=device, value=value)))
    return tuple([named for _, named in sorted(found, key=itemgetter(0))])
