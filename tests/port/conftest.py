"""The machine under contract, once per backend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from _pytest.mark import ParameterSet

from tests.port.machines import MACHINES, REAL, Machine, libvirt_real
from tests.port.real import Lent
from tests.real.presence import is_lab
from zkvm_provider.errors import Unsupported
from zkvm_provider.hypervisor.operator.devices import NEEDS_SHELL

_DIFFERENCES: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "differences.yaml").read_text(encoding="utf-8")
)
_WITHOUT_SHELL = "without-shell"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A difference of the table is expected to fail: one that has gone away is an error of the table."""
    for item in items:
        backend = _backend_of(item)
        tables = [_DIFFERENCES.get(backend, {}), *([_DIFFERENCES["lab"]] if backend == REAL and is_lab() else [])]
        reason = next((found for table in tables if (found := _reason(item, table))), "")
        if reason:
            item.add_marker(pytest.mark.xfail(reason=f"{backend}: {reason}", strict=True))


def _backend_of(item: pytest.Item) -> str:
    parameters: Any = getattr(item, "callspec", None)
    return str(parameters.params.get("machine", "")) if parameters else ""


def _reason(item: pytest.Item, table: dict[str, str]) -> str:
    """The row of the test, of its case, or of the test in this file (`[networks]` is test_port_networks.py)."""
    name = getattr(item, "originalname", item.name)
    case = item.name.removeprefix(name).strip("[]").removeprefix(f"{_backend_of(item)}-")
    where = item.path.stem.removeprefix("test_port_")
    return table.get(name) or table.get(f"{name}[{case}]") or table.get(f"{name}[{where}]") or ""


def _parameter(name: str) -> ParameterSet:
    """A real host is one of the KVM lab's, or one that was asked for: `make test-lab` tries it."""
    marks = [pytest.mark.kvm_lab] if name == REAL else []
    return pytest.param(name, marks=marks)


@pytest.fixture(params=[_parameter(name) for name in sorted([*MACHINES, REAL])])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    is_real = request.param == REAL
    lent = libvirt_real(request.getfixturevalue("real_host")) if is_real else MACHINES[request.param](tmp_path)
    try:
        needed = _reason(request.node, _DIFFERENCES[_WITHOUT_SHELL])
        if needed and not _has_shell(lent):
            pytest.skip(f"{needed} need a shell on the host")
        yield lent
    finally:
        if isinstance(lent.hypervisor, Lent):
            lent.hypervisor.give_back()
        lent.hypervisor.close()


def _has_shell(machine: Machine) -> bool:
    try:
        machine.devices.dasds()
    except Unsupported as failure:
        return NEEDS_SHELL not in str(failure)
    return True
