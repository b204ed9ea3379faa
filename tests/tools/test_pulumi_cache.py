"""The cache of a built CLI: whole or not there, made once, and sound after a kill at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.tools.pulumi_fakes import FAKE_PULUMI, PROVIDE, Machine, is_alive
from tools.waiting import wait_for

SOURCES = PROVIDE.parent


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.put_go()
    return made


def _start_held(machine: Machine) -> tuple[subprocess.Popen[str], Path]:
    """A build that has begun and waits for a file to appear."""
    hold = machine.cache.parent / "go-on"
    before = machine.build_count()
    child = machine.start("--way", "go", FAKE_GO_HOLD=str(hold))
    wait_for("the build has begun", lambda: machine.build_count() > before)
    return child, hold


def _build_process(machine: Machine) -> int:
    return int(machine.builds.read_text(encoding="utf-8").splitlines()[-1].split()[1])


def test_a_build_fills_the_cache_with_our_language_host(machine: Machine) -> None:
    done = machine.provide("--way", "go")
    assert (done.returncode, done.stdout) == (0, f"{machine.home}/bin/pulumi\n"), done.stderr
    files = {path.name: path for path in (machine.home / "bin").iterdir()}
    assert set(files) == {
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
        "language_host.py",
        "language_host_answers.py",
        "language_host_programs.py",
        "language_host_protocol.py",
    }
    assert all(os.access(path, os.X_OK) for path in files.values())
    assert files["language_host.py"].read_bytes() == (SOURCES / "language_host.py").read_bytes()
    assert "CGO_ENABLED=0" in machine.builds.read_text(encoding="utf-8")
    assert "building pulumi" in done.stderr
    assert "from its Go module" in done.stderr
    assert list(machine.cache.glob("*.log")) == []


def test_the_users_go_settings_reach_the_build(machine: Machine) -> None:
    machine.provide("--way", "go", GOFLAGS="-x-of-the-user")
    assert "GOFLAGS=-x-of-the-user -mod=readonly -modcacherw" in machine.builds.read_text(encoding="utf-8")


def test_a_filled_cache_is_used_without_building(machine: Machine) -> None:
    first = machine.provide("--way", "go")
    second = machine.provide("--way", "cache", "--way", "go")
    assert second.stdout == first.stdout
    assert machine.build_count() == 1


def test_a_failed_build_tells_what_go_said_and_leaves_nothing(machine: Machine) -> None:
    done = machine.provide("--way", "go", FAKE_GO_FAIL="1")
    assert done.returncode == 1
    assert "cannot reach the module mirror" in done.stderr
    assert f"full log: {machine.cache}/" in done.stderr
    assert not machine.home.exists()
    assert machine.leftovers() == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_an_interrupted_build_leaves_nothing_and_ends_its_compiler(
    machine: Machine, number: signal.Signals, code: int
) -> None:
    child, _ = _start_held(machine)
    compiler = _build_process(machine)
    child.send_signal(number)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, out) == (code, ""), err
    assert "Traceback" not in err
    assert not is_alive(compiler)
    assert not machine.home.exists()
    assert machine.leftovers() == []


def test_a_killed_build_leaves_no_usable_looking_cache_and_the_next_one_sweeps(machine: Machine) -> None:
    child, hold = _start_held(machine)
    compiler = _build_process(machine)
    child.kill()
    child.communicate(timeout=30)
    assert not machine.home.exists()
    assert len(machine.leftovers()) == 1
    assert machine.provide("--way", "cache").returncode == 1
    done = machine.provide("--way", "go")
    assert done.returncode == 0, done.stderr
    assert machine.leftovers() == []
    hold.touch()
    wait_for("the orphaned compiler has ended", lambda: not is_alive(compiler))


@pytest.mark.parametrize(
    "harm",
    ["complete.json", "bin/pulumi", "bin/pulumi-language-python", "bin/pulumi-language-python-exec"],
)
def test_a_half_filled_cache_is_rejected_and_built_again(machine: Machine, harm: str) -> None:
    machine.provide("--way", "go")
    (machine.home / harm).unlink()
    refused = machine.provide("--way", "cache")
    assert refused.returncode == 1
    assert "half-filled" in refused.stderr
    done = machine.provide("--way", "cache", "--way", "go")
    assert done.returncode == 0, done.stderr
    assert machine.build_count() == 2
    assert (machine.home / harm).exists()
    assert not (machine.home / "rejected").exists()


def test_a_truncated_binary_is_rejected(machine: Machine) -> None:
    machine.provide("--way", "go")
    (machine.home / "bin" / "pulumi").write_text(FAKE_PULUMI[:-1], encoding="utf-8")
    refused = machine.provide("--way", "cache")
    assert refused.returncode == 1
    assert "is damaged: bin/pulumi" in refused.stderr


def test_a_binary_of_another_version_is_rejected(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "built-pulumi").write_text("#!/bin/sh\necho v3.1.0\n", encoding="utf-8")
    done = machine.provide("--way", "go")
    assert done.returncode == 1
    assert "says it is 'v3.1.0'" in done.stderr
    assert not machine.home.exists()


def test_two_at_once_build_once_and_the_second_says_whom_it_waits_for(machine: Machine) -> None:
    first, hold = _start_held(machine)
    second = machine.start("--way", "go", FAKE_GO_HOLD=str(hold))
    said = second.stderr
    assert said is not None
    line = said.readline()
    assert f"waiting for process {first.pid}, which is filling {machine.cache}" in line
    hold.touch()
    answers = [child.communicate(timeout=30)[0] for child in (first, second)]
    assert answers == [f"{machine.home}/bin/pulumi\n"] * 2
    assert machine.build_count() == 1


def test_when_the_first_fails_the_second_builds(machine: Machine) -> None:
    first, hold = _start_held(machine)
    second = machine.start("--way", "go", FAKE_GO_HOLD=str(hold))
    said = second.stderr
    assert said is not None
    assert "waiting for process" in said.readline()
    first.terminate()
    first.communicate(timeout=30)
    hold.touch()
    out, _ = second.communicate(timeout=30)
    assert out == f"{machine.home}/bin/pulumi\n"
    assert machine.build_count() == 2


def test_a_newer_clone_brings_its_language_host_into_an_old_cache(machine: Machine) -> None:
    machine.provide("--way", "go")
    host = machine.home / "bin" / "language_host.py"
    host.write_text("an older one", encoding="utf-8")
    assert machine.provide("--way", "cache").returncode == 0
    assert host.read_bytes() == (SOURCES / "language_host.py").read_bytes()
    assert machine.build_count() == 1


def test_a_cache_for_another_platform_can_be_filled(machine: Machine) -> None:
    done = machine.provide("--way", "go", "--platform", "linux-s390x")
    assert done.stdout.endswith("-linux-s390x/bin/pulumi\n"), done.stderr
    assert "GOARCH=s390x" in machine.builds.read_text(encoding="utf-8")
