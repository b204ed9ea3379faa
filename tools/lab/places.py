"""Where the lab keeps what it makes: everything under `.zkvm/`, nothing elsewhere in the work tree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = "zkvm-lab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`root` is the repository; `stack` the name of a file `stacks/Pulumi.NAME.yaml`."""

    root: Path
    stack: str

    @property
    def hidden(self) -> Path:
        return self.root / ".zkvm"

    @property
    def project(self) -> Path:
        """The working copy of the project: Pulumi writes its encryption salt into the stack's file there."""
        return self.hidden / "project"

    @property
    def state(self) -> Path:
        return self.hidden / "state"

    @property
    def home(self) -> Path:
        """Pulumi's own folder (plugins, credentials), apart from the user's."""
        return self.hidden / "pulumi-home"

    @property
    def passphrase(self) -> Path:
        return self.hidden / "passphrase"

    @property
    def wrapper(self) -> Path:
        """A `pulumi` that works on the lab from any folder."""
        return self.hidden / "bin" / "pulumi"

    @property
    def stack_source(self) -> Path:
        return self.root / "stacks" / f"Pulumi.{self.stack}.yaml"

    @property
    def program(self) -> Path:
        """`stacks/NAME.py` where the stack has a program of its own, else the repository's."""
        own = self.root / "stacks" / f"{self.stack}.py"
        return own if own.is_file() else self.root

    @property
    def stack_copy(self) -> Path:
        return self.project / f"Pulumi.{self.stack}.yaml"

    @property
    def locks(self) -> Path:
        """Where Pulumi's file backend keeps the locks of the stack."""
        return self.state / ".pulumi" / "locks" / "organization" / PROJECT / self.stack

    @property
    def python(self) -> Path:
        return self.root / ".venv" / "bin" / "python"

    @property
    def zkvm(self) -> Path:
        return self.root / ".venv" / "bin" / "zkvm"
