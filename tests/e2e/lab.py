"""A Pulumi project of its own in a temporary folder: the real engine, the real provider, and a host."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import PulumiCli
from zkvm_provider.hypervisor.emulated.administration import JournalRow
from zkvm_provider.wiring import administer

REPOSITORY = Path(__file__).resolve().parents[2]
LIMIT_S = 240
OWNER = "e2e-owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended, and all it said."""

    code: int
    text: str

    def __contains__(self, part: str) -> bool:
        return part in self.text


class Lab:
    """One stack `test`. Every command ends by itself or fails the test after LIMIT_S.

    `settings` is further stack configuration; with `zkvm:host` in it the stack lives on that host.
    """

    def __init__(self, folder: Path, pulumi: PulumiCli, settings: Mapping[str, str] | None = None) -> None:
        self.folder, self.cli, self._settings = folder, pulumi, {"zkvm:owner": OWNER, **(settings or {})}
        self.store = folder / ".zkvm" / "lab.sqlite"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "Pulumi.yaml").write_text(
            textwrap.dedent(
                f"""\
                name: e2e
                runtime: {{name: python, options: {{virtualenv: {Path(sys.prefix)}}}}}
                plugins:
                  providers:
                    - {{name: zkvm, path: {REPOSITORY / "zkvm_provider" / "provider"}}}
                """
            )
        )
        clean = pulumi.environment(folder / "pulumi")
        self.environment = {name: value for name, value in clean.items() if name not in {"ZKVM_URI", "ZKVM_FAULT"}}
        self.environment |= {"PULUMI_STACK": "test"}
        if host := self._settings.get("zkvm:host"):
            self.environment["ZKVM_URI"] = host
        if not (folder / "Pulumi.test.yaml").exists():
            self.run("stack", "init", "test", expect=0)
            self.configure(self._settings)

    def copy(self, folder: Path) -> Lab:
        """The same lab in another folder, with everything done so far."""
        shutil.copytree(self.folder, folder)
        return Lab(folder, self.cli, self._settings)

    def configure(self, settings: Mapping[str, str]) -> None:
        """Set the stack's configuration: `zkvm:NAME` for the provider, `NAME` for the program."""
        pairs = [part for name, value in settings.items() for part in ("--plaintext", f"{name}={value}")]
        self.run("config", "set-all", *pairs, expect=0)

    def program(self, text: str) -> None:
        """Write the program; `pulumi` and `zkvm` are imported for it."""
        head = "import pulumi\nimport zkvm_provider.sdk as zkvm\n"
        (self.folder / "__main__.py").write_text(head + textwrap.dedent(text))

    def run(self, *arguments: str, expect: int | None = None, **environment: str) -> Outcome:
        """`pulumi …` without colours; `expect` is the exit code it must have."""
        done = subprocess.run(
            [str(self.cli.binary), *arguments, "--non-interactive", "--color", "never"],
            cwd=self.folder,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert expect is None or done.returncode == expect, done.stdout
        return Outcome(code=done.returncode, text=done.stdout)

    def up(self, *arguments: str, expect: int | None = 0, **environment: str) -> Outcome:
        return self.run("up", "--yes", "--skip-preview", *arguments, expect=expect, **environment)

    def preview(self, *arguments: str, expect: int | None = 0) -> Outcome:
        return self.run("preview", *arguments, expect=expect)

    def refresh(self, *arguments: str, expect: int | None = 0) -> Outcome:
        return self.run("refresh", "--yes", "--skip-preview", *arguments, expect=expect)

    def destroy(self, expect: int | None = 0) -> Outcome:
        return self.run("destroy", "--yes", "--skip-preview", expect=expect)

    def zkvm(self, *arguments: str) -> str:
        """`zkvm …` on the lab's store."""
        command = [str(Path(sys.executable).with_name("zkvm")), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def journal(self) -> tuple[JournalRow, ...]:
        """Every verb that changed something on the emulated hosts so far."""
        return administer(f"emulated://{self.store}").log()

    def resources(self) -> list[dict[str, Any]]:
        """The stack's resources as the state has them."""
        exported = json.loads(self.run("stack", "export", expect=0).text)
        found: list[dict[str, Any]] = exported["deployment"].get("resources", [])
        return found

    def outputs_of(self, kind: str, name: str) -> dict[str, Any]:
        """The state of one resource."""
        for resource in self.resources():
            if resource["type"] == f"zkvm:index:{kind}" and resource["urn"].endswith(f"::{name}"):
                outputs: dict[str, Any] = resource["outputs"]
                return outputs
        raise AssertionError(f"no {kind} {name} in the state")
