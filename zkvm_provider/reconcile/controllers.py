"""SCSI controllers of a running guest: a further one is plugged in, everything else waits for the next start."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.controller import OWN_INDEX, ScsiController
from zkvm_provider.model.definition import GuestDefinition
from zkvm_provider.model.disk import Disk
from zkvm_provider.model.lun import Lun
from zkvm_provider.reconcile.deltas import Delta, deltas
from zkvm_provider.reconcile.host_steps import AttachScsiController
from zkvm_provider.reconcile.live import Verdict, judge
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import devnos_of
from zkvm_provider.reconcile.words import say


def judge_controllers(final: GuestDefinition, live: GuestDefinition) -> Iterator[Verdict]:
    """A verdict for every difference between the controllers a running guest has and is to have."""
    has, wanted = _by_name(live), _by_name(final)
    for name, controller in has.items():
        if name not in wanted:
            yield judge(_whole(controller, Turn.REMOVE))
        else:
            path = f"controllers[{name}]."
            yield from (judge(each) for each in deltas(controller, wanted[name], path=path, table="controllers[]."))
    for name, controller in wanted.items():
        if name not in has:
            step = AttachScsiController(uuid=final.uuid, controller=controller)
            yield judge(_whole(controller, Turn.ADD), (step,), unless=_in_the_way(controller, live))


def lacks_controller(device: Lun | Disk, final: GuestDefinition, live: GuestDefinition) -> str:
    """Why the controller of a LUN or SCSI disk cannot serve it before the next start; empty when it can."""
    index = device.controller or OWN_INDEX
    if index == OWN_INDEX or any(each.index == index for each in live.guest.controllers or ()):
        return ""
    wanted = next((each for each in final.guest.controllers or () if each.index == index), None)
    if wanted is None or wanted.name in _by_name(live) or _in_the_way(wanted, live):
        return f"its controller {index} is there from the next start on"
    return ""


def _by_name(definition: GuestDefinition) -> dict[str, ScsiController]:
    return {each.name: each for each in definition.guest.controllers or ()}


def _whole(controller: ScsiController, turn: Turn) -> Delta:
    old, new = (say(controller), "") if turn is Turn.REMOVE else ("", say(controller))
    return Delta(path=f"controllers[{controller.name}]", table="controllers", turn=turn, old=old, new=new)


def _in_the_way(controller: ScsiController, live: GuestDefinition) -> str:
    for other in live.guest.controllers or ():
        if other.index == controller.index:
            return f"index {controller.index} is held by controllers[{other.name}] until the next start"
    holders = {**{each.devno: each.name for each in live.automatic}, **devnos_of(live.guest)}
    holder = holders.get(controller.devno) if controller.devno is not None else None
    return f"{controller.devno} is held by {holder} until the next start" if holder else ""
