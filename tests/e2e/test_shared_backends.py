"""Two runners on one state: none loses an update, and the one that waits says for whom."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.backends import Backend, object_store, postgresql
from tests.e2e.lab import LIMIT_S, REPOSITORY, Lab
from tools.waiting import wait_for

pytestmark = [pytest.mark.pulumi_cli, pytest.mark.timeout(600)]

WITH_LOCK = REPOSITORY / "examples" / "gitops" / "pipeline" / "with-lock"
UP = ("pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--stack", "test", "--color", "never")
STORES = {"object store": object_store, "PostgreSQL": postgresql}

PROGRAM = """
import os, pathlib, time
pool = zkvm.StoragePool("pool", name="pool", target="/var/lib/libvirt/images")
for name in {volumes}:
    zkvm.Qcow2Disk(name, pool=pool, name=name, capacity="1 GiB")
if "STARTED" in os.environ:
    pathlib.Path(os.environ["STARTED"]).touch()
    while not os.path.exists(os.environ["GO_ON"]):
        time.sleep(0.02)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedCli(PulumiCli):
    """The CLI with its state in a backend."""

    backend: Backend

    def environment(self, home: Path) -> dict[str, str]:
        own = PulumiCli.environment(self, home)
        return {**own, "PULUMI_BACKEND_URL": self.backend.url, **self.backend.environment}


def start_up(runner: Lab, **environment: str) -> subprocess.Popen[str]:
    """`up` as the pipeline calls it."""
    path = f"{Path(sys.executable).parent}:{runner.environment['PATH']}"
    return subprocess.Popen(
        [sys.executable, str(WITH_LOCK), "test", *UP],
        cwd=runner.folder,
        env={**runner.environment, "PATH": path, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("store", STORES)
def test_two_runners_lose_no_update_and_the_second_says_whom_it_waits_for(
    tmp_path: Path, pulumi_cli: PulumiCli, store: str
) -> None:
    started, go_on = tmp_path / "started", tmp_path / "go-on"
    with STORES[store](tmp_path / "backend") as backend:
        cli = SharedCli(binary=pulumi_cli.binary, backend=backend)
        one = Lab(tmp_path / "one", cli, {"zkvm:host": f"emulated://{tmp_path}/lab.sqlite?host=lpar1"})
        two = one.copy(tmp_path / "two")
        one.program(PROGRAM.format(volumes=["a"]))
        two.program(PROGRAM.format(volumes=["a", "b"]))

        first = start_up(one, STARTED=str(started), GO_ON=str(go_on))
        wait_for("the first runner is in its update", started.exists)
        second = start_up(two)
        assert second.stdout is not None
        told = next(line for line in second.stdout if line.startswith("pipeline: "))
        assert "pipeline: stack test is being changed by" in told
        assert "this run waits for it" in told
        go_on.touch()
        assert first.communicate(timeout=LIMIT_S)[0] is not None
        rest = second.communicate(timeout=LIMIT_S)[0]
        assert (first.returncode, second.returncode) == (0, 0), rest

        names = {resource["urn"].split("::")[-1] for resource in one.resources() if "zkvm:" in resource["type"]}
        assert {"pool", "a", "b"} <= names
        two.up("--expect-no-changes")


def test_a_runner_that_may_not_wait_gives_up_with_the_holders_name(tmp_path: Path, pulumi_cli: PulumiCli) -> None:
    started, go_on = tmp_path / "started", tmp_path / "go-on"
    one = Lab(tmp_path / "one", pulumi_cli)
    one.program(PROGRAM.format(volumes=["a"]))
    first = start_up(one, STARTED=str(started), GO_ON=str(go_on))
    wait_for("the first runner is in its update", started.exists)
    second = start_up(one, WAIT_S="0")
    said = second.communicate(timeout=LIMIT_S)[0]
    go_on.touch()
    first.communicate(timeout=LIMIT_S)
    assert (first.returncode, second.returncode) == (0, 75)
    assert "is still being changed by" in said
    assert "nothing was changed" in said
