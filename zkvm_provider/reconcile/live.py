"""What a running guest can take at once, and what waits for its next start.

The running guest is compared with the configuration it is to have, not with the one it had: a step that was lost with
its process is thereby found again, and one that was done is not repeated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.cpu import is_expanded
from zkvm_provider.model.definition import VIRTIO_SERIAL, GuestDefinition
from zkvm_provider.model.guest import Guest, Memballoon
from zkvm_provider.model.observed import ObservedGuest
from zkvm_provider.reconcile.booted import held_disk
from zkvm_provider.reconcile.cpu_tune import tuning_steps
from zkvm_provider.reconcile.definition import is_same_machine
from zkvm_provider.reconcile.deltas import Delta, deltas
from zkvm_provider.reconcile.host_steps import AttachAgent, AttachController, AttachScsiController, DetachAgent
from zkvm_provider.reconcile.plan import (
    AddLiveIothread,
    AddLiveVcpus,
    AttachDevice,
    Change,
    DetachDevice,
    Effect,
    PinThreads,
    RemoveLiveIothread,
    SetLiveMemory,
    SetScheduler,
    Step,
    UpdateDevice,
)
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Turn
from zkvm_provider.reconcile.shape import LISTS
from zkvm_provider.reconcile.words import say
from zkvm_provider.units import format_size, whole_mib

_ORDER = (
    DetachDevice,
    DetachAgent,
    UpdateDevice,
    AddLiveIothread,
    AttachController,
    AttachScsiController,
    AttachDevice,
    AttachAgent,
    RemoveLiveIothread,
    AddLiveVcpus,
    SetLiveMemory,
    SetScheduler,
    PinThreads,
)
"""Unplug before plug, so that numbers are free; a disk's iothread before the disk, and gone after it; a controller
before its LUNs."""

_BY_THEMSELVES = frozenset(
    {"memory", "current_memory", "vcpus", "iothreads", "cpu_tune", "controllers", "agent", *LISTS.values()}
)
"""Fields that are not simply compared: they have judgements of their own."""

_NOT_RUNNING = frozenset(
    {"name", "host", "autostart", "power", "shutdown", "wait_for", "migration", "next_boot", "metadata"}
)
"""Fields that mean nothing to a running guest, or that are no part of what libvirt writes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One difference between the running guest and its configuration, and the steps that end it (none: it waits)."""

    change: Change
    steps: tuple[Step, ...] = ()
    is_implied: bool = False
    """Another verdict says as much to a reader."""

    @property
    def waits(self) -> bool:
        return self.change.effect is Effect.NEXT_BOOT

    @property
    def field(self) -> str:
        """The field of the guest it lies in: `disks`."""
        return self.change.path.partition(".")[0].partition("[")[0]


def in_order(verdicts: tuple[Verdict, ...]) -> tuple[Step, ...]:
    """The steps of all verdicts, in the order in which a running guest can take them."""
    steps = [step for verdict in verdicts for step in verdict.steps]
    return tuple(sorted(steps, key=lambda step: _ORDER.index(type(step))))


def judge(delta: Delta, steps: tuple[Step, ...] = (), *, unless: str = "") -> Verdict:
    """The table's word on a difference: LIVE with `steps`, or waiting. `unless` is why it cannot be done live now."""
    found = rule("Guest", delta.table, delta.turn, running=True)
    effect, reason = found.effect, found.reason
    if unless or (effect is Effect.LIVE and not steps):
        effect, reason, steps = Effect.NEXT_BOOT, unless or reason, ()
    change = Change(path=delta.path, old=delta.old, new=delta.new, effect=effect, reason=reason)
    return Verdict(change=change, steps=steps if effect is Effect.LIVE else ())


def judge_scalars(final: GuestDefinition, observed: ObservedGuest, live: Guest) -> Iterator[Verdict]:
    """Everything but devices that can be plugged."""
    wanted, uuid = final.guest, final.uuid
    yield from _memory(wanted, live)
    yield from _current_memory(wanted, live, observed, uuid)
    yield from _vcpus(wanted, live, uuid)
    yield from _iothreads(wanted, live, uuid, _held(observed))
    yield from _agent(final, observed)
    for delta, steps in tuning_steps(wanted, live, uuid):
        yield judge(delta, steps)
    if is_same_machine(wanted.machine, live.machine):
        live = replace(live, machine=wanted.machine)
    if is_expanded(wanted.cpu, live.cpu):
        live = replace(live, cpu=wanted.cpu)
    for delta in deltas(live, wanted):
        if delta.top not in _BY_THEMSELVES | _NOT_RUNNING:
            yield judge(delta)


