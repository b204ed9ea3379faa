"""Dedicated FCP devices: the host adds the LUNs behind them, the guest gets each LUN, over all of its paths."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.workbench import Work, host_argument, lines_of, variable
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.judge import CMS_DISKS
from zkvm_provider.zvm.mapping import DevicePlace
from zkvm_provider.zvm.plan import Device, Ref, Resource, Said

BOOT_PREFIX = "lun-"
"""Names of LUNs. One among the guest's `disks` is there to boot from, at the device number that IPL names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One way to a LUN, by the statement that gives the guest its FCP device."""

    statement: s.Dedicate
    fcp: str
    wwpn: str


@dataclass(slots=True, kw_only=True)
class Unit:
    """A LUN of the guest with its paths, the first one's statement giving it its name."""

    name: str
    lun: str
    paths: list[Path] = field(default_factory=list)

    def is_behind(self, vdev: int | None) -> bool:
        """Whether a path goes through the FCP device of this number in the guest."""
        return any(path.statement.vdev == vdev for path in self.paths)

    def is_named_by(self, wwpn: str, lun: str) -> bool:
        """Whether LOADDEV means this one; an empty text is not said."""
        return lun in ("", self.lun) and (not wwpn or any(path.wwpn == wwpn for path in self.paths))


def fcp_devices(work: Work) -> Iterator[tuple[s.Dedicate, DevicePlace]]:
    """The guest's dedicated FCP devices that the map has and does not drop."""
    dropped = {int(each, 16) for each in work.choice.drop}
    for each in work.machine.every(s.Dedicate):
        where = work.world.map.device(each.rdev) if each.rdev is not None and each.vdev not in dropped else None
        if where is not None and where.fcp is not None:
            yield each, where


def luns(work: Work) -> None:
    """Every LUN behind the guest's FCP devices: the one it boots from as a disk, the others as `luns`."""
    units = _units(list(fcp_devices(work)))
    to_boot = _to_boot(work, units)
    for unit in units:
        _attach(work, unit, is_boot=unit is to_boot)
    for statement, where in fcp_devices(work):
        own = [unit for unit in units if unit.is_behind(statement.vdev)]
        what = f"{len(own)} LUN{'' if len(own) == 1 else 's'} through the host's FCP device {where.fcp}"
        second = " as a further path" if all(unit.paths[0].statement is not statement for unit in own) else ""
        boots = "; the one to boot from is a virtio disk" if to_boot in own else ""
        note = f"{what}{second}{boots}: an FCP device cannot be passed through"
        work.put(statement, Fate.APPROXIMATED, note)


def _units(devices: list[tuple[s.Dedicate, DevicePlace]]) -> list[Unit]:
    """LUNs in the order of their first path; FCP devices that are `path_of` another one lead to the LUNs of that."""
    there = {statement.rdev for statement, _ in devices}
    found: dict[tuple[int, str], Unit] = {}
    counts: dict[int, int] = {}
    for statement, where in sorted(devices, key=lambda each: each[1].path_of is not None):
        main = int(where.path_of, 16) if where.path_of else None
        group = main if main in there and main is not None else statement.rdev or 0
        for place in where.luns:
            if (group, place.lun) not in found:
                number = counts.setdefault(statement.vdev, 0)
                counts[statement.vdev] += 1
                name = f"{BOOT_PREFIX}{statement.vdev:04x}-{number}"
                found[(group, place.lun)] = Unit(name=name, lun=place.lun)
            unit = found[(group, place.lun)]
            unit.paths.append(Path(statement=statement, fcp=where.fcp or "", wwpn=place.wwpn))
    return list(found.values())


def _to_boot(work: Work, units: list[Unit]) -> Unit | None:
    """The LUN to boot from: behind the device that IPL or the map names, or LOADDEV's, or there is no other disk."""
    ipl, loaddevs = work.machine.first(s.Ipl), work.machine.every(s.Loaddev)
    wanted = int(work.choice.boot, 16) if work.choice.boot else ipl.vdev if ipl else None
    wwpn = next((each.wwpn for each in loaddevs if each.wwpn), "")
    lun = next((each.lun for each in loaddevs if each.lun), "")
    is_named = bool(wwpn or lun)
    named = [unit for unit in units if is_named and unit.is_named_by(wwpn, lun)]
    behind = [unit for unit in units if unit.is_behind(wanted)]
    if is_named and behind and not any(unit in named for unit in behind):
        work.warn(ipl or work.machine.head, f"LOADDEV names LUN {lun} behind {wwpn}, which the map does not have there")
    if behind:
        return next((unit for unit in behind if unit in named), behind[0])
    names = {device.name for device in work.plan.devices.get("disks", [])}
    if wanted is not None and f"disk-{wanted:04x}" in names:
        return None
    own = names - {f"disk-{vdev:04x}" for vdev in CMS_DISKS}
    return next(iter(named), None) or (None if own else next(iter(units), None))


def _attach(work: Work, unit: Unit, *, is_boot: bool) -> None:
    """The LUN by its only path, or by the multipath device of several."""
    made = _paths(work, unit)
    statements = [path.statement for path in unit.paths]
    by_multipath = Said(value=Ref(variable=made[-1].variable, attribute="multipath"))
    name = Said(value=unit.name)
    if is_boot:
        one = Said(value=Ref(variable=made[0].variable, attribute="path"))
        devno = Said(value=f"0x{statements[0].vdev:04x}")
        arguments = {"name": name, "block": one if len(made) == 1 else by_multipath, "devno": devno}
    elif len(made) == 1:
        arguments = {"name": name, "lun": Said(value=made[0])}
    else:
        arguments = {"name": name, "block": by_multipath}
    comment = "; ".join(dict.fromkeys(each.text for each in statements))
    cls, family = ("DiskArgs", "disks") if is_boot else ("LunArgs", "luns")
    work.plan.add(family, Device(cls=cls, arguments=arguments, lines=lines_of(statements), comment=comment))


def _paths(work: Work, unit: Unit) -> list[Ref]:
    """A `ScsiLun` for each path. Of several each waits for those before: the last one sees the multipath device."""
    made: list[Ref] = []
    for path in unit.paths:
        suffix = f"-{work.host}" if work.host else ""
        name = f"lun-{path.fcp.rsplit('.', 1)[1]}-{path.wwpn[2:]}-{unit.lun[2:]}{suffix}"
        resource = Resource(
            variable=variable(name),
            kind="ScsiLun",
            name=name,
            arguments={
                **host_argument(work.host),
                "fcp_device": Said(value=path.fcp),
                "wwpn": Said(value=path.wwpn),
                "lun": Said(value=unit.lun),
            },
            comment=path.statement.text,
            depends=tuple(made),
        )
        if len(unit.paths) > 1:
            work.world.users[resource.variable].add("everybody")
        made.append(work.world.make(resource, work.plan.key))
    return made
