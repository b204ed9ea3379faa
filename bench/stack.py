"""A Pulumi project in a folder of its own with N guests; the floor is the same project with another provider."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench import guests
from bench.processes import LAUNCHERS, ROOT, environment
from tests.conftest import PulumiCli

LIMIT_S = 1800
_PROGRAM = """\
import json
from pathlib import Path

import zkvm_provider.sdk as zkvm

wanted = json.loads(Path("guests.json").read_text())
for inputs in wanted:
    zkvm.Guest(
        inputs["name"],
        host=inputs["host"],
        name=inputs["name"],
        memory=inputs["memory"],
        vcpus=inputs["vcpus"],
        domain_type=inputs["domainType"],
        power=inputs["power"],
        disks=[zkvm.DiskArgs(**disk) for disk in inputs["disks"]],
        interfaces=[
            zkvm.InterfaceArgs(name=lan["name"], macvtap=zkvm.MacvtapArgs(**lan["macvtap"]))
            for lan in inputs["interfaces"]
        ],
        consoles=[zkvm.ConsoleArgs(**console) for console in inputs["consoles"]],
    )
"""


class Stack:
    """One stack, up or down."""

    def __init__(self, folder: Path, pulumi: PulumiCli, *, provider: str, host: str, count: int, skip: bool) -> None:
        self._folder, self._binary, self._is_up = folder, pulumi.binary, False
        folder.mkdir(parents=True)
        (folder / "Pulumi.yaml").write_text(
            f"name: bench\nruntime: {{name: python, options: {{virtualenv: {Path(sys.prefix)}}}}}\n"
            f"plugins:\n  providers:\n    - {{name: zkvm, path: {LAUNCHERS[provider].parent}}}\n"
        )
        (folder / "__main__.py").write_text(_PROGRAM)
        self._declare(count, host or f"emulated://{folder}/lab.sqlite")
        clean = {name: value for name, value in environment().items() if not name.startswith("PULUMI_")}
        self._environment = {**clean, **pulumi.environment(folder / "home"), "PYTHONPATH": str(ROOT)}
        self._environment |= {"PULUMI_IGNORE_AMBIENT_PLUGINS": "true", "PULUMI_STACK": "bench"}
        if skip:
            self._environment["PULUMI_SKIP_CHECKPOINTS"] = "true"
        self._pulumi("stack", "init", "bench")
        self._pulumi("config", "set", "zkvm:owner", "bench")

    def prepare(self, command: str) -> None:
        """Down for `up`, up for everything else."""
        if command == "up" and self._is_up:
            self.run("destroy")
        elif command != "up" and not self._is_up:
            self.run("up")

    def run(self, command: str) -> None:
        """One command; raises AssertionError with all it said when it fails."""
        if command == "preview":
            self._pulumi("preview", "--expect-no-changes")
        elif command == "refresh":
            self._pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes")
        else:
            self._is_up = True  # also an `up` or `destroy` that fails leaves guests behind
            self._pulumi(command, "--yes", "--skip-preview")
            self._is_up = command == "up"

    def close(self) -> None:
        """Take it down, so that no guest stays on a real host."""
        if self._is_up:
            self.run("destroy")

    def _declare(self, count: int, host: str) -> None:
        import json

        wanted = [guests.inputs(name, host) for name in guests.names(count)]
        (self._folder / "guests.json").write_text(json.dumps(wanted))

    def _pulumi(self, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._binary), *arguments, "--non-interactive", "--color", "never"],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:]
