"""Minidisks and links: where their bytes lie, and how the guest sees them."""

from __future__ import annotations

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import geometry
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.linking import READ_MODES, follow
from zkvm_provider.zvm.converting.workbench import Work, host_argument, variable, vdev_text
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.judge import CMS_DISKS
from zkvm_provider.zvm.mapping import DEFAULT_POOL, VolumePlace
from zkvm_provider.zvm.plan import Device, Ref, Resource, Said, Value

_MOST_PARTITIONS = 3
"""Partitions of a DASD in the compatible disk layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a disk's bytes are: an argument of `DiskArgs` and its value; or why they are nowhere."""

    argument: str = ""
    value: Ref | str = ""
    note: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """What holds volumes: the kind of a volume in it, the pool, the ending of its names, and words for it."""

    kind: str
    pool: Value
    ending: str
    says: str


def minidisks(work: Work) -> None:
    """Every MDISK of the guest, with its MINIOPT."""
    dropped = {int(each, 16) for each in work.choice.drop}
    taken: set[int] = set()
    for disk in work.machine.every(s.Mdisk):
        if disk.vdev in dropped:
            work.put(disk, Fate.SKIPPED, "the map drops it")
        elif disk.vdev in taken:
            work.put(disk, Fate.SKIPPED, "another statement defines this device number")
        else:
            taken.add(disk.vdev)
            _minidisk(work, disk)


def _minidisk(work: Work, disk: s.Mdisk) -> None:
    placed = place(work, work.machine.userid, disk)
    if placed.why_not:
        work.put(disk, Fate.NONE, placed.why_not)
        return
    is_shared = (work.machine.userid, disk.vdev) in work.world.disks.shared
    cache, read_only = _cache(work, disk), disk.mode in READ_MODES
    _attach(work, disk, disk.vdev, placed, read_only=read_only, cache=cache, shareable=is_shared)
    fate, note = Fate.CONVERTED, placed.note
    if disk.form in ("v-disk", "t-disk"):
        fate, note = Fate.APPROXIMATED, f"{note}; it is not emptied when the guest stops"
    elif is_shared:
        note += "; shared with the guests that LINK to it, so its image is raw"
    elif disk.mode == "MW":
        fate = Fate.APPROXIMATED
        note += "; MW: several writers need a cluster file system, the disk is attached to one"
    elif disk.vdev in CMS_DISKS:
        note += "; a CMS disk by its number: Linux does not need it, `drop` leaves it behind"
    work.put(disk, fate, note)


def _cache(work: Work, disk: s.Mdisk) -> str:
    """`cache` that the MINIOPT behind the MDISK asks for; empty for the default."""
    previous: s.Statement | None = None
    for statement in work.machine.statements():
        if isinstance(statement, s.Miniopt) and previous is disk:
            off = "NOMDC" in statement.operands or "NOCACHE" in statement.operands
            work.put(statement, Fate.APPROXIMATED, f"cache {'none' if off else 'writethrough'} of {disk.vdev:04X}")
            return "none" if off else "writethrough"
        if not isinstance(statement, s.Comment | s.Blank):
            previous = statement
    return ""


def _attach(
    work: Work,
    statement: s.Statement,
    vdev: int,
    placed: Placed,
    *,
    read_only: bool = False,
    cache: str = "",
    shareable: bool = False,
) -> None:
    cache = "" if shareable and not read_only else cache
    arguments = {
        "name": Said(value=f"disk-{vdev:04x}"),
        placed.argument: Said(value=placed.value),
        **({"cache": Said(value=cache)} if cache else {}),
        **({"read_only": Said(value=True)} if read_only else {}),
        **({"shareable": Said(value=True)} if shareable else {}),
        "devno": Said(value=f"0x{vdev:04x}"),
    }
    work.plan.add("disks", Device(cls="DiskArgs", arguments=arguments, lines=statement.lines, comment=statement.text))


