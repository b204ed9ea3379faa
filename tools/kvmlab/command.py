"""Programs of the machine: argument vectors only, and an error that quotes what they said."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence


class LabError(Exception):
    """What stops the lab: the text says what is wrong and what helps."""


def run(*argv: str, stdin: str | None = None, env: dict[str, str] | None = None) -> str:
    """Run to the end; the standard output.

    Raises LabError with the command and what it wrote to standard error.
    """
    done = attempt(*argv, stdin=stdin, env=env)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()
        raise LabError(f"{' '.join(argv)} ended with exit code {done.returncode}: {said}")
    return done.stdout


def attempt(
    *argv: str, stdin: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run to the end, whatever comes out; a program that is missing counts as exit code 127."""
    try:
        return subprocess.run(list(argv), input=stdin or "", env=env, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        return subprocess.CompletedProcess(list(argv), 127, "", str(error))


def inside(pid: int, argv: Sequence[str]) -> tuple[str, ...]:
    """The command as it runs in all namespaces of process `pid` (nsenter of util-linux)."""
    return ("nsenter", "--target", str(pid), "--all", "--", *argv)
