"""SHARE: weights beside the other guests, and hard limits.

CP gives absolute shares their per cent of the machine and parts the rest by the relative ones, 100 where nothing is
said. The weights of `cpu_tune` keep these proportions among the guests that are converted for one host.
"""

from __future__ import annotations

from collections.abc import Iterable

from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.workbench import Weights, Work
from zkvm_provider.zvm.findings import Fate
from zkvm_provider.zvm.plan import Call, Said
from zkvm_provider.zvm.virtual_machine import VirtualMachine

DEFAULT = 100
LEAST, MOST = 2, 10_000
"""Weights that both versions of control groups take."""
PERIOD_US = 100_000
_LINUX_TYPES = ("", "ALL", "IFL", "CP")


def weights(machines: Iterable[VirtualMachine]) -> Weights:
    """What the shares of the guests of one host add up to."""
    chosen = [_chosen(machine) for machine in machines]
    relative = sum(DEFAULT if each is None else each.relative or 0 for each in chosen)
    absolute = sum(each.absolute or 0 for each in chosen if each is not None)
    return Weights(relative=relative, absolute=absolute, is_said=any(chosen))


def shares(work: Work) -> None:
    """`cpu_tune` of a guest; also of one without SHARE, where another has one."""
    chosen = _chosen(work.machine)
    for each in work.machine.every(s.Share):
        if each is not chosen:
            is_other = each.cpu_type not in _LINUX_TYPES
            note = f"Linux has no {each.cpu_type} processors under KVM" if is_other else "another SHARE statement wins"
            work.put(each, Fate.NONE if is_other else Fate.SKIPPED, note)
    if chosen is None:
        if work.world.weights[work.host].is_said:
            tune = Call(cls="CpuTuneArgs", arguments={"shares": Said(value=DEFAULT)})
            work.plan.scalars["cpu_tune"] = Said(value=tune, note="no SHARE statement: CP's default")
        return
    arguments, lost = _tune(work, chosen)
    work.say("cpu_tune", Call(cls="CpuTuneArgs", arguments=arguments), chosen, note=chosen.text)
    weight = f"weight {arguments['shares'].value} beside the other guests"
    work.put(chosen, Fate.APPROXIMATED if lost or chosen.absolute else Fate.CONVERTED, "; ".join([weight, *lost]))


def _chosen(machine: VirtualMachine) -> s.Share | None:
    """The SHARE that counts for a Linux guest: the one for all CPU types before those of IFLs and CPs."""
    every = [each for each in machine.every(s.Share) if each.cpu_type in _LINUX_TYPES]
    return min(every, key=lambda each: _LINUX_TYPES.index(each.cpu_type), default=None)


def _tune(work: Work, share: s.Share) -> tuple[dict[str, Said], list[str]]:
    """Arguments of `CpuTuneArgs`, and what was lost."""
    total = work.world.weights[work.host]
    if share.relative is not None:
        weight = float(share.relative)
    else:
        rest = max(100 - total.absolute, 1)
        weight = (share.absolute or 0) / rest * max(total.relative, DEFAULT)
    arguments = {"shares": Said(value=min(max(round(weight), LEAST), MOST))}
    lost: list[str] = []
    if share.limit == "LIMITSOFT":
        lost.append("LIMITSOFT has no counterpart")
    elif share.limit == "LIMITHARD":
        quota, why = _quota(work, share)
        if quota:
            arguments |= {"global_period": Said(value=PERIOD_US), "global_quota": Said(value=quota)}
        else:
            lost.append(why)
    return arguments, lost


def _quota(work: Work, share: s.Share) -> tuple[int, str]:
    """Microseconds of a period that a hard limit leaves, or why it cannot be told."""
    limit = share.maximum_absolute or (share.absolute if share.maximum_relative is None else None)
    if limit is None:
        return 0, "a relative hard limit depends on who else is logged on; it is not set"
    place = work.world.map.hosts.get(work.host or work.world.map.host or "")
    if place is None or place.cpus is None:
        return 0, "the hard limit is not set: say `cpus` of the host in the map"
    return max(round(limit / 100 * place.cpus * PERIOD_US), 1000), ""
