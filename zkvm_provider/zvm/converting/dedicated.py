"""DEDICATE by the type of the real device, which only the map knows: DASD, FCP device (see `luns.py`), OSA."""

from __future__ import annotations

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.disks import dasd
from zkvm_provider.zvm.converting.luns import luns
from zkvm_provider.zvm.converting.mediated import pass_dasd
from zkvm_provider.zvm.converting.workbench import Work, vdev_text
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.plan import Call, Device, Said

_TRIPLE = 3


def dedicated(work: Work) -> None:
    """Every DEDICATE of the guest. Three that follow each other are one OSA adapter."""
    statements = work.machine.every(s.Dedicate)
    dropped = {int(each, 16) for each in work.choice.drop}
    partners: set[int] = set()
    for each in statements:
        if each.line in partners:
            continue
        if each.vdev in dropped:
            work.put(each, Fate.SKIPPED, "the map drops it")
        elif each.volume:
            _by_volume(work, each)
        else:
            partners |= _by_number(work, each, statements)
    luns(work)


def _by_volume(work: Work, statement: s.Dedicate) -> None:
    where = work.world.map.volumes.get(statement.volume)
    if where is not None and where.ccw is not None:
        pass_dasd(work, statement, where.ccw)
    elif where is not None and where.dasd is not None:
        _dasd(work, statement, where.dasd)
    else:
        path = f"volumes.{statement.volume}"
        reason = "a whole DASD is dedicated: say its bus id with `dasd`, or `ccw` to pass it through"
        work.world.missing.add(path, reason, statement.line)


def _by_number(work: Work, statement: s.Dedicate, every: list[s.Dedicate]) -> set[int]:
    """Convert one; the result are lines of other statements that belong to the same adapter."""
    rdev = statement.rdev or 0
    where = work.world.map.device(rdev)
    triple = _triple(statement, every)
    if where is None:
        reason = "it is not said what this real device becomes"
        work.world.missing.add(f"devices.{vdev_text(rdev)}", reason, statement.line)
        return {each.line for each in triple}
    if where.skip is not None:
        work.put(statement, Fate.SKIPPED, f"the map skips it: {where.skip}")
    elif where.dasd is not None:
        _dasd(work, statement, where.dasd)
    elif where.ccw is not None:
        pass_dasd(work, statement, where.ccw)
    elif where.osa is not None:
        return _osa(work, statement, where.osa, triple)
    return set()


def _triple(statement: s.Dedicate, every: list[s.Dedicate]) -> list[s.Dedicate]:
    """The two statements that give the next two devices of the same adapter; empty when there are not both."""
    wanted = {((statement.rdev or 0) + step, statement.vdev + step) for step in (1, 2)}
    found = [each for each in every if (each.rdev, each.vdev) in wanted]
    return found if len(found) == _TRIPLE - 1 else []


def _dasd(work: Work, statement: s.Dedicate, bus_id: str) -> None:
    placed = dasd(work, bus_id, None)
    arguments = {
        "name": Said(value=f"disk-{statement.vdev:04x}"),
        placed.argument: Said(value=placed.value),
        **({"read_only": Said(value=True)} if statement.is_read_only else {}),
        "devno": Said(value=f"0x{statement.vdev:04x}"),
    }
    device = Device(cls="DiskArgs", arguments=arguments, lines=statement.lines, comment=statement.text)
    work.plan.add("disks", device)
    work.put(statement, Fate.APPROXIMATED, f"{placed.note}, as a virtio disk: the guest sees no ECKD")


def _osa(work: Work, statement: s.Dedicate, interface: str, triple: list[s.Dedicate]) -> set[int]:
    arguments = {
        "name": Said(value=f"nic-{statement.vdev:04x}"),
        "macvtap": Said(value=Call(cls="MacvtapArgs", arguments={"dev": Said(value=interface)})),
        "devno": Said(value=f"0x{statement.vdev:04x}"),
    }
    lines = (statement.line, *(each.line for each in triple))
    device = Device(cls="InterfaceArgs", arguments=arguments, lines=lines, comment=statement.text)
    work.plan.add("interfaces", device)
    work.put(statement, Fate.APPROXIMATED, f"macvtap on {interface}: an OSA cannot be passed through")
    for each in triple:
        work.put(each, Fate.APPROXIMATED, f"a device of the adapter {statement.vdev:04X}: a virtio NIC has one")
    return {each.line for each in triple}
