"""From any valid desired state to any other, on emulated hosts: the way does not show in what comes out."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, assume, event, example, given, note, settings
from hypothesis import strategies as st

from tests.moving.two_hosts import TwoHosts
from tests.properties.pairs import apply, guests, restart, seen, world
from tests.provider.driver import Resource
from zkvm_provider.hypervisor.faults import FaultKind, Moment, PlannedFault
from zkvm_provider.model.partial import Tree
from zkvm_provider.reconcile.policy import rows

EXAMPLES = int(os.environ.get("ZKVM_PROPERTY_EXAMPLES", "10"))
"""How many pairs are tried; a nightly run sets more."""
_SETTINGS = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
_ALWAYS = {"define", "set_metadata"}
"""Verbs of any change: the configuration is written as a whole, and our mark is taken off what was half made."""

Inputs = dict[str, Tree]


def made(hosts: TwoHosts, inputs: Inputs) -> Resource:
    guest = apply(hosts, inputs)
    assume(isinstance(guest, Resource))
    assert isinstance(guest, Resource)
    return guest


def alone(inputs: Inputs) -> dict[str, tuple[object, ...]]:
    """What the hosts show when nothing else was there before."""
    with world() as hosts:
        guest = made(hosts, inputs)
        restart(hosts, guest.id)
        return seen(hosts)


def mutations(hosts: TwoHosts) -> list[str]:
    return [row.verb for row in hosts.operator.log()]


def may_do(lines: list[str]) -> set[str]:
    """The verbs that the policy table names for the fields the preview speaks of."""
    tops = {line.partition(" ")[0].partition("[")[0].partition(".")[0].rstrip(":") for line in lines}
    allowed = {verb for row in rows() if row.kind == "Guest" and row.path.partition(".")[0].rstrip("[]") in tops
               for verb in row.rule.verbs}  # fmt: skip
    if "power" in tops or any("restart" in line or "next boot" in line for line in lines):
        allowed |= {"start", "stop", "suspend", "resume", "rename"}
    if "host" in tops:
        allowed |= {"migrate", "undefine", "define", "set_autostart", "stop", "start", "refresh_pool"}
    return allowed | _ALWAYS


def _with_disks(**volumes: str) -> Inputs:
    """Disks that hand their data on to each other."""
    disks: list[Tree] = [{"name": name, "volume": f"images/{volume}"} for name, volume in volumes.items()]
    return {
        "host": "lpar1",
        "name": "g",
        "memory": "256 MiB",
        "boot": {"kernel": "/boot/vmlinux-4.4.0-rc5"},
        "maxVcpus": 3,
        "disks": disks,
    }


@example(old=_with_disks(q="a.qcow2", r="b.qcow2"), new=_with_disks(r="a.qcow2", p="b.qcow2"))
@example(old=_with_disks(q="a.qcow2", r="b.qcow2"), new=_with_disks(q="b.qcow2", r="a.qcow2"))
@given(old=guests(), new=guests())
@_SETTINGS
def test_a_then_b_is_b(old: Inputs, new: Inputs) -> None:
    expected = alone(new)
    with world() as hosts:
        guest = made(hosts, old)
        before, count = seen(hosts, exactly=True), len(mutations(hosts))
        try:
            lines = hosts.preview(guest, new)
        except Exception as refused:  # noqa: BLE001 - grpc's error has no type of its own
            event("refused")
            note(str(refused))
            assert isinstance(apply(hosts, new, guest), str), "the preview refused it, the update did it"
            assert seen(hosts, exactly=True) == before
            return
        assert [verb for verb in mutations(hosts)[count:] if verb != "refresh_pool"] == [], (
            "a preview changed something"
        )
        assert seen(hosts, exactly=True) == before
        event("moved" if old["host"] != new["host"] else "stayed")
        after = apply(hosts, new, guest)
        assert isinstance(after, Resource), after
        assert set(mutations(hosts)[count:]) <= may_do(lines), lines
        again = len(mutations(hosts))
        assert hosts.preview(after, new) == []
        assert isinstance(apply(hosts, new, after), Resource)
        assert mutations(hosts)[again:] == []
        restart(hosts, guest.id)
        assert seen(hosts) == expected
        assert hosts.preview(after, new) == []


@given(old=guests(), new=guests(), moment=st.sampled_from(Moment))
@_SETTINGS
def test_a_fault_at_any_verb_and_another_try_come_to_the_same(old: Inputs, new: Inputs, moment: Moment) -> None:
    expected = alone(new)
    number = 0
    while True:
        number += 1
        with world() as hosts:
            guest = made(hosts, old)
            hosts.break_at(PlannedFault(kind=FaultKind.FAIL, moment=moment, number=number))
            first = apply(hosts, new, guest)
            is_over = hosts.count() < number
            hosts.break_at()
            if isinstance(first, str) and is_over:
                return  # refused by itself, not by the fault
            last = apply(hosts, new, guest)
            assert isinstance(last, Resource), (number, last)
            restart(hosts, guest.id)
            assert seen(hosts) == expected, number
            assert hosts.preview(last, new) == []
            if is_over:
                return
