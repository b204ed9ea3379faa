"""A guest's share of the host's CPUs (z/VM: SHARE), limits, and which CPUs it may run on.

Ranges are libvirt's (formatdomain, "CPU Tuning"; measured with libvirt 9.0.0: cgroup v1 takes 2 to 262144 shares).
"""

from __future__ import annotations

from typing import Annotated, Any

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.field import Meta

_PERIODS: dict[str, Any] = {"unit": "µs", "minimum": 1000, "maximum": 1_000_000}
_QUOTAS: dict[str, Any] = {"unit": "µs", "minimum": 1000, "maximum": 17_592_186_044_415}


@dataclass(frozen=True, slots=True, kw_only=True)
class CpuTune:
    """Weight, limits and pinning of a guest's threads. A limit is `quota` of each `period`; absent: none."""

    shares: Annotated[
        int | None,
        Meta(
            doc="Weight beside other guests when CPUs are short (z/VM: relative SHARE); the host's default is 1024, "
            "or 100 with version 2 of control groups.",
            minimum=2,
            maximum=262144,
            example="2048",
        ),
    ] = None
    period: Annotated[int | None, Meta(doc="Period of each vCPU's limit. Absent: 100000.", **_PERIODS)] = None
    quota: Annotated[int | None, Meta(doc="Time each vCPU may run in a period.", **_QUOTAS)] = None
    global_period: Annotated[int | None, Meta(doc="Period of the whole guest's limit. Absent: 100000.", **_PERIODS)] = (
        None
    )
    global_quota: Annotated[
        int | None, Meta(doc="Time the whole guest may run in a period (z/VM: LIMITHARD).", **_QUOTAS)
    ] = None
    emulator_period: Annotated[
        int | None, Meta(doc="Period of the limit of QEMU's own threads. Absent: 100000.", **_PERIODS)
    ] = None
    emulator_quota: Annotated[int | None, Meta(doc="Time QEMU's own threads may run in a period.", **_QUOTAS)] = None
    iothread_period: Annotated[int | None, Meta(doc="Period of each iothread's limit. Absent: 100000.", **_PERIODS)] = (
        None
    )
    iothread_quota: Annotated[int | None, Meta(doc="Time each iothread may run in a period.", **_QUOTAS)] = None
    vcpu_pins: Annotated[
        dict[str, CpuSet] | None,
        Meta(doc='The host\'s CPUs a vCPU may run on, by its number from 0: `{"0": "0-3", "1": "4"}`.'),
    ] = None
    emulator_pin: Annotated[
        CpuSet | None, Meta(doc="The host's CPUs QEMU's own threads may run on.", example="0-1")
    ] = None
    iothread_pins: Annotated[
        dict[str, CpuSet] | None,
        Meta(doc='The host\'s CPUs an iothread may run on, by its number from 1: `{"1": "0"}`.'),
    ] = None


def settled_cpu_tune(tune: CpuTune | None) -> CpuTune | None:
    """The one form of equal tunings: empty maps are absent, and a tuning that says nothing is none."""
    if tune is None:
        return None
    plain = CpuTune(**{name: getattr(tune, name) or None for name in CpuTune.__slots__})
    return None if plain == CpuTune() else plain
