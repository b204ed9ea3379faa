"""A forge in a folder: a bare repository with the example's hooks, a clone to work in, and state of its own.

Everything lies under one folder; the user's Pulumi login, plugins and git settings are not touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.pulumi_environment import inherited, own_pulumi

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "gitops"
_STORE = "emulated:///var/tmp/zkvm-gitops/lab.sqlite"
_LIMIT_S = 300


class Forge:
    """`pulumi` is the CLI; `backend` the URL of the state, a folder here when it is empty."""

    def __init__(self, folder: Path, pulumi: Path, *, backend: str = "") -> None:
        self.bare, self.clone, self.store = folder / "bare.git", folder / "clone", folder / "lab.sqlite"
        self.state = folder / "state"
        self.state.mkdir(parents=True)
        python, backend = Path(sys.executable), backend or self.state.as_uri()
        self.environment = {
            **inherited("PULUMI_", "GIT_", "ZKVM_"),
            **own_pulumi(pulumi=pulumi, python=python, home=folder / "pulumi", backend=backend),
            "PULUMI_CONFIG_PASSPHRASE_FILE": str(self._passphrase(folder)),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _WHO.items()},
        }
        self._make_repository()

    def git(self, *arguments: str, expect: int | None = 0) -> str:
        """git in the clone; all it said, the hooks' words included."""
        return self.run("git", *arguments, expect=expect)

    def commit(self, subject: str, *changes: tuple[str, str, str]) -> None:
        """Change files of the clone, each (file, text, text instead), and commit."""
        for name, old, new in changes:
            file = self.clone / name
            text = file.read_text(encoding="utf-8")
            if old not in text:
                raise ValueError(f"{name} does not contain {old!r}")
            file.write_text(text.replace(old, new), encoding="utf-8")
        self.git("commit", "--quiet", "--all", "--message", subject)

    def pipeline(self, step: str, *arguments: str, expect: int | None = 0) -> str:
        """A step of the pipeline in the clone, as a scheduled run calls it."""
        return self.run(str(self.clone / "pipeline" / step), *arguments, expect=expect)

    def zkvm(self, host: str, *arguments: str) -> str:
        """What an operator types on a host, behind Pulumi's back."""
        return self.run("zkvm", "--uri", f"emulated://{self.store}?host={host}", *arguments)

    def run(self, *command: str, expect: int | None = 0) -> str:
        """Run in the clone; raises RuntimeError with all output for another exit code than `expect`."""
        done = subprocess.run(
            command,
            cwd=self.clone,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_LIMIT_S,
            check=False,
        )
        if expect is not None and done.returncode != expect:
            raise RuntimeError(f"`{' '.join(command)}` ended with {done.returncode}, not {expect}:\n{done.stdout}")
        return done.stdout

    def _passphrase(self, folder: Path) -> Path:
        file = folder / "passphrase"
        file.write_text("only for this story\n", encoding="utf-8")
        file.chmod(0o600)
        return file

    def _make_repository(self) -> None:
        shutil.copytree(EXAMPLE, self.clone, ignore=shutil.ignore_patterns("__pycache__", ".venv", "hooks"))
        for file in self.clone.glob("Pulumi.lpar*.yaml"):
            file.write_text(file.read_text().replace(_STORE, f"emulated://{self.store}"), encoding="utf-8")
        (self.clone / ".venv").symlink_to(sys.prefix)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("init", "--quiet", "--bare", "--initial-branch", "main", str(self.bare))
        for hook in (EXAMPLE / "hooks").iterdir():
            shutil.copy2(hook, self.bare / "hooks" / hook.name)
        (self.bare / "hooks" / "venv").symlink_to(sys.prefix)
        self.git("remote", "add", "origin", str(self.bare))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "guests: two hosts")


_WHO = {"NAME": "Operator", "EMAIL": "operator@example.com"}
