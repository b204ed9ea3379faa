"""What a migration that broke off at its very end leaves: a paused copy beside the guest, or the guest itself, paused.

libvirt gives a direct migration up when its client dies. After the memory is over and before the old host has heard how
it went, the guest stays paused where it was (seen on libvirt 9.0.0). The emulator ends a migration in one piece, so its
rows are put into that state here.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.moving.test_moving import verbs_of
from tests.moving.two_hosts import TwoHosts, guest
from zkvm_provider.hypervisor.port import Migration, ObjectKind, ObjectRef, PowerState

RUNS = PowerState.RUNNING


def change(hosts: TwoHosts, sql: str) -> None:
    with closing(sqlite3.connect(hosts.store)) as store, store:
        store.execute(sql)


def stand_still(hosts: TwoHosts, name: str) -> None:
    change(hosts, f"UPDATE domains SET state = 'paused', reason = 'migrating' WHERE host = '{name}'")  # noqa: S608


def leave_copy(hosts: TwoHosts, uuid: str) -> None:
    """The guest is on lpar2, and lpar1 still has it, paused."""
    two = hosts.at("lpar2")
    ref = ObjectRef(kind=ObjectKind.DOMAIN, uuid=uuid)
    hosts.at("lpar1").hypervisor.migrate(ref, two.hypervisor, Migration(uri=two.uri), lambda _: True)
    with closing(sqlite3.connect(hosts.store)) as store:
        columns = [row[1] for row in store.execute("PRAGMA table_info(domains)") if row[1] != "host"]
    every = ", ".join(columns)
    change(hosts, f"INSERT INTO domains (host, {every}) SELECT 'lpar1', {every} FROM domains")  # noqa: S608
    stand_still(hosts, "lpar1")


@pytest.mark.parametrize("wanted", ["lpar1", "lpar2"])
def test_a_guest_that_stands_still_where_it_was_goes_on(hosts: TwoHosts, wanted: str) -> None:
    made = hosts.made(guest())
    stand_still(hosts, "lpar1")
    moved = hosts.updated(made, guest(wanted))
    assert hosts.states() == {"lpar1": {}, "lpar2": {}} | {wanted: {"g": RUNS}}
    assert hosts.preview(moved, guest(wanted)) == []
    assert [verb for _, verb in verbs_of(hosts, "resume", "migrate")] == ["resume", "migrate"][
        : 1 + (wanted != "lpar1")
    ]


def test_a_copy_that_was_left_behind_goes_and_the_guest_runs_on(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    leave_copy(hosts, made.id)
    (line,) = hosts.preview(made, guest("lpar2"))
    assert "it is there already; what an interrupted move left on lpar1 goes" in line
    hosts.updated(made, guest("lpar2"))
    assert hosts.states() == {"lpar1": {}, "lpar2": {"g": RUNS}}
    assert verbs_of(hosts, "stop", "resume", "start") == [("lpar1", "start"), ("lpar1", "stop")]


def test_wanted_back_the_guest_comes_and_the_stale_copy_goes_first(hosts: TwoHosts) -> None:
    made = hosts.made(guest())
    leave_copy(hosts, made.id)
    hosts.updated(made, guest("lpar1"))
    assert hosts.states() == {"lpar1": {"g": RUNS}, "lpar2": {}}
    assert verbs_of(hosts, "stop", "migrate") == [("lpar1", "migrate"), ("lpar1", "stop"), ("lpar2", "migrate")]
