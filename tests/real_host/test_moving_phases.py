"""zkvm speaks to both hosts and is killed between any two steps of libvirt's migration protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.real.presence import lab_host
from tests.real_host.counting import Counting, begun_anew, program
from tests.real_host.interrupting import KillingProxy

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(1200),
]

STEPS = {"begin": 302, "prepare": 303, "perform": 305, "finish": 306, "confirm": 307}
"""Calls of libvirt's migration protocol, version 3 with parameters (remote_protocol.x: DOMAIN_MIGRATE_*3_PARAMS).

Prepare and finish go to the new host, the others to the old one.
"""


@pytest.fixture
def watched(tmp_path: Path, counting: Counting) -> Iterator[dict[str, KillingProxy]]:
    """The ways to both hosts."""
    ways = {}
    for place in counting.hosts:
        (tmp_path / place.name).mkdir()
        ways[place.name] = KillingProxy(tmp_path / place.name / "socket", place.socket)
    yield ways
    for way in ways.values():
        way.close()


@pytest.fixture
def direct(tmp_path: Path, pulumi_cli: PulumiCli, counting: Counting, watched: dict[str, KillingProxy]) -> Stack:
    """A stack that reaches both hosts by these ways, so that no host can speak to the other one."""
    stack = Stack(tmp_path / "project", pulumi_cli)
    for place in counting.hosts:
        uri = f"qemu+unix:///system?socket={tmp_path / place.name / 'socket'}"
        for key, value in {"uri": uri, "shell": lab_host(place).shell or ""}.items():
            stack.run("config", "set", "--path", f"zkvm:hosts.{place.name}.{key}", value, expect=0)
    stack.run("config", "set", "zkvm:host", "lpar1", expect=0)
    return stack


@begun_anew
def test_killed_before_any_step_it_runs_once_and_the_next_up_converges(
    direct: Stack, watched: dict[str, KillingProxy], counting: Counting, disk: str
) -> None:
    direct.program(program("lpar1", disk))
    direct.up()
    counting.begin("lpar1")
    last, boot = counting.read()
    old, new = "lpar1", "lpar2"
    for step, procedure in STEPS.items():
        direct.program(program(new, disk))
        watched[new if step in {"prepare", "finish"} else old].deadly = procedure
        killed = direct.up(expect=None)
        assert killed.code != 0, killed.text
        assert not any(way.deadly for way in watched.values()), f"{step} was never called"
        assert len(counting.copies()) <= 2, step
        assert len(counting.counting()) <= 1, step
        direct.up()
        assert (counting.copies(), counting.defined()) == ([new], [new]), step
        count, same_boot = counting.read()
        assert (count > last, same_boot) == (True, boot), step
        last, old, new = count, new, old
    direct.up("--expect-no-changes", "--refresh")
