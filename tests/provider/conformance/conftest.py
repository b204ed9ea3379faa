"""A base of each kind, made once, and for every test a copy of the host it was made on."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.provider.conformance import laws
from tests.provider.conformance.cases import BY_NAME, CONFIGURATION
from tests.provider.driver import Driver, driving
from zkvm_provider.model.kinds import Kind


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    with driving() as started:
        yield started


@pytest.fixture(scope="module")
def bases(driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Kind], tuple[Path, laws.Case]]:
    """Per kind: a folder with the emulated host after the base was made, and the case."""

    @functools.cache
    def base(kind: Kind) -> tuple[Path, laws.Case]:
        folder = tmp_path_factory.mktemp(kind.name)
        (folder / "Pulumi.yaml").write_text("name: lab\n")
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            return folder, laws.make(driver, kind, BY_NAME, CONFIGURATION)

    return base


@pytest.fixture
def case(
    request: pytest.FixtureRequest,
    driver: Driver,
    bases: Callable[[Kind], tuple[Path, laws.Case]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> laws.Case:
    """The case of the kind the test is about, on a copy of its host, in a run of its own."""
    folder, found = bases(request.node.callspec.params["kind"])
    shutil.copytree(folder, tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    driver.start(**CONFIGURATION)
    return found
