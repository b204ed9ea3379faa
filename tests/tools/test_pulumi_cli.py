"""The real Pulumi CLI with the language host that was provided with it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.tools.pulumi_fakes import DEADLINE_S, is_alive
from tools.waiting import wait_for

pytestmark = pytest.mark.pulumi_cli

PROGRAM = """
import os, pathlib, sys, time
import pulumi

config = pulumi.Config()
print("said on stdout")
print("said on stderr", file=sys.stderr)
pulumi.export("answer", config.get_int("answer") or 42)
if config.get_bool("fail"):
    raise RuntimeError("the program has failed")
if config.get_bool("wait"):
    pathlib.Path("running").write_text(f"{os.getppid()} {os.getpid()} ")
    time.sleep(600)
"""


class Project:
    """A trivial project with one stack, in an environment of its own."""

    def __init__(self, cli: PulumiCli, folder: Path) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        (self.folder / "Pulumi.yaml").write_text("name: trivial\nruntime: python\n", encoding="utf-8")
        (self.folder / "__main__.py").write_text(PROGRAM, encoding="utf-8")
        self.cli, self.env = cli, cli.environment(folder / "home")
        self.run("stack", "init", "dev")

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.cli.run(*arguments, cwd=self.folder, env=self.env, check=check)


@pytest.fixture
def project(pulumi_cli: PulumiCli, tmp_path: Path) -> Project:
    return Project(pulumi_cli, tmp_path)


def test_preview_shows_the_exported_value_and_what_the_program_says(project: Project) -> None:
    done = project.run("preview")
    assert "answer: 42" in done.stdout
    assert "said on stdout" in done.stdout
    assert "said on stderr" in done.stdout


def test_up_and_destroy_work(project: Project) -> None:
    project.run("config", "set", "answer", "7")
    project.run("up", "--yes", "--skip-preview")
    assert project.run("stack", "output", "answer").stdout == "7\n"
    project.run("destroy", "--yes", "--skip-preview")


def test_a_failing_program_shows_its_own_trace_only(project: Project) -> None:
    project.run("config", "set", "fail", "true")
    done = project.run("preview", check=False)
    assert done.returncode != 0
    assert "RuntimeError: the program has failed" in done.stdout
    assert "__main__.py" in done.stdout
    assert "non-zero exit code" not in done.stdout


def test_the_host_does_not_hold_up_the_end(project: Project) -> None:
    """A language host that lingers costs five seconds in each of the two starts of a run."""
    began = time.monotonic()
    project.run("preview")
    assert time.monotonic() - began < 10.5  # it took 1.6 s; two lingering hosts make it 11.6


def test_about_and_the_list_of_dependencies_work(project: Project) -> None:
    assert "languageHost='zkvm'" in (said := project.run("about").stdout) or "toolchain='Pip'" in said
    assert "pulumi" in project.run("about", "--transitive").stdout


@pytest.fixture
def waiting(project: Project) -> Iterator[tuple[subprocess.Popen[bytes], int, int]]:
    """A preview whose program waits: the CLI, and the process ids of language host and program."""
    if not project.cli.binary.with_name("language_host.py").is_file():
        pytest.skip("this CLI came with another language host, whose end is not ours to promise")
    project.run("config", "set", "wait", "true")
    noted = project.folder / "running"
    argv = [str(project.cli.binary), "preview", "--non-interactive"]
    with subprocess.Popen(argv, cwd=project.folder, env=project.env, stdout=subprocess.DEVNULL) as cli:
        try:
            wait_for("the program runs", lambda: noted.exists() and noted.read_text(encoding="utf-8")[-1:] == " ")
            host, program = (int(word) for word in noted.read_text(encoding="utf-8").split())
            yield cli, host, program
        finally:
            cli.kill()


def test_a_killed_cli_leaves_no_process_behind(waiting: tuple[subprocess.Popen[bytes], int, int]) -> None:
    cli, host, program = waiting
    cli.kill()
    wait_for("the language host has ended", lambda: not is_alive(host))
    wait_for("the program has ended", lambda: not is_alive(program))


def test_an_interrupted_cli_ends_soon_with_all_of_it(waiting: tuple[subprocess.Popen[bytes], int, int]) -> None:
    cli, host, program = waiting
    began = time.monotonic()
    cli.send_signal(signal.SIGINT)
    assert cli.wait(timeout=DEADLINE_S) != 0
    assert time.monotonic() - began < 4.8  # a patience of five seconds is what others have
    assert not is_alive(host)
    assert not is_alive(program)
