"""What every form of the report says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zkvm_provider.dataclass import dataclass
from zkvm_provider.zvm.convert import Conversion
from zkvm_provider.zvm.findings import Fate, Severity
from zkvm_provider.zvm.plan import GuestPlan

_BEST_FIRST = (
    Fate.CONVERTED,
    Fate.APPROXIMATED,
    Fate.NONE,
    Fate.REFUSED,
    Fate.FAULTY,
    Fate.UNKNOWN,
    Fate.SKIPPED,
    Fate.COMMENT,
    Fate.BLANK,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestFacts:
    """One virtual machine: what it became, or why it did not. `status` is converted, refused or skipped."""

    key: str
    line: int
    status: str
    reason: str = ""
    name: str = ""
    memory: str = ""
    vcpus: str = ""
    boot: str = ""
    disks: tuple[str, ...] = ()
    luns: tuple[str, ...] = ()
    passed_through: tuple[str, ...] = ()
    interfaces: tuple[str, ...] = ()


def counts(conversion: Conversion) -> dict[Fate, int]:
    """How many lines have each fate, the best first; fates that do not occur are left out."""
    found = Counter(each.fate for each in conversion.lines)
    return {fate: found[fate] for fate in _BEST_FIRST if found[fate]}


def warnings(conversion: Conversion) -> int:
    """How many findings are more than notes."""
    return sum(1 for each in conversion.findings if each.severity is not Severity.NOTE)


def guests(conversion: Conversion) -> Iterator[GuestFacts]:
    """Every virtual machine in the order of the directory."""
    plans = {plan.key: plan for plan in conversion.program.guests}
    for judged in conversion.judged:
        plan = plans.get(judged.key)
        if judged.verdict.is_linux and plan is not None:
            yield _converted(judged.key, judged.line, plan)
        else:
            status = "skipped" if judged.verdict.skipped else "refused"
            yield GuestFacts(key=judged.key, line=judged.line, status=status, reason=judged.verdict.reason)


def _converted(key: str, line: int, plan: GuestPlan) -> GuestFacts:
    said = {name: each.value for name, each in plan.scalars.items()}
    boot = plan.scalars.get("boot")
    memory = str(said["memory"])
    if "current_memory" in said:
        memory = f"{said['current_memory']} of {memory}"
    cpus = str(said.get("vcpus", 1))
    if "max_vcpus" in said:
        cpus = f"{cpus} of {said['max_vcpus']}"
    where = boot.value.arguments["disk"].value if boot is not None and hasattr(boot.value, "arguments") else ""
    return GuestFacts(
        key=key,
        line=line,
        status="converted",
        name=str(said["name"]),
        memory=memory,
        vcpus=cpus,
        boot=str(where),
        disks=_names(plan, "disks"),
        luns=_names(plan, "luns"),
        passed_through=_names(plan, "mdevs"),
        interfaces=_names(plan, "interfaces"),
    )


def _names(plan: GuestPlan, family: str) -> tuple[str, ...]:
    return tuple(each.name for each in plan.devices.get(family, []))
