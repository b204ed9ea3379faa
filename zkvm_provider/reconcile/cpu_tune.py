"""Shares, limits and pinning of a running guest: what moves at once, and what libvirt can only give, not take back.

A limit is lifted with quota -1. Shares, periods and pins cannot be unset: there is no value that means "as if never
given" (measured with libvirt 9.0.0: a pin to all CPUs stays in the definition).
"""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.cpu_tune import CpuTune
from zkvm_provider.model.guest import Guest
from zkvm_provider.reconcile.deltas import Delta, deltas
from zkvm_provider.reconcile.plan import PinThreads, SetScheduler, Step, Threads
from zkvm_provider.reconcile.rule import Turn

NO_LIMIT = -1
_PARAMETERS = {"shares": "cpu_shares", "period": "vcpu_period", "quota": "vcpu_quota"}
"""libvirt's names where they are not the elements' (virDomainSetSchedulerParameters)."""

_PINS = {"vcpu_pins": Threads.VCPU, "iothread_pins": Threads.IOTHREAD}


def tuning_steps(wanted: Guest, live: Guest, uuid: str) -> Iterator[tuple[Delta, tuple[Step, ...]]]:
    """Every difference of the tuning, with the step that ends it; without a step it waits."""
    now, goal = live.cpu_tune or CpuTune(), wanted.cpu_tune or CpuTune()
    for delta in deltas(now, goal, path="cpu_tune.", table="cpu_tune."):
        name, key = delta.table.partition(".")[2], delta.path.removeprefix(f"{delta.table}.")
        if name in _PINS:
            if _goes_with_its_thread(name, key, wanted):
                continue
            cpus = (getattr(goal, name) or {}).get(key)
            yield delta, _pin(uuid, _PINS[name], int(key), cpus)
        elif name == "emulator_pin":
            yield delta, _pin(uuid, Threads.EMULATOR, 0, goal.emulator_pin)
        else:
            yield delta, _parameter(uuid, name, getattr(goal, name), delta.turn)


def _goes_with_its_thread(name: str, key: str, wanted: Guest) -> bool:
    """libvirt forgets the pin of an iothread that is removed."""
    return name == "iothread_pins" and int(key) > (wanted.iothreads or 0)


def _pin(uuid: str, threads: Threads, number: int, cpus: CpuSet | None) -> tuple[Step, ...]:
    return (PinThreads(uuid=uuid, threads=threads, number=number, cpus=cpus),) if cpus is not None else ()


def _parameter(uuid: str, name: str, value: int | None, turn: Turn) -> tuple[Step, ...]:
    if turn is Turn.REMOVE and name.endswith("quota"):
        value = NO_LIMIT
    if value is None:
        return ()
    return (SetScheduler(uuid=uuid, parameter=_PARAMETERS.get(name, name), value=value),)
