"""What a running guest started from stays known, whatever is plugged into it and whoever started it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.plan.fake_machine import FakeMachine
from tests.plan.plan_cases import desired_guest, guest_of
from tests.plan.plan_words import say_step
from zkvm_provider.reconcile.guest import pending_of, plan_guest
from zkvm_provider.reconcile.plan import Plan

LUN = {"name": "db", "block": "/dev/mapper/db"}
DISK = {"name": "data", "block": "/dev/dasdb1"}
BOOTED = "the running guest boots from this disk"


def running(**inputs: Any) -> FakeMachine:
    machine = FakeMachine()
    machine.run(*plan_guest(desired_guest(inputs), None).steps)
    return machine


def change(machine: FakeMachine, before: dict[str, Any], after: dict[str, Any]) -> Plan:
    plan = plan_guest(desired_guest(after, guest_of(before)), machine.guest)
    machine.run(*plan.steps)
    return plan


def forget(machine: FakeMachine) -> None:
    """As a guest that others defined: its live mark says nothing."""
    assert machine.guest is not None
    assert machine.guest.live is not None
    machine.guest = replace(machine.guest, live=replace(machine.guest.live, boots=None))


def test_a_disk_that_is_plugged_later_is_not_what_it_started_from() -> None:
    """libvirt's `hd` would take the virtio disk first, were the guest started now."""
    both = {"luns": [LUN], "disks": [DISK]}
    machine = running(luns=[LUN])
    change(machine, {"luns": [LUN]}, both)
    plan = change(machine, both, {"luns": [LUN], "disks": []})
    assert [say_step(step).split()[0] for step in plan.steps] == ["detach", "define"]
    assert plan.pending == ()
    change(machine, {"luns": [LUN], "disks": []}, both)
    plan = change(machine, both, {"luns": [], "disks": [DISK]})
    assert [each.reason for each in plan.changes] == [BOOTED]
    assert [say_step(step) for step in plan.steps] == ["define linux01"]
    assert machine.guest is not None
    assert pending_of(machine.guest) == plan.pending != ()


def test_the_next_start_boots_from_what_is_first_by_then() -> None:
    both = {"luns": [LUN], "disks": [DISK]}
    machine = running(luns=[LUN])
    change(machine, {"luns": [LUN]}, both)
    change(machine, both, {**both, "power": "stopped"})
    change(machine, {**both, "power": "stopped"}, both)
    assert machine.guest is not None
    assert machine.guest.live is not None
    assert machine.guest.live.boots == "data"
    plan = change(machine, both, {"luns": [], "disks": [DISK]})
    assert say_step(plan.steps[0]).startswith("detach luns[db]")


def test_a_guest_that_others_started_is_marked_before_it_is_changed() -> None:
    both = {"luns": [LUN], "disks": [DISK]}
    machine = running(luns=[LUN])
    forget(machine)
    plan = change(machine, {"luns": [LUN]}, both)
    assert [say_step(step).partition(" as ")[0] for step in plan.steps] == [
        "remember that it started from db",
        "attach disks[data]",
        "define linux01",
    ]
    assert change(machine, both, {"luns": [], "disks": [DISK]}).changes[0].reason == BOOTED


def test_a_guest_without_change_is_not_marked() -> None:
    machine = running(luns=[LUN])
    forget(machine)
    assert change(machine, {"luns": [LUN]}, {"luns": [LUN]}).is_empty


def test_a_guest_that_started_without_disks_holds_none() -> None:
    machine = running(boot={"kernel": "/boot/vmlinux"})
    made = {"boot": {"kernel": "/boot/vmlinux"}}
    change(machine, made, {**made, "disks": [DISK]})
    plan = change(machine, {**made, "disks": [DISK]}, {**made, "disks": [{**DISK, "block": "/dev/dasdc1"}]})
    assert [say_step(step).split()[0] for step in plan.steps] == ["detach", "attach", "define"]
