"""A real guest goes to the other host and back while it counts; whoever moves it is killed in every phase."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.e2e.lab import Lab as Stack
from tests.real_host.counting import ARRIVAL_LIMIT_S, NAME, Counting, program
from tests.real_host.inventory import Inventory

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.xdist_group("kvmlab"),
    pytest.mark.timeout(600),
]


def test_a_guest_that_counts_goes_there_and_back(both: Stack, counting: Counting, disk: str) -> None:
    both.program(program("lpar1", disk))
    both.up()
    counting.begin("lpar1")
    first, boot = counting.read("lpar1")
    identity = counting.identity("lpar1")

    both.program(program("lpar2", disk, more='migration=zkvm.MigrationArgs(mode="p2p", tunnelled=True),'))
    assert "host lpar1 → lpar2: live (it migrates while it runs, p2p, tunnelled)" in both.preview()
    assert counting.defined() == ["lpar1"]
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    second, same_boot = counting.read("lpar2")
    assert (second > first, same_boot) == (True, boot)
    assert counting.identity("lpar2") == identity
    both.up("--expect-no-changes", "--refresh")

    both.program(program("lpar1", disk, more='migration=zkvm.MigrationArgs(mode="direct"),'))
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar1"], ["lpar1"])
    third, same_boot = counting.read("lpar1")
    assert (third > second, same_boot) == (True, boot)
    both.up("--expect-no-changes", "--refresh")

    other = counting.hosts[1].tcp_uri
    virsh = Inventory(counting.hosts[0].uri).virsh
    virsh("migrate", "--live", "--p2p", "--persistent", "--undefinesource", NAME, other)
    both.refresh()
    assert both.outputs_of("Guest", "counter")["host"] == "lpar2"
    both.up()
    assert counting.defined() == ["lpar1"]
    assert counting.read("lpar1")[1] == boot
    both.destroy()
    assert counting.defined() == []


KILLS = (("p2p", "before"), ("p2p", "during"), ("p2p", "after"), ("direct", "during"))


def test_a_mover_killed_in_any_phase_leaves_one_copy_and_the_next_up_converges(
    both: Stack, counting: Counting, disk: str
) -> None:
    more = ""
    both.program(program("lpar1", disk, more=more))
    both.up()
    counting.begin("lpar1")
    last, boot = counting.read("lpar1")
    old, new = "lpar1", "lpar2"
    for mode, phase in KILLS:
        kill, more = f"kill:{phase}:1", f'migration=zkvm.MigrationArgs(mode="{mode}"),'
        both.program(program(new, disk, more=more))
        killed = both.up(expect=None, ZKVM_FAULT=kill)
        assert killed.code != 0, killed.text
        assert len(counting.settled()) == 1
        both.up()
        assert (counting.copies(), counting.defined()) == ([new], [new]), kill
        count, same_boot = counting.read(new)
        assert (count > last, same_boot) == (True, boot), kill
        last, old, new = count, new, old
    both.up("--expect-no-changes", "--refresh")


def test_all_of_pulumi_killed_while_it_migrates(both: Stack, counting: Counting, disk: str) -> None:
    """Engine, language host and provider at once; the state has an operation that was never finished."""
    slow = 'migration=zkvm.MigrationArgs(mode="p2p", bandwidth_mib_s=20),'
    both.program(program("lpar1", disk, more=slow))
    both.up()
    counting.begin("lpar1")
    _, boot = counting.read("lpar1")
    both.program(program("lpar2", disk, more=slow))
    argv = [str(both._cli.binary), "up", "--yes", "--skip-preview", "--non-interactive"]
    running = subprocess.Popen(
        argv, cwd=both.folder, env=both.environment, stdout=sys.stderr, stderr=sys.stderr, start_new_session=True
    )
    deadline = time.monotonic() + ARRIVAL_LIMIT_S
    while "lpar2" not in counting.copies():
        assert running.poll() is None
        assert time.monotonic() < deadline
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert len(counting.settled()) == 1
    both.run("cancel", "--yes", expect=0)
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    assert counting.read("lpar2")[1] == boot
    both.up("--expect-no-changes", "--refresh")
