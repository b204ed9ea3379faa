"""Storage and processors: USER, STORAGE, MACHINE, CPU, SHARE."""

from __future__ import annotations

from zkvm_provider.units import format_size
from zkvm_provider.zvm import statements as s
from zkvm_provider.zvm.converting.workbench import Work
from zkvm_provider.zvm.findings import Fate, Severity

MAX_VCPUS = 248
_LEAST_MEMORY = 64 * 1024 * 1024
"""Below this no Linux boots; said as a warning."""


def memory(work: Work) -> bool:
    """`memory` and `current_memory`. False when the directory does not say how much."""
    head = work.machine.head
    sizes = work.machine.every(s.Storage)
    log_on = next((each for each in sizes if each.name != "MAXSTORAGE"), None)
    maximum = next((each for each in sizes if each.name == "MAXSTORAGE"), None)
    current = log_on.size if log_on else head.storage
    top = maximum.size if maximum else max(head.maximum or 0, current or 0)
    if not current or not top:
        work.world.find(Severity.ERROR, head.line, f"{work.plan.key}: it has no storage size")
        return False
    said = f"maximum storage of {head.name}" if maximum is None else "MAXSTORAGE"
    work.say("memory", format_size(top), maximum or head, note=said)
    if current < top:
        work.say("current_memory", format_size(current), log_on or head, note="log-on storage")
    elif current > top:
        work.warn(log_on or head, "its storage is larger than its maximum; the maximum is taken for both")
    if top < _LEAST_MEMORY:
        work.warn(head, f"{format_size(top)} of memory are too little for Linux of today")
    for statement in sizes:
        is_used = statement in (log_on, maximum)
        work.put(statement, Fate.CONVERTED if is_used else Fate.SKIPPED, "" if is_used else "another one wins")
    return True


def vcpus(work: Work) -> None:
    """`vcpus` and `max_vcpus`: CPU statements are there at log-on, MACHINE says how many there may be."""
    machine, cpus = work.machine.first(s.Machine), work.machine.every(s.Cpu)
    addresses = {address for each in cpus for address in each.addresses}
    maximum = max((machine.maximum or 1) if machine else 1, len(addresses), 1)
    if machine is not None:
        work.put(machine, Fate.CONVERTED, f"at most {maximum} virtual CPUs; s390x is {machine.mode}")
    for other in work.machine.every(s.Machine)[1:]:
        work.put(other, Fate.SKIPPED, "another MACHINE statement wins")
    if maximum > 1 or addresses:
        work.say("max_vcpus", maximum, *([machine] if machine else cpus), note=machine.text if machine else "")
    sources: list[s.Statement] = [*cpus] or [machine or work.machine.head]
    work.say("vcpus", max(len(addresses), 1), *sources, note="" if addresses else "no CPU statements: one at log-on")
    if not addresses and maximum > 1 and machine is not None:
        work.world.find(
            Severity.NOTE,
            machine.line,
            f"{work.plan.key}: without CPU statements it has 1 of {maximum} CPUs at log-on; raise `vcpus` to have more",
        )
    for each in cpus:
        _put_cpu(work, each)


def _put_cpu(work: Work, cpu: s.Cpu) -> None:
    lost = [
        *(["CPUID cannot be set under KVM"] if cpu.cpuid else []),
        *(["it is not pinned to a host CPU: see `cpu_tune`"] if cpu.is_dedicated else []),
    ]
    work.put(cpu, Fate.APPROXIMATED if lost else Fate.CONVERTED, "; ".join(lost) or "one virtual CPU")
