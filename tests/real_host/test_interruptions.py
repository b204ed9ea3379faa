"""The daemon killed or frozen, the connection cut: the run ends by itself and says why, the next one finishes it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.e2e.lab import Outcome
from tests.real.proxy import Moment, Procedure
from tests.real_host.interrupting import BreakingProxy, Daemon
from tests.real_host.inventory import Inventory, Objects
from tests.real_host.programs import fleet
from tools.kvmlab.places import HostPlace

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(600),
]

COUNT = 20
STARTED_LIMIT_S = 60.0
FROZEN_LIMIT_S = 75.0
"""Keepalive notices after 20 s; opening the connection again is given 20 s more, once."""


def check_whole(before: Objects, inventory: Inventory, daemon: Daemon, count: int) -> None:
    """Every guest once, running in one QEMU, with its volume; nothing else, nothing unfinished."""
    names = [f"e2e-{number}" for number in range(count)]
    now = inventory.now()
    assert now.domains == before.domains | {*names}
    assert now.pools == before.pools | {"e2e"}
    assert now.volumes == before.volumes | {f"e2e/disk{number}.qcow2" for number in range(count)}
    assert now.networks == before.networks
    assert daemon.guests_of_qemu() == sorted(names)
    for name in names:
        xml = inventory.virsh("dumpxml", "--inactive", name)
        assert "unfinished" not in xml
        assert xml.count("<disk ") == 1
        assert inventory.virsh("domstate", name).strip() == "paused"


def interrupted(stack: Stack, inventory: Inventory, interrupt: Callable[[], None]) -> Outcome:
    """`up`, with `interrupt` called once a few guests are there."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        running = threads.submit(stack.up, expect=None)
        deadline = time.monotonic() + STARTED_LIMIT_S
        while len(inventory.virsh("list", "--all", "--name").split()) < 4:
            assert not running.done(), running.result().text
            assert time.monotonic() < deadline, "no guest was made"
        interrupt()
        return running.result()


def test_a_daemon_killed_while_guests_are_made_leaves_nothing_twice(
    stack: Stack, inventory: Inventory, daemon: Daemon
) -> None:
    before = inventory.now()
    stack.program(fleet(COUNT))
    outcome = interrupted(stack, inventory, daemon.kill)
    assert "Traceback" not in outcome.text, outcome.text
    daemon.wait_until_ready()
    stack.up()
    check_whole(before, inventory, daemon, COUNT)
    stack.up("--expect-no-changes", "--refresh")
    stack.destroy()
    assert inventory.now() == before
    assert daemon.guests_of_qemu() == []


def test_a_frozen_daemon_ends_the_run_in_time_and_the_next_one_goes_on(
    stack: Stack, host: HostPlace, inventory: Inventory, daemon: Daemon
) -> None:
    before = inventory.now()
    stack.program(fleet(COUNT))
    frozen_s = 0.0

    def freeze() -> None:
        nonlocal frozen_s
        daemon.freeze()
        frozen_s = time.monotonic()

    outcome = interrupted(stack, inventory, freeze)
    assert time.monotonic() - frozen_s < FROZEN_LIMIT_S
    assert outcome.code != 0
    assert host.uri in outcome
    assert "did not answer" in outcome
    assert "Traceback" not in outcome.text
    daemon.thaw()
    stack.up()
    check_whole(before, inventory, daemon, COUNT)
    stack.destroy()
    assert inventory.now() == before


CHANGING = frozenset(
    {Procedure.STORAGE_VOL_CREATE_XML, Procedure.DOMAIN_DEFINE_XML_FLAGS, Procedure.DOMAIN_CREATE_WITH_FLAGS}
)
STARTING = frozenset({Procedure.DOMAIN_CREATE_WITH_FLAGS})


@pytest.mark.parametrize(("counted", "last", "seed"), [(frozenset(), 250, 1), (CHANGING, 15, 2), (STARTING, 6, 3)])
def test_a_connection_cut_at_random_calls_costs_nothing(
    counted: frozenset[int],
    last: int,
    seed: int,
    tmp_path: Path,
    pulumi_cli: PulumiCli,
    host: HostPlace,
    inventory: Inventory,
    daemon: Daemon,
) -> None:
    before, count, chance = inventory.now(), 5, random.Random(seed)  # noqa: S311 - chance that can be had again
    breaks = {number: chance.choice(list(Moment)) for number in chance.sample(range(1, last), min(6, last - 1))}
    socket = tmp_path / "socket"
    proxy = BreakingProxy(socket, host.socket, breaks, counted)
    uri = f"qemu+unix:///system?socket={socket}"
    stack = Stack(tmp_path / "project", pulumi_cli, {"zkvm:host": uri})
    stack.program(fleet(count))
    try:
        outcome = stack.up(expect=None)
        assert proxy.broken
        assert outcome.code == 0 or uri in outcome, outcome.text
        assert "Traceback" not in outcome.text
        for _ in breaks:
            if outcome.code == 0:
                break
            outcome = stack.up(expect=None)
        assert outcome.code == 0, outcome.text
        check_whole(before, inventory, daemon, count)
        stack.destroy()
        assert inventory.now() == before
    finally:
        proxy.close()
