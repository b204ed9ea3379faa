"""What every benchmark may ask for, and under what load the machine was."""

from __future__ import annotations

import compileall
import os
import platform
import sys
from typing import Any

import pytest

from bench.plain import quiet_libvirt
from bench.processes import ROOT
from bench.results import MEASURED_AS
from bench.sizes import Sizes, real_uri, sizes
from tests.conftest import PulumiCli, pulumi_cli
from zkvm_provider.hypervisor.libvirt.binding import NEEDS
from zkvm_provider.libvirtxml import templates

__all__ = ["pulumi_cli"]

_BEGAN_AT_LOAD = os.getloadavg()[0]


@pytest.fixture(scope="session")
def size() -> Sizes:
    return sizes()


@pytest.fixture(scope="session", autouse=True)
def compiled(pulumi_cli: PulumiCli) -> None:
    """As pip leaves an installed package, and a first run all else; Python may have been told not to keep bytecode."""
    compileall.compile_dir(ROOT / "zkvm_provider", quiet=1)
    compileall.compile_dir(pulumi_cli.binary.parent, maxlevels=0, quiet=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", False)
        environment, _texts = templates._builtin()
        for name in environment.list_templates(extensions=["j2"]):
            environment.get_template(name)


@pytest.fixture(scope="session")
def real() -> str:
    """The URI of a real libvirt; where none is named, the benchmark is left out."""
    uri = real_uri()
    if not uri:
        pytest.skip("ZKVM_TEST_URI names no libvirt")
    if not quiet_libvirt():
        pytest.exit(f"ZKVM_TEST_URI names a libvirt, and there is nothing to speak to it: {NEEDS}", returncode=2)
    return uri


def pytest_benchmark_update_json(config: pytest.Config, benchmarks: Any, output_json: dict[str, Any]) -> None:
    """Put into the results what they depend on, and take out what names this machine."""
    output_json["machine_info"] = {
        "measured_as": MEASURED_AS,
        "cpus": os.cpu_count(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "load": [round(_BEGAN_AT_LOAD, 1), round(os.getloadavg()[0], 1)],
    }
    output_json.pop("commit_info", None)
