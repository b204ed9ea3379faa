"""Machines are started: a process with its own namespaces, its cables, then its daemons."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tools.kvmlab import process
from tools.kvmlab.command import LabError
from tools.kvmlab.machine import Spec, command, encode

_REPOSITORY = Path(__file__).resolve().parents[2]


@contextmanager
def machine(spec: Spec, pid_file: Path) -> Iterator[int]:
    """A machine whose daemons start when the block ends without a fault; gives its process number.

    Raises LabError with what it said when it cannot be made. A fault in the block ends the machine.
    """
    Path(spec.log).parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with Path(spec.log).open("ab") as log:
        starter = subprocess.Popen(
            command(spec),
            cwd=_REPOSITORY,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    stdin, stdout = _pipes(starter)
    stdin.write(encode(spec) + "\n")
    stdin.flush()
    number = stdout.readline().strip()
    if not number or stdout.readline().strip() != "prepared":
        raise LabError(f"the machine {spec.name} cannot be made; its log is {spec.log}: {_last_line(spec.log)}")
    process.remember(int(number), pid_file)
    try:
        yield int(number)
    except BaseException:
        process.kill(int(number))
        raise
    stdin.write("go on\n")
    stdin.close()
    stdout.close()
    starter.wait()


def _pipes(starter: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert starter.stdin is not None  # noqa: S101 - asked for with PIPE
    assert starter.stdout is not None  # noqa: S101
    return starter.stdin, starter.stdout


def _last_line(log: str) -> str:
    lines = Path(log).read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