def _memory(wanted: Guest, live: Guest) -> Iterator[Verdict]:
    if whole_mib(wanted.memory) != whole_mib(live.memory):
        yield judge(_sizes("memory", live.memory, wanted.memory))


def _current_memory(wanted: Guest, live: Guest, observed: ObservedGuest, uuid: str) -> Iterator[Verdict]:
    """The balloon. Until its driver answers, what the live domain says of it means nothing: then only a changed
    configuration moves it."""
    goal, now = wanted.current_memory or wanted.memory, live.current_memory or live.memory
    if wanted.memballoon is Memballoon.NONE and live.memballoon is Memballoon.NONE:
        return
    reach = min(goal, whole_mib(live.memory))
    has_moved = observed.config.guest.current_memory != goal
    differs = now not in {reach, whole_mib(reach)} if observed.balloon_is_up else has_moved
    delta = _sizes("current_memory", now, reach)
    if live.memballoon is Memballoon.NONE:
        if now != reach:
            yield judge(_sizes("current_memory", now, goal), unless="the running guest has no balloon")
    elif differs and now == reach:
        old = observed.config.guest.current_memory or now
        yield judge(_sizes("current_memory", old, reach), (SetLiveMemory(uuid=uuid, memory_bytes=reach),))
    elif differs:
        yield judge(delta, (SetLiveMemory(uuid=uuid, memory_bytes=reach),))
    if live.memballoon is not Memballoon.NONE and goal > reach:
        too_much = f"the running guest has {format_size(live.memory)} at most"
        verdict = judge(_sizes("current_memory", reach, goal), unless=too_much)
        yield replace(verdict, is_implied=goal == wanted.memory)


def _sizes(path: str, old: int, new: int) -> Delta:
    turn = Turn.RAISE if new >= old else Turn.LOWER
    return Delta(path=path, table=path, turn=turn, old=format_size(old), new=format_size(new))


def _counts(path: str, old: int, new: int) -> Delta:
    turn = Turn.RAISE if new > old else Turn.LOWER
    return Delta(path=path, table=path, turn=turn, old=str(old), new=str(new))


def _vcpus(wanted: Guest, live: Guest, uuid: str) -> Iterator[Verdict]:
    goal, now, most = wanted.vcpus or 1, live.vcpus or 1, live.max_vcpus or live.vcpus or 1
    reach = min(goal, most)
    if goal < now:
        yield judge(_counts("vcpus", now, goal))
    elif reach > now:
        yield judge(_counts("vcpus", now, reach), (AddLiveVcpus(uuid=uuid, count=reach),))
    if goal > reach:
        yield judge(_counts("vcpus", max(reach, now), goal), unless=f"the running guest has {most} at most")


def _held(observed: ObservedGuest) -> str:
    return held_disk(observed.live) if observed.live is not None else ""


def _iothreads(wanted: Guest, live: Guest, uuid: str, held: str) -> Iterator[Verdict]:
    goal, now = wanted.iothreads or 0, live.iothreads or 0
    delta, kept = _counts("iothreads", now, goal), {disk.name for disk in wanted.disks or ()}
    if goal > now:
        yield judge(delta, tuple(AddLiveIothread(uuid=uuid, number=number) for number in range(now + 1, goal + 1)))
    elif goal < now:
        users = [
            f"disks[{disk.name}]"
            for disk in live.disks or ()
            if (disk.iothread or 0) > goal and (disk.name == held or disk.name in kept)
        ]
        users += [f"controllers[{each.name}]" for each in live.controllers or () if (each.iothread or 0) > goal]
        unless = f"the running guest's {', '.join(users)} use them" if users else ""
        steps = tuple(RemoveLiveIothread(uuid=uuid, number=number) for number in range(now, goal, -1))
        yield judge(delta, steps, unless=unless)


def _agent(final: GuestDefinition, observed: ObservedGuest) -> Iterator[Verdict]:
    """The agent's channel; the controller it hangs on cannot be plugged (measured, libvirt 9.0.0: capture 420)."""
    live = observed.live
    if live is None or bool(final.guest.agent) is bool(live.guest.agent):
        return
    is_wanted = bool(final.guest.agent)
    delta = Delta(path="agent", table="agent", turn=Turn.SET, old=say(not is_wanted), new=say(is_wanted))
    has_controller = any(each.name == VIRTIO_SERIAL for each in live.automatic)
    unless = "" if has_controller or not is_wanted else "the running guest lacks the controller of channels"
    step = AttachAgent(uuid=final.uuid) if is_wanted else DetachAgent(uuid=final.uuid)
    yield judge(delta, (step,), unless=unless)