def place(work: Work, owner: str, disk: s.Mdisk) -> Placed:
    """The place of a minidisk of `owner`: a volume made for it, or a device of the host."""
    if disk.form == "devno":
        return _dasd_of_device(work, disk)
    if disk.form == "extent":
        where = work.world.map.volumes.get(disk.volume)
        if where is None:
            work.world.missing.add(f"volumes.{disk.volume}", "it is not said where this volume goes", disk.line)
            return Placed(why_not="its volume is not in the map")
        if where.ccw is not None:
            return Placed(why_not=f"the map passes {disk.volume} through as a whole: a minidisk needs another place")
        if where.dasd is not None:
            return _partition(work, owner, disk, where)
        units = _units(work, disk, where)
        if where.volume_group is not None:
            return _logical(work, owner, disk, where.volume_group, units)
        return _image(work, owner, disk, where.pool or DEFAULT_POOL, units)
    return _image(work, owner, disk, work.world.map.scratch_pool or DEFAULT_POOL, disk.size or 0)


def _units(work: Work, disk: s.Mdisk, where: VolumePlace) -> int:
    """Cylinders or blocks; a minidisk to the END needs the volume's size from the map."""
    if disk.size is not None:
        return disk.size
    if where.cylinders is None or where.cylinders <= disk.start:
        path = f"volumes.{disk.volume}.cylinders"
        work.world.missing.add(path, "a minidisk reaches to the END: say how many cylinders the volume has", disk.line)
        return 0
    return where.cylinders - disk.start


def _image(work: Work, owner: str, disk: s.Mdisk, pool: str, units: int) -> Placed:
    value = work.world.pool(pool, work.host, work.plan.key)
    return _volume(
        work, owner, disk, units, Container(kind="Qcow2Disk", pool=value, ending=".qcow2", says=f"pool {pool}")
    )


def _logical(work: Work, owner: str, disk: s.Mdisk, group: str, units: int) -> Placed:
    value = work.world.volume_group(group, work.host, work.plan.key)
    says = f"volume group {group}, rounded up to whole extents"
    return _volume(work, owner, disk, units, Container(kind="LvmDisk", pool=value, ending="", says=says))


def _volume(work: Work, owner: str, disk: s.Mdisk, units: int, container: Container) -> Placed:
    unit = geometry.unit_bytes(disk.device)
    if unit is None:
        return Placed(why_not=f"the geometry of device type {disk.device} is not known")
    name = f"{_owner_slug(work, owner)}-{disk.vdev:04x}"
    is_raw = container.kind == "Qcow2Disk" and (owner, disk.vdev) in work.world.disks.shared
    ending = ".img" if is_raw else container.ending
    says = geometry.says(disk.device, units)
    resource = Resource(
        variable=variable(name),
        kind=container.kind,
        name=name,
        arguments={
            **host_argument(work.host),
            "pool": Said(value=container.pool),
            "name": Said(value=f"{_plain(name)}{ending}"),
            **({"format": Said(value="raw")} if is_raw else {}),
            "capacity": Said(value=f"{max(units, 1) * unit} B", lines=disk.lines, note=says),
        },
        comment=disk.text,
    )
    value = work.world.make(resource, work.plan.key)
    return Placed(argument="volume", value=value, note=f"{says}: {units * unit:,} bytes in {container.says}")


def _plain(name: str) -> str:
    """A name that every container takes: user ids may have `@`, `#` and `$`."""
    return "".join(each if each.isalnum() or each in "_.+-" else "_" for each in name)


def _owner_slug(work: Work, owner: str) -> str:
    return work.slug if owner == work.machine.userid else (f"{owner}-{work.host}" if work.host else owner).lower()


