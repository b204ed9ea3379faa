"""A host's pools, DASDs and LUNs for the picture, and which of them a guest's disk lies on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, Unreachable, ZkvmError
from zkvm_provider.hypervisor.port import Dasd, Endpoint, ObjectInfo, ObjectKind
from zkvm_provider.hypervisor.san import ScsiDevice
from zkvm_provider.libvirtxml.parse.pool import ParsedPool, parse_pool
from zkvm_provider.libvirtxml.parse.volume import parse_volume
from zkvm_provider.model.zfcp import ZfcpLun
from zkvm_provider.topology.picture import Device, Pool, Tone, Volume
from zkvm_provider.units import about_size

_DASD = re.compile(r"/dev/disk/by-path/ccw-([0-9a-f]\.[0-3]\.[0-9a-f]{4})(?:-part\d+)?")
_PARTITION = re.compile(r"(/dev/dasd[a-z]+)\d*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """What a host has, and the keys of it by pool name, by path, and by the host's SCSI numbers."""

    pools: tuple[Pool, ...]
    devices: tuple[Device, ...]
    by_pool: dict[str, str]
    by_path: dict[str, str]
    by_place: dict[str, str]

    def key_of(self, *, pool: str, path: str) -> str:
        """The pool or device a disk lies on; empty for none of these."""
        if pool:
            return self.by_pool.get(pool, "")
        dasd, lun, partition = _DASD.fullmatch(path), ZfcpLun.of_path(path), _PARTITION.fullmatch(path)
        names = (path, dasd[1] if dasd else "", str(lun) if lun else "", partition[1] if partition else "")
        return next((self.by_path[name] for name in names if name in self.by_path), "")

    def key_of_place(self, place: str) -> str:
        """The LUN at `scsi_host0:0:15:1074872354`."""
        return self.by_place.get(place, "")


def read_storage(endpoint: Endpoint, host: str, notes: list[str]) -> Storage:
    """Pools with their volumes, DASDs and LUNs. What nobody can look at here is said in `notes`."""
    by_path: dict[str, str] = {}
    pools = tuple(_pools(endpoint, host, by_path, notes))
    dasds, units = _host_devices(endpoint, notes)
    by_place: dict[str, str] = {}
    devices = (*_dasds(dasds, host, by_path), *_luns(units, host, by_path, by_place))
    by_pool = {each.name: each.key for each in pools}
    return Storage(pools=pools, devices=devices, by_pool=by_pool, by_path=by_path, by_place=by_place)


def _pools(endpoint: Endpoint, host: str, by_path: dict[str, str], notes: list[str]) -> Iterator[Pool]:
    for info in endpoint.hypervisor.list(ObjectKind.POOL):
        try:
            yield _pool(endpoint, info, f"{host}/pool/{info.ref.name}", by_path, notes)
        except BackendError as failure:
            notes.append(f"pool {info.ref.name}: {failure}")


def _pool(endpoint: Endpoint, info: ObjectInfo, key: str, by_path: dict[str, str], notes: list[str]) -> Pool:
    parsed = parse_pool(endpoint.hypervisor.dump(info.ref))
    capacity = available = 0
    volumes: tuple[Volume, ...] = ()
    if info.active:
        told = endpoint.hypervisor.pool_info(info.ref)
        capacity, available = told.capacity_bytes, told.available_bytes
        volumes = tuple(_volumes(endpoint, info.ref.name, key, by_path, notes))
    return Pool(
        key=key,
        name=info.ref.name,
        kind=parsed.kind,
        place=_place(parsed),
        tone=Tone.RUNNING if info.active else Tone.OFF,
        capacity_bytes=capacity,
        available_bytes=available,
        volumes=volumes,
    )


def _place(pool: ParsedPool) -> str:
    source = pool.source
    if source is None:
        return pool.target
    if source.volume_group:
        return f"volume group {source.volume_group}"
    if source.host:
        return f"{source.host}:{source.dir or source.iqn or ''}"
    return pool.target or ", ".join(source.devices or ())


def _volumes(endpoint: Endpoint, pool: str, key: str, by_path: dict[str, str], notes: list[str]) -> Iterator[Volume]:
    try:
        for info in endpoint.hypervisor.list(ObjectKind.VOLUME, pool=pool):
            volume = parse_volume(endpoint.hypervisor.dump(info.ref))
            by_path[volume.path] = key
            yield Volume(name=volume.name, format=volume.format, capacity_bytes=volume.capacity_bytes)
    except Unreachable:
        raise
    except BackendError as failure:
        notes.append(f"volumes of pool {pool}: {failure}")


def _host_devices(endpoint: Endpoint, notes: list[str]) -> tuple[tuple[Dasd, ...], tuple[ScsiDevice, ...]]:
    """Only the host's own tools know; where there is no shell the rest of the picture stands without them."""
    try:
        return endpoint.devices.dasds(), endpoint.devices.scsi_devices()
    except ZkvmError as failure:
        notes.append(f"DASDs and LUNs are not shown: {failure}")
        return (), ()


def _dasds(dasds: Iterable[Dasd], host: str, by_path: dict[str, str]) -> Iterator[Device]:
    for each in dasds:
        key = f"{host}/dasd/{each.bus_id}"
        by_path[each.bus_id] = key
        if each.device:
            by_path[f"/dev/{each.device}"] = key
        words = [
            about_size(each.capacity_bytes) if each.capacity_bytes else "",
            each.device,
            "" if each.online else "offline",
        ]
        yield Device(
            key=key,
            name=each.bus_id,
            kind="DASD",
            says=" · ".join(word for word in words if word),
            tone=Tone.RUNNING if each.online else Tone.OFF,
        )


def _luns(
    units: Iterable[ScsiDevice], host: str, by_path: dict[str, str], by_place: dict[str, str]
) -> Iterator[Device]:
    """One box for one unit, whatever number of paths leads to it."""
    paths: dict[str, list[ScsiDevice]] = {}
    for each in units:
        paths.setdefault(each.wwid or _numbers(each), []).append(each)
    for name, found in paths.items():
        key, first = f"{host}/lun/{name}", found[0]
        for each in found:
            names = (each.device, each.multipath, f"{each.bus_id}/{each.wwpn}/{each.lun}")
            by_path.update({path: key for path in names if path.strip("/")})
            by_path[f"/dev/disk/by-id/scsi-{each.wwid}"] = key
            by_place[f"scsi_host{each.host}:{each.channel}:{each.target}:{each.unit}"] = key
        many = f"{len(found)} paths" if len(found) > 1 else ""
        words = [f"{first.vendor} {first.model}".strip(), first.multipath.rpartition("/")[2], first.device, many]
        yield Device(
            key=key,
            name=name,
            kind="LUN" if first.kind == "disk" else first.kind,
            says=" · ".join(word for word in dict.fromkeys(words) if word and word != name),
            tone=Tone.RUNNING,
            paths=tuple(f"{each.bus_id} {each.wwpn} {each.lun}" for each in found if each.bus_id),
        )


def _numbers(unit: ScsiDevice) -> str:
    return f"{unit.host}:{unit.channel}:{unit.target}:{unit.unit}"
