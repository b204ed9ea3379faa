"""The map file: where volumes, LANs and devices of z/VM go on KVM, and which guests are meant."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated

from zkvm_provider import located_yaml
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import Fault, InvalidInput
from zkvm_provider.located_yaml import Pattern

DEFAULT_POOL = "images"
DEFAULT_TARGET = "/var/lib/libvirt/images"
DEFAULT_URI = "emulated:"

BusId = Annotated[str, Pattern(regex=r"[0-9a-f]\.[0-3]\.[0-9a-f]{4}", like="0.0.0e1e")]
Hex64 = Annotated[str, Pattern(regex=r"0x[0-9a-f]{16}", like="0x500507630603c763")]
AbsolutePath = Annotated[str, Pattern(regex=r"/.+", like="/var/lib/libvirt/images")]
Name = Annotated[str, Pattern(regex=r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,62}", like="images")]
Project = Annotated[str, Pattern(regex=r"[a-z][a-z0-9-]{0,39}", like="zvm-guests")]
Interface = Annotated[str, Pattern(regex=r"[A-Za-z0-9_.:-]{1,15}", like="enccw0.0.4300")]
MacPrefix = Annotated[str, Pattern(regex=r"[0-9A-Fa-f][02468ACEace][0-9A-Fa-f]{4}", like="020001")]
Devno = Annotated[str, Pattern(regex=r"[0-9A-Fa-f]{1,4}", like="0200")]
Uuid = Annotated[str, Pattern(regex=r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", like="a uuid in lower case")]
Cidr = Annotated[str, Pattern(regex=r"\d{1,3}(\.\d{1,3}){3}/\d{1,2}", like="192.168.150.0/24")]
Partition = Annotated[str, Pattern(regex=r"[1-3]", like="1, 2 or 3")]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPlace:
    """A KVM host, by its libvirt URI. `cpus` are its processors, which hard limits of SHARE are parts of."""

    uri: str
    cpus: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlace:
    """A storage pool: a folder of the host, made by the program; with `existing`, a pool that is there already."""

    target: AbsolutePath | None = None
    existing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePlace:
    """Where the minidisks of a volume go: images in `pool`, logical volumes, or partitions of the `dasd` itself.

    `whole` gives the whole DASD to its only minidisk. Otherwise its minidisks become partitions 1 to 3 in order of
    their first cylinder, or as `partitions` says by `USER/VDEV`. `cylinders` is the volume's size, for minidisks to
    the END. `ccw` passes the DASD through: for DEDICATE of the volume only.
    """

    pool: Name | None = None
    volume_group: Name | None = None
    dasd: BusId | None = None
    ccw: BusId | None = None
    whole: bool = False
    partitions: dict[str, Partition] = field(default_factory=dict)
    cylinders: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LanPlace:
    """What a guest LAN or VSWITCH becomes: one of these.

    `direct` is a macvtap device straight on an interface of the host; `macvtap`, `bridge` and `ovs` are libvirt
    networks that the program makes, and so are `nat` and `isolated`, by the addresses of the LAN, of which the host
    takes the first; `network` is one that is there already.
    """

    direct: Interface | None = None
    macvtap: tuple[Interface, ...] | None = None
    bridge: Interface | None = None
    ovs: Interface | None = None
    nat: Cidr | None = None
    isolated: Cidr | None = None
    network: Name | None = None
    skip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LunPlace:
    """A LUN behind an FCP device. The same `lun` behind several ports of one place is one LUN with several paths."""

    wwpn: Hex64
    lun: Hex64


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePlace:
    """What a dedicated real device becomes: one of `dasd`, `ccw`, `fcp` (with its `luns`), `osa`, `skip` (the reason).

    A `dasd` is a virtio disk, `ccw` passes the DASD through, and the guest sees its ECKD. `path_of` is the real device
    number of another FCP device of the same guest: both lead to LUNs of the same numbers, which are one LUN each.
    """

    dasd: BusId | None = None
    ccw: BusId | None = None
    fcp: BusId | None = None
    path_of: Devno | None = None
    luns: tuple[LunPlace, ...] = ()
    osa: Interface | None = None
    skip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoPlace:
    """Where the dedicated crypto of a guest is on its host, which numbers adapters and domains in its own way.

    `adapters` and `domains` stand in place of those of CRYPTO; `device` is a vfio-ap device that is there already.
    """

    adapters: tuple[int, ...] | None = None
    domains: tuple[int, ...] | None = None
    device: Uuid | None = None
    skip: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestChoice:
    """What to do with one guest. `drop` names device numbers that stay behind, `boot` the disk to boot from."""

    linux: bool = False
    skip: str | None = None
    name: Name | None = None
    boot: Devno | None = None
    drop: tuple[Devno, ...] = ()
    autostart: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """The whole map; keys that a directory does not need may be missing. `crypto` is by user id."""

    project: Project = "zvm-guests"
    stack: Project = "zvm"
    hosts: dict[str, HostPlace] = field(default_factory=dict)
    host: str | None = None
    members: dict[str, str] = field(default_factory=dict)
    mac_prefix: MacPrefix | None = None
    pools: dict[str, PoolPlace] = field(default_factory=dict)
    scratch_pool: Name | None = None
    volumes: dict[str, VolumePlace] = field(default_factory=dict)
    networks: dict[str, LanPlace] = field(default_factory=dict)
    devices: dict[str, DevicePlace] = field(default_factory=dict)
    crypto: dict[str, CryptoPlace] = field(default_factory=dict)
    guests: dict[str, GuestChoice] = field(default_factory=dict)
    autostart: tuple[str, ...] = ()

    def lan(self, owner: str, lan: str) -> LanPlace | None:
        """The place of a LAN, by `OWNER NAME` or by its name alone."""
        return self.networks.get(f"{owner} {lan}") or self.networks.get(lan)

    def device(self, rdev: int) -> DevicePlace | None:
        """The place of a real device number, however many zeros the map writes before it."""
        return next((place for key, place in self.devices.items() if _hex(key) == rdev), None)

    def guest(self, userid: str) -> GuestChoice:
        """What is said about a guest; nothing by default."""
        return self.guests.get(userid) or GuestChoice()


def read_map(text: str, *, source: str) -> MapFile:
    """The map in `text`. Raises InvalidInput with every fault, each with its line."""
    found = located_yaml.parse(MapFile, text, source=source)
    faults = [*_choices(found), *_names(found)]
    if faults:
        raise InvalidInput(Fault(path=f"{source} {path}", reason=reason) for path, reason in faults)
    return found


def _choices(found: MapFile) -> list[tuple[str, str]]:
    """Places that name none or several ways."""
    groups = (
        ("volumes", found.volumes, ("pool", "volume_group", "dasd", "ccw")),
        ("networks", found.networks, ("direct", "macvtap", "bridge", "ovs", "nat", "isolated", "network", "skip")),
        ("devices", found.devices, ("dasd", "ccw", "fcp", "osa", "skip")),
    )
    return [
        (f"{section}.{key}", f"expected exactly one of {', '.join(ways)}")
        for section, places, ways in groups
        for key, place in places.items()
        if sum(getattr(place, way) is not None for way in ways) != 1
    ]


def _names(found: MapFile) -> list[tuple[str, str]]:
    """Names that lead nowhere, numbers that are none."""
    hosts = ", ".join(found.hosts) or "none"
    pools = {DEFAULT_POOL, *found.pools}
    faults = [
        (f"members.{member}", f"there is no host {host!r} in `hosts`; there is {hosts}")
        for member, host in found.members.items()
        if host not in found.hosts
    ]
    if found.host is not None and found.host not in found.hosts:
        faults.append(("host", f"there is no host {found.host!r} in `hosts`; there is {hosts}"))
    for key, place in found.volumes.items():
        if place.pool is not None and place.pool not in pools:
            faults.append((f"volumes.{key}.pool", f"there is no pool {place.pool!r} in `pools`"))
    if found.scratch_pool is not None and found.scratch_pool not in pools:
        faults.append(("scratch_pool", f"there is no pool {found.scratch_pool!r} in `pools`"))
    faults += [
        (f"devices.{key}", "expected a real device number such as 1C98") for key in found.devices if _hex(key) is None
    ]
    faults += [
        (f"devices.{key}.luns", "an FCP device needs the LUNs its guest uses: a list of wwpn and lun")
        for key, place in found.devices.items()
        if place.fcp is not None and not place.luns
    ]
    faults += [
        (f"devices.{key}.path_of", f"{place.path_of} is no FCP device of `devices`")
        for key, place in found.devices.items()
        if place.path_of is not None and not _is_fcp(found, place.path_of)
    ]
    return faults + _crypto(found)


def _is_fcp(found: MapFile, device: str) -> bool:
    place = found.device(int(device, 16))
    return place is not None and place.fcp is not None


def _crypto(found: MapFile) -> list[tuple[str, str]]:
    """Crypto that is said twice, and numbers that no adapter or domain has."""
    faults: list[tuple[str, str]] = []
    for user, place in found.crypto.items():
        numbers = (*(place.adapters or ()), *(place.domains or ()))
        ways = [place.device is not None, place.skip is not None, bool(numbers)]
        if sum(ways) != 1:
            faults.append((f"crypto.{user}", "expected exactly one of device, skip, or adapters with domains"))
        faults += [(f"crypto.{user}", f"{each} is not from 0 to 255") for each in numbers if not 0 <= each <= 255]
    return faults


def _hex(text: str) -> int | None:
    try:
        return int(text, 16) if len(text) <= 4 else None
    except ValueError:
        return None
