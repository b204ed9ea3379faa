"""From starting the process to the line with its port: what every operation of the engine waits for first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.processes import provider_process


@pytest.mark.parametrize("who", ["floor", "zkvm"])
def bench_port_line(benchmark: Any, tmp_path: Path, who: str) -> None:
    def start() -> None:
        with provider_process(who, tmp_path):
            benchmark.extra_info |= {"who": who, "items": 1, "floor": ["floor"]}
            watch.append(0)

    watch: list[int] = []
    benchmark.group = "start/port line"
    benchmark.pedantic(start, rounds=7, warmup_rounds=1)
