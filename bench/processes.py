"""A provider as the engine starts it: a process that says its port."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.provider.driver import Driver, driving_port

ROOT = Path(__file__).resolve().parents[1]
LAUNCHERS = {
    "floor": ROOT / "bench" / "floor" / "pulumi-resource-zkvm",
    "zkvm": ROOT / "zkvm_provider" / "provider" / "pulumi-resource-zkvm",
}


@contextmanager
def provider_process(who: str, folder: Path) -> Iterator[int]:
    """The port of a provider that runs in `folder` until the block ends."""
    process = subprocess.Popen(
        [str(LAUNCHERS[who])],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


@contextmanager
def driven(who: str, folder: Path) -> Iterator[Driver]:
    """A driver for a provider of its own, configured."""
    with provider_process(who, folder) as port, driving_port(port) as driver:
        driver.start(owner="bench")
        yield driver


def environment() -> Mapping[str, str]:
    """Ours, with the interpreter that measures, and without a planned fault."""
    clean = {name: value for name, value in os.environ.items() if name not in {"ZKVM_FAULT", "ZKVM_URI"}}
    return {**clean, "ZKVM_PYTHON": sys.executable}