def _dasd_of_device(work: Work, disk: s.Mdisk) -> Placed:
    """`MDISK vdev type DEVNO rdev`: a real volume as a whole."""
    where = work.world.map.device(disk.rdev or 0)
    key = vdev_text(disk.rdev or 0)
    if where is None:
        work.world.missing.add(f"devices.{key}", "it is not said what this real device becomes", disk.line)
        return Placed(why_not="its real device is not in the map")
    if where.skip is not None:
        return Placed(why_not=where.skip)
    if where.dasd is None:
        is_passed = where.ccw is not None
        what = "is passed through, which a minidisk cannot be: say `dasd`" if is_passed else "is no DASD"
        return Placed(why_not=f"the map says that device {key} {what}")
    return dasd(work, where.dasd, None)


def _partition(work: Work, owner: str, disk: s.Mdisk, where: VolumePlace) -> Placed:
    bus_id = where.dasd or ""
    if where.whole:
        if len(work.world.disks.extents[disk.volume]) > 1:
            return Placed(why_not=f"the map gives the whole of {bus_id} away, but {disk.volume} has several minidisks")
        return dasd(work, bus_id, None)
    said = where.partitions.get(f"{owner}/{disk.vdev:04X}")
    in_order = [each for each, _ in work.world.disks.extents[disk.volume]]
    number = int(said) if said else in_order.index(disk) + 1
    if number > _MOST_PARTITIONS:
        return Placed(why_not=f"a DASD has at most {_MOST_PARTITIONS} partitions; put {disk.volume} into a pool")
    return dasd(work, bus_id, number)


def dasd(work: Work, bus_id: str, partition: int | None) -> Placed:
    """A DASD of the host, or one partition of it, set online by the program."""
    number = bus_id.rsplit(".", 1)[1]
    suffix = (f"-part{partition}" if partition else "") + (f"-{work.host}" if work.host else "")
    resource = Resource(
        variable=variable(f"dasd-{number}{suffix}"),
        kind="DasdDisk",
        name=f"dasd-{number}{suffix}",
        arguments={
            **host_argument(work.host),
            "bus_id": Said(value=bus_id),
            **({"partition": Said(value=partition)} if partition else {}),
        },
    )
    ref = work.world.make(resource, work.plan.key)
    where = f"partition {partition} of DASD {bus_id}" if partition else f"DASD {bus_id}"
    return Placed(argument="block", value=Ref(variable=ref.variable, attribute="path"), note=f"on {where}")


def links(work: Work) -> None:
    """Every LINK: the same volume as its owner's, read-only for R and RR."""
    taken = {each.vdev for each in work.machine.every(s.Mdisk)} | {int(each, 16) for each in work.choice.drop}
    for link in work.machine.every(s.Link):
        if link.vdev in taken:
            work.put(link, Fate.SKIPPED, "another statement defines this device number, or the map drops it")
            continue
        found = follow(work.world.disks, link)
        if found.disk is None:
            work.put(link, found.fate, found.note)
            continue
        taken.add(link.vdev)
        if why := work.world.refused.get(found.owner):
            lost = f"{found.owner} is not converted ({why}), so its disk {found.disk.vdev:04X} is not made"
            work.put(link, Fate.REFUSED, f"{lost}; mend that and convert again, or `drop` {link.vdev:04X}")
            work.warn(link, f"the disk {link.vdev:04X} is missing, for {lost}")
            continue
        placed = place(work, found.owner, found.disk)
        if placed.why_not:
            work.put(link, Fate.NONE, placed.why_not)
            continue
        is_shared = (found.owner, found.disk.vdev) in work.world.disks.shared
        _attach(work, link, link.vdev, placed, read_only=link.mode in READ_MODES, shareable=is_shared)
        is_reader = link.mode in READ_MODES
        note = f"the disk {found.disk.vdev:04X} of {found.owner} (line {found.disk.line})"
        more = (
            ", read-only" if is_reader else ", shared: writing beside its owner needs a file system that is made for it"
        )
        work.put(link, Fate.CONVERTED if is_reader else Fate.APPROXIMATED, note + more)
