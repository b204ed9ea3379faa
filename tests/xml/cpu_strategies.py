"""Random shares, limits and pinnings of a guest's threads."""

from __future__ import annotations

from hypothesis import strategies as st

from zkvm_provider.model.cpu_set import CpuSet
from zkvm_provider.model.cpu_tune import CpuTune, settled_cpu_tune

cpu_sets = st.sets(st.integers(0, 300), min_size=1, max_size=5).map(lambda found: CpuSet(tuple(sorted(found))))


@st.composite
def cpu_tunes(draw: st.DrawFn) -> CpuTune | None:
    periods, quotas = st.none() | st.integers(1000, 1_000_000), st.none() | st.integers(1000, 10**13)
    pins = st.dictionaries(st.integers(1, 300).map(str), cpu_sets, max_size=3)
    tune = CpuTune(
        shares=draw(st.none() | st.integers(2, 262144)),
        vcpu_pins=draw(pins),
        emulator_pin=draw(st.none() | cpu_sets),
        iothread_pins=draw(pins),
        **{name: draw(periods) for name in CpuTune.__slots__ if name.endswith("period")},
        **{name: draw(quotas) for name in CpuTune.__slots__ if name.endswith("quota")},
    )
    return settled_cpu_tune(tune)
