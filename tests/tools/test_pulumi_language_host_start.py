"""How the language host is started: twice in every run, so with nothing that it could do without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pulumi.runtime.proto import language_pb2 as pb

from tests.tools.language_host_running import HOST, running_host
from tools.pulumi.provision.pin import PINNED

LAUNCHER = HOST.with_name("launcher.sh")


def test_it_takes_the_protocol_without_the_sdk_around_it() -> None:
    argv = [sys.executable, "-X", "importtime", str(HOST), "--version"]
    told = subprocess.run(argv, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert "language_host_protocol" in imported
    assert not imported & {"pulumi", "pulumi.runtime.proto"}


def test_about_tells_the_same_here_as_from_a_process_of_its_own(tmp_path: Path) -> None:
    """The host's own Python by another path is asked in a process."""
    with running_host(tmp_path) as host:
        (host.project / "env").symlink_to(Path(sys.executable).parent.parent)
        here = host.stub.About(pb.AboutRequest())
        asked = host.stub.About(pb.AboutRequest(info=host.info(virtualenv="env")))
    assert (here.version, here.metadata) == (asked.version, asked.metadata)
    assert here.executable == sys.executable
    assert asked.executable == str(host.project / "env" / "bin" / "python")


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """A virtual environment's Python that notes what follows `-c` and its text in each call: for the host, a folder."""
    python = tmp_path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\necho "$3" >>{tmp_path}/calls\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return python


def _calls(python: Path) -> list[str]:
    environment = {"ZKVM_PYTHON": str(python), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [str(LAUNCHER), "--version"], cwd=python.parent, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{PINNED}\n"
    return (python.parents[2] / "calls").read_text().splitlines()


def test_an_environment_that_shows_the_sdk_is_not_asked_for_it(python: Path) -> None:
    for package in ("pulumi", "grpc"):
        folder = python.parents[1] / "lib" / "python3.11" / "site-packages" / package
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    assert _calls(python) == [str(HOST.parent)]


def test_an_environment_that_does_not_show_the_sdk_is_asked(python: Path) -> None:
    assert _calls(python) == ["", str(HOST.parent)]
