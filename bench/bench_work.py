"""What Check and Diff work for one guest: processor time alone, without socket, so that others' load does not count."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from pulumi.runtime.proto import provider_pb2

from bench import guests
from bench.bench_provider import GUEST
from bench.sizes import Sizes
from tests.provider.driver import driving_port
from zkvm_provider.provider import checking, differing
from zkvm_provider.provider.codec import encode
from zkvm_provider.provider.serve import serve_on


def bench_check_and_diff(benchmark: Any, tmp_path: Path, size: Sizes) -> None:
    running = serve_on()
    try:
        with driving_port(running.port) as driver:
            driver.start(owner="bench")
            session = running.servicer.sessions.current
            names, spent = guests.names(size.provider), []
            checks = [
                provider_pb2.CheckRequest(
                    urn=driver.urn(GUEST, name), news=encode(guests.inputs(name, f"emulated://{tmp_path}/lab.sqlite"))
                )
                for name in names
            ]

            def work() -> None:
                began = time.process_time()
                for check in checks:
                    inputs = checking.check(session, check).inputs
                    differing.diff(session, provider_pb2.DiffRequest(urn=check.urn, old_inputs=inputs, news=inputs))
                spent.append(time.process_time() - began)

            benchmark.group = "work/check and diff"
            benchmark.pedantic(work, rounds=size.rounds, warmup_rounds=1)
            benchmark.extra_info |= {"who": "zkvm", "items": size.provider, "floor": [], "processor": min(spent)}
    finally:
        running.stop()
