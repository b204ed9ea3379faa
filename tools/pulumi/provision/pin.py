"""Which Pulumi CLI is wanted, and what a version or a platform is called."""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass

PINNED = "3.259.0"
GO_NEEDED = (1, 25, 11)

CLI = "pulumi"
LANGUAGE_HOST = "pulumi-language-python"
EXECUTOR = "pulumi-language-python-exec"
HOST_SCRIPTS = (
    "language_host_answers.py",
    "language_host_programs.py",
    "language_host_protocol.py",
    "language_host.py",  # last, for it needs the others
)

_RELEASE_ARCH = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_GO_ARCH = {"x64": "amd64"}


class Unavailable(Exception):
    """This way cannot provide the CLI; the text is the reason, ready to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """Operating system and processor, in the words of Pulumi's release archives (``linux-x64``)."""

    system: str
    machine: str

    @classmethod
    def here(cls) -> Platform:
        """The platform of this process."""
        machine = platform.machine().lower()
        return cls(system=platform.system().lower(), machine=_RELEASE_ARCH.get(machine, machine))

    @classmethod
    def parse(cls, text: str) -> Platform:
        """``linux-s390x`` → its parts; raises ``ValueError``."""
        system, dash, machine = text.partition("-")
        if not (dash and re.fullmatch(r"[a-z0-9]+", system) and re.fullmatch(r"[a-z0-9_]+", machine)):
            raise ValueError(f"{text!r} is no platform; write it as linux-x64, linux-s390x, darwin-arm64")
        return cls(system=system, machine=_RELEASE_ARCH.get(machine, machine))

    @property
    def goarch(self) -> str:
        """The processor's name in Go's words (``amd64``)."""
        return _GO_ARCH.get(self.machine, self.machine)

    def __str__(self) -> str:
        return f"{self.system}-{self.machine}"


def version_of(text: str) -> tuple[int, int, int] | None:
    """The first ``X.Y.Z`` in a program's answer; ``None`` when there is none.

    A pre-release counts as its predecessor, for it came before the release it names.
    """
    found = re.search(r"v?(\d+)\.(\d+)(?:\.(\d+))?(-(?:alpha|beta|rc|dev)[\w.]*)?", text)
    if found is None:
        return None
    major, minor, patch = int(found[1]), int(found[2]), int(found[3] or 0)
    return (major, minor, patch - 1) if found[4] else (major, minor, patch)


def is_new_enough(version: tuple[int, int, int]) -> bool:
    """Whether a CLI of this version can stand in for the pinned one: same major, not older."""
    wanted = version_of(PINNED)
    return wanted is not None and version[0] == wanted[0] and version >= wanted
