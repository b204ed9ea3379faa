"""Every lab of `stacks/` that is emulated: up, a second up that changes nothing, the same content every time, down."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.conftest import PulumiCli
from tests.e2e.lab import REPOSITORY
from tools.lab.places import Places
from tools.lab.summary import NOTHING_CHANGED, host_uri
from zkvm_provider.wiring import administer

pytestmark = [pytest.mark.pulumi_cli, pytest.mark.timeout(900)]

LABS = sorted(path.stem for path in (REPOSITORY / "stacks").glob("*.py"))
BIG = frozenset({"hundred"})
"""Labs that are made once only, for the time it takes; what holds for the others holds for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A work tree of the repository, with a lab of its own."""

    places: Places

    def make(self, verb: str) -> str:
        command = [
            sys.executable,
            "-m",
            "tools.lab",
            verb,
            "--root",
            str(self.places.root),
            "--stack",
            self.places.stack,
        ]
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def content(self) -> str:
        uri = host_uri(self.places).replace("emulated:", f"emulated:{self.places.root}/", 1)
        return administer(uri).export(definitions=True)


def tree(root: Path, lab: str) -> Tree:
    root.mkdir()
    for name in ("Pulumi.yaml", "__main__.py", "zkvm_provider", "templates", "tools"):
        (root / name).symlink_to(REPOSITORY / name)
    shutil.copytree(REPOSITORY / "stacks", root / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    (root / ".venv").symlink_to(Path(sys.prefix))
    return Tree(places=Places(root=root, stack=lab))


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_comes_up_the_same_every_time(
    lab: str, tmp_path: Path, pulumi_cli: PulumiCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{pulumi_cli.binary.parent}:{os.environ['PATH']}")
    one, two = tree(tmp_path / "one", lab), tree(tmp_path / "two", lab)
    one.make("up")
    assert NOTHING_CHANGED in one.make("up")
    if lab not in BIG:
        two.make("up")
        assert one.content().splitlines() == two.content().splitlines()
    one.make("down")
    for kind in ("domains", "networks", "pools", "volumes"):
        below = one.content().split(f"# {kind}\n")[1].split("\n# ")[0]
        assert not below or below.startswith("# "), f"{kind} are left"


@pytest.mark.parametrize("lab", LABS)
def test_a_lab_is_a_program_an_inventory_and_a_stack_with_a_seed(lab: str) -> None:
    stack = yaml.safe_load((REPOSITORY / "stacks" / f"Pulumi.{lab}.yaml").read_text(encoding="utf-8"))["config"]
    assert (REPOSITORY / "stacks" / f"{lab}.inventory.yaml").is_file()
    assert stack["zkvm:owner"], "an owner of its own makes uuids the same every time"
    assert f"inventory=stacks/{lab}.inventory.yaml" in stack["zkvm:host"]
    assert f"seed={lab}" in stack["zkvm:host"]
