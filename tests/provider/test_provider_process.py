"""The plugin as a process: its first line, its silence, its end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

import zkvm_provider.provider
from tests.provider.driver import driving_port, engine_log
from zkvm_provider.model.kinds import kind_of

LAUNCHER = Path(zkvm_provider.provider.__file__).with_name("pulumi-resource-zkvm")
LIMIT_S = 30.0
HEAVY = ("lxml", "jinja2", "sqlite3", "libvirt", "pycdlib", "cattrs", "rich", "typer", "zkvm_provider.hypervisor")
ROOMS = ("zkvm_provider.apply", "zkvm_provider.libvirtxml", "zkvm_provider.wiring", "zkvm_provider.model.guest")


@contextmanager
def plugin(
    *arguments: str,
    command: tuple[str, ...] = (str(LAUNCHER),),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A running plugin and its port."""
    environment = {**os.environ, "ZKVM_PYTHON": sys.executable, **(env or {})}
    process = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=cwd
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.strip().isdigit(), f"no port: {line!r} {process.communicate()}"
        yield process, int(line)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_starting_imports_nothing_that_only_an_operation_needs() -> None:
    code = f"import sys, zkvm_provider.provider.serve; print([m for m in {HEAVY + ROOMS} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once_and_stdout_held_the_port_only(number: signal.Signals) -> None:
    with engine_log() as (_, address), plugin(address) as (process, port):
        with driving_port(port) as driver:
            driver.start()
            driver.check(kind_of("Qcow2Disk"), "a", {"pool": "images", "capacity": 1})
        process.send_signal(number)
        rest, errors = process.communicate(timeout=LIMIT_S)
    assert process.returncode == 0
    assert rest == ""
    assert errors == ""


def test_two_providers_run_side_by_side() -> None:
    with plugin() as (first, one), plugin() as (second, two):
        assert one != two
        for port in (one, two):
            with driving_port(port) as driver:
                driver.start()
        for process in (first, second):
            process.send_signal(signal.SIGINT)
            assert process.wait(LIMIT_S) == 0


def test_it_ends_when_its_engine_is_gone() -> None:
    read_end, write_end = os.pipe()
    script = f"""
import os, subprocess
command = [{str(LAUNCHER)!r}, "127.0.0.1:1"]
subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=({write_end},)).stdout.readline()
os._exit(9)
"""
    environment = {**os.environ, "ZKVM_PYTHON": sys.executable}
    engine = subprocess.run([sys.executable, "-c", script], env=environment, pass_fds=(write_end,), check=False)
    os.close(write_end)
    assert engine.returncode == 9
    with os.fdopen(read_end) as until_closed:
        assert until_closed.read() == "", "the pipe closes when the orphaned plugin has ended"


def test_attaching_needs_no_engine_argument_and_a_port_can_be_chosen() -> None:
    with plugin("--port", "0") as (_, port), driving_port(port) as driver:
        driver.start()


def test_the_log_file_is_private_and_stdout_stays_clean(tmp_path: Path) -> None:
    log = tmp_path / "zkvm.log"
    with plugin(env={"ZKVM_LOG": str(log), "ZKVM_LOG_LEVEL": "debug"}) as (process, port):
        with driving_port(port) as driver:
            driver.start()
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=LIMIT_S) == ("", "")
    assert log.stat().st_mode & 0o777 == 0o600


def test_the_launcher_finds_the_program_s_environment_from_a_folder_below_the_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    below = project / "program"
    below.mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: x\n")
    interpreter = project / "my env" / "bin" / "python"
    interpreter.parent.mkdir(parents=True)
    interpreter.write_text(f'#!/bin/sh\necho "$0" >> "{tmp_path}/used"\nexec {sys.executable} "$@"\n')
    interpreter.chmod(0o755)
    env = {"PULUMI_RUNTIME_VIRTUALENV": "my env", "ZKVM_PYTHON": "", "PATH": "/usr/bin:/bin"}
    with plugin(env=env, cwd=below):
        assert str(interpreter) in (tmp_path / "used").read_text()


@pytest.mark.parametrize(("is_shown", "calls"), [(True, 1), (False, 2)])
def test_an_environment_that_shows_the_package_is_not_asked_for_it(tmp_path: Path, is_shown: bool, calls: int) -> None:
    interpreter = tmp_path / "env" / "bin" / "python"
    site = tmp_path / "env" / "lib" / "python3.11" / "site-packages"
    interpreter.parent.mkdir(parents=True)
    interpreter.write_text(f'#!/bin/sh\necho "$1" >> "{tmp_path}/used"\nexec {sys.executable} "$@"\n')
    interpreter.chmod(0o755)
    if is_shown:
        (site / "zkvm_provider-1.0.dist-info").mkdir(parents=True)
    with plugin(env={"ZKVM_PYTHON": str(interpreter), "PATH": "/usr/bin:/bin"}):
        assert (tmp_path / "used").read_text().splitlines() == ["-P"] * calls


def test_the_launcher_works_through_a_link_and_falls_back_to_its_own_environment(tmp_path: Path) -> None:
    link = tmp_path / "bin" / "pulumi-resource-zkvm"
    link.parent.mkdir()
    link.symlink_to(LAUNCHER)
    own = {
        "VIRTUAL_ENV": sys.prefix,
        "ZKVM_PYTHON": "",
        "PULUMI_RUNTIME_VIRTUALENV": "missing",
        "PATH": "/usr/bin:/bin",
    }
    with plugin(command=(str(link),), env=own, cwd=tmp_path):
        pass


def test_without_the_package_the_launcher_says_so_in_one_line(tmp_path: Path) -> None:
    lonely = tmp_path / "provider" / "pulumi-resource-zkvm"
    lonely.parent.mkdir()
    lonely.write_bytes(LAUNCHER.read_bytes())
    lonely.chmod(0o755)
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("dirname", "readlink"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    environment = {"PATH": str(tools)}
    done = subprocess.run([str(lonely)], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "pip install zkvm-provider" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the policy is Linux's")
def test_threads_of_calls_take_turns_and_others_do_not() -> None:
    with engine_log() as (_, address), plugin(address) as (process, port), driving_port(port) as driver:
        driver.start()
        policies = [os.sched_getscheduler(int(each.name)) for each in Path(f"/proc/{process.pid}/task").iterdir()]
        assert set(policies) == {os.SCHED_BATCH, os.SCHED_OTHER}
        assert os.sched_getscheduler(process.pid) == os.SCHED_OTHER
