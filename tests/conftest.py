"""What every test may ask for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.needing import need
from tests.repeatable import repeat_examples
from tools.pulumi_environment import inherited, own_pulumi

if TYPE_CHECKING:
    from tests.kvmlab.conftest import RunningLab
    from tests.real.presence import RealHost

_REPOSITORY = Path(__file__).resolve().parent.parent
_TOOLS = _REPOSITORY / "tools" / "pulumi"
_RUN_LIMIT_S = 240.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PulumiCli:
    """The real Pulumi CLI, to be run in an environment of its own: the user's login and stacks stay untouched."""

    binary: Path

    def environment(self, home: Path) -> dict[str, str]:
        """An offline environment whose state, plugins and settings all lie under ``home``."""
        state = home / "state"
        state.mkdir(parents=True, exist_ok=True)
        python = Path(sys.executable)
        return {
            **inherited("PULUMI_"),
            **own_pulumi(pulumi=self.binary, python=python, home=home / "pulumi", backend=state.as_uri()),
            "PULUMI_CONFIG_PASSPHRASE": "for tests only",
            "NO_COLOR": "1",
        }

    def run(
        self, *arguments: str, cwd: Path, env: Mapping[str, str], check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """``pulumi ARGUMENTS`` without questions; with ``check`` a failure fails the test and shows all output."""
        argv = [str(self.binary), *arguments, "--non-interactive"]
        done = subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, timeout=_RUN_LIMIT_S, check=False)
        if check and done.returncode != 0:
            pytest.fail(f"{' '.join(argv)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done


@pytest.fixture(scope="session")
def pulumi_cli() -> PulumiCli:
    """The real CLI; without one the test is skipped with the reason, and fails in CI."""
    done = _provide("path", "cache")
    if done.returncode != 0:
        need("Pulumi CLI", f"`python tools/pulumi/provide.py` provides one\n{done.stderr}")
    return PulumiCli(binary=Path(done.stdout.strip()))


@pytest.fixture(scope="session")
def browser() -> str:
    """A real browser that runs without a display."""
    from tests.browsing import find_browser

    return find_browser()


@pytest.fixture(scope="session")
def shared_lab() -> Iterator[RunningLab]:
    """Two real libvirt hosts for all tests of the session; the daemon of the first may be killed."""
    from tests.kvmlab.conftest import lab_of_tests
    from tests.real.presence import binding

    binding()
    with lab_of_tests("shared") as lab:
        yield lab


@pytest.fixture(scope="session")
def real_host(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RealHost:
    """The libvirt host that ZKVM_TEST_URI names, or the second one of the tests' own lab."""
    from tests.real.presence import binding, is_lab, lab_host, named_host

    binding()
    if not is_lab():
        return named_host(tmp_path_factory.mktemp("real"))
    return lab_host(request.getfixturevalue("shared_lab").lab.hosts[1])


def pytest_configure() -> None:
    repeat_examples()


def pytest_collection_finish(session: pytest.Session) -> None:
    """In CI the CLI is provided before the first test: building it takes longer than any test may."""
    is_wanted = any(item.get_closest_marker("pulumi_cli") for item in session.items)
    if not (is_wanted and os.environ.get("CI")) or session.config.option.collectonly:
        return
    capture = session.config.pluginmanager.getplugin("capturemanager")
    if capture is None:
        _provide(show=True)
        return
    with capture.global_and_fixture_disabled():
        _provide(show=True)


def _provide(*ways: str, show: bool = False) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, str(_TOOLS / "provide.py"), *(part for way in ways for part in ("--way", way))]
    errors = None if show else subprocess.PIPE
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=errors, text=True, check=False)
