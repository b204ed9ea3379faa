"""Which files, volumes and networks a domain uses: of any domain, whoever made it, on any hypervisor."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element as Element

from zkvm_provider.dataclass import dataclass
from zkvm_provider.libvirtxml.parse.devices import given_name
from zkvm_provider.libvirtxml.parse.domain import Indexed
from zkvm_provider.libvirtxml.parse.parts.debug import gdb_port_of
from zkvm_provider.libvirtxml.parse.parts.vsock import fixed_cid_of
from zkvm_provider.libvirtxml.xmltext import attribute, find, find_all, read_answer, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskUse:
    """One disk of a domain. `path` is a file or a device node, `pool` and `volume` name a volume; else they are empty.

    `name` is the device's name when it has one, `backing` the paths of its backing chain as far as the XML tells.
    """

    target: str
    name: str
    path: str
    pool: str
    volume: str
    backing: tuple[str, ...]
    read_only: bool = False
    shareable: bool = False

    @property
    def label(self) -> str:
        """What to call the disk in a message."""
        return self.name or self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainFacts:
    """What a domain uses. `files` are kernel, initial RAM disk, loader and the like; `cid` is a fixed context id."""

    uuid: str
    name: str
    disks: tuple[DiskUse, ...]
    networks: tuple[str, ...]
    ports: tuple[tuple[str, str, str], ...]
    """Interfaces on networks: network, portgroup, and in live XML the uplink of a macvtap."""
    macs: tuple[str, ...]
    host_interfaces: tuple[str, ...]
    files: tuple[str, ...]
    gdb_port: int | None
    cid: int | None
    scsi_places: tuple[str, ...] = ()
    """SCSI host devices by the host's numbers: `scsi_host0:0:15:1074872354`."""
    mdevs: tuple[str, ...] = ()
    """Mediated devices by uuid."""

    def disks_on_volume(self, *, pool: str, volume: str, path: str) -> tuple[DiskUse, ...]:
        """The disks that use a volume: by pool and name, by its path, or through their backing chain."""
        return tuple(
            disk
            for disk in self.disks
            if (volume and (disk.pool, disk.volume) == (pool, volume)) or (path and path in (disk.path, *disk.backing))
        )


def parse_domain_facts(xml: str) -> DomainFacts:
    """The facts of a domain XML, inactive or live. Raises Bug for text that is no domain XML."""
    root = read_answer(xml, "domain")
    sources = [source.attrib for source in find_all(root, "devices/interface/source")]
    paths = (text_of(root, f"os/{tag}") for tag in ("kernel", "initrd", "dtb", "loader", "nvram"))
    return DomainFacts(
        uuid=text_of(root, "uuid"),
        name=text_of(root, "name"),
        disks=tuple(_disk(Indexed(disk)) for disk in find_all(root, "devices/disk")),
        networks=_distinct(source.get("network") for source in sources),
        ports=tuple(
            (source.get("network") or "", source.get("portgroup") or "", source.get("dev") or "")
            for source in sources
            if source.get("network")
        ),
        macs=_distinct((mac.get("address") or "").lower() for mac in find_all(root, "devices/interface/mac")),
        host_interfaces=_distinct(source.get("bridge") or source.get("dev") for source in sources),
        files=_distinct(path for path in paths),
        scsi_places=_distinct(_place(each) for each in root.iterfind("devices/hostdev[@type='scsi']")),
        mdevs=_distinct(
            attribute(each, "source/address", "uuid").lower() for each in root.iterfind("devices/hostdev[@type='mdev']")
        ),
        gdb_port=gdb_port_of(root),
        cid=fixed_cid_of(root),
    )


def _disk(disk: Indexed) -> DiskUse:
    return DiskUse(
        target=disk.attribute("target", "dev"),
        name=given_name(disk),
        path=_path(disk.element),
        pool=disk.attribute("source", "pool"),
        volume=disk.attribute("source", "volume"),
        read_only="readonly" in disk.children,
        shareable="shareable" in disk.children,
        backing=_distinct(_path(store) for store in disk.element.iter("backingStore", "mirror")),
    )


def _place(hostdev: Element) -> str:
    numbers = (attribute(hostdev, "source/address", name) for name in ("bus", "target", "unit"))
    adapter = attribute(hostdev, "source/adapter", "name")
    return ":".join((adapter, *numbers)) if adapter else ""


def _path(element: Element) -> str:
    source = find(element, "source")
    return (source.get("file") or source.get("dev") or source.get("dir") or "") if source is not None else ""


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
