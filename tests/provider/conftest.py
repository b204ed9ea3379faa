"""A provider over a real socket in a project of its own, and the emulated host it makes things on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.provider.driver import Driver, driving
from tests.provider.storage_runs import a_run_begins
from tests.provider.template_runs import FOLDER, TemplateRuns
from zkvm_provider.hypervisor.port import Endpoint
from zkvm_provider.wiring import connect


@pytest.fixture
def driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Driver]:
    (tmp_path / "Pulumi.yaml").write_text("name: lab\n")
    monkeypatch.chdir(tmp_path)
    with driving() as started:
        a_run_begins(started)
        yield started


@pytest.fixture
def host(driver: Driver, tmp_path: Path) -> Endpoint:
    """The same emulated host, for an administrator who works beside the provider."""
    (tmp_path / ".zkvm").mkdir(exist_ok=True)
    return connect(f"emulated://{tmp_path}/.zkvm/lab.sqlite", create=True)


@pytest.fixture
def templating(driver: Driver, host: Endpoint, tmp_path: Path) -> TemplateRuns:
    (tmp_path / FOLDER).mkdir()
    return TemplateRuns(folder=tmp_path / FOLDER, driver=driver, host=host)
