"""From any desired state of a network, pool or volume to any other: the way does not show in what comes out."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, assume, event, given, note, settings
from hypothesis import strategies as st

from tests.moving.two_hosts import TwoHosts
from tests.properties.drawn_kinds import KINDS, Inputs, apply, in_use, is_replaced, preview, seen, world
from tests.provider.driver import Resource
from zkvm_provider.hypervisor.faults import FaultKind, Moment, PlannedFault
from zkvm_provider.hypervisor.port import Hypervisor, ObjectKind
from zkvm_provider.reconcile.policy import rows

EXAMPLES = int(os.environ.get("ZKVM_PROPERTY_EXAMPLES", "10"))
_SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="CI" in os.environ and "ZKVM_PROPERTY_EXAMPLES" not in os.environ,  # judged by its own faults only
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
_FEW = settings(_SETTINGS, max_examples=max(EXAMPLES // 3, 2))
_LOOKING = {"refresh_pool"}
"""Verbs that change nothing but what libvirt knows."""

of_kinds = pytest.mark.parametrize("kind", KINDS)


def host(hosts: TwoHosts) -> Hypervisor:
    return hosts.at("lpar1").hypervisor


def made(hosts: TwoHosts, kind: str, inputs: Inputs) -> Resource:
    resource = apply(hosts, kind, inputs)
    assume(isinstance(resource, Resource))
    assert isinstance(resource, Resource)
    return resource


def alone(kind: str, inputs: Inputs) -> dict[str, tuple[object, ...]]:
    """What the host shows when nothing else was there before."""
    with world() as hosts:
        made(hosts, kind, inputs)
        return seen(host(hosts))


def mutations(hosts: TwoHosts) -> list[str]:
    return [row.verb for row in hosts.operator.log() if row.verb not in _LOOKING]


def may_do(kind: str, lines: list[str]) -> set[str]:
    """The verbs that the policy table names for the fields the preview speaks of."""
    tops = {line.partition(" ")[0].partition("[")[0].partition(".")[0].rstrip(":") for line in lines}
    found = [row for row in rows() if row.kind == kind and row.path.partition(".")[0].rstrip("[]") in tops]
    restarts = any("stopped, redefined" in line for line in lines)  # the table's exception for uplinks
    return {verb for row in found for verb in row.rule.verbs} | ({"stop", "define", "start"} if restarts else set())


@of_kinds
@given(data=st.data(), busy=st.booleans())
@_SETTINGS
def test_a_then_b_is_b(kind: str, data: st.DataObject, busy: bool) -> None:
    old, new = data.draw(KINDS[kind], "from"), data.draw(KINDS[kind], "to")
    expected = alone(kind, new)
    with world() as hosts:
        resource = made(hosts, kind, old)
        uses = busy and old["name"] == "n" and kind.endswith("Network")
        guest = in_use(hosts) if uses else None
        before, count = seen(host(hosts)), len(mutations(hosts))
        anew = is_replaced(hosts, resource, new)
        try:
            lines = preview(hosts, resource, new)
        except Exception as refused:  # noqa: BLE001 - grpc's error has no type of its own
            event("refused")
            note(str(refused))
            assert isinstance(apply(hosts, kind, new, resource), str), "the preview refused it, the update did it"
            assert seen(host(hosts)) == before
            assert len(mutations(hosts)) == count
            return
        assert len(mutations(hosts)) == count, "a preview changed something"
        after = apply(hosts, kind, new, resource)
        assert isinstance(after, Resource), after
        done = set(mutations(hosts)[count:])
        event("made anew" if anew else "in place")
        if not anew:
            assert done <= may_do(kind, lines), lines
        again = len(mutations(hosts))
        assert preview(hosts, after, new) == []
        assert isinstance(apply(hosts, kind, new, after), Resource)
        assert len(mutations(hosts)) == again
        if guest is not None:
            assert any(info.active for info in host(hosts).list(ObjectKind.DOMAIN)), "a guest was cut off"
        assert seen(host(hosts)) == expected


@of_kinds
@given(data=st.data(), moment=st.sampled_from(Moment))
@_FEW
def test_a_fault_at_any_verb_and_another_try_come_to_the_same(kind: str, data: st.DataObject, moment: Moment) -> None:
    old, new = data.draw(KINDS[kind], "from"), data.draw(KINDS[kind], "to")
    expected = alone(kind, new)
    number = 0
    while True:
        number += 1
        with world() as hosts:
            resource = made(hosts, kind, old)
            hosts.break_at(PlannedFault(kind=FaultKind.FAIL, moment=moment, number=number))
            first = apply(hosts, kind, new, resource)
            is_over = hosts.count() < number
            hosts.break_at()
            if isinstance(first, str) and is_over:
                return  # refused by itself, not by the fault
            last = apply(hosts, kind, new, resource)
            assert isinstance(last, Resource), (number, last)
            assert seen(host(hosts)) == expected, number
            assert preview(hosts, last, new) == []
            if is_over:
                return


@of_kinds
@given(data=st.data(), moment=st.sampled_from(Moment))
@_FEW
def test_a_creation_that_broke_at_any_verb_is_finished_by_the_next(
    kind: str, data: st.DataObject, moment: Moment
) -> None:
    new = data.draw(KINDS[kind], "new")
    expected = alone(kind, new)
    number = 0
    while True:
        number += 1
        with world() as hosts:
            hosts.break_at(PlannedFault(kind=FaultKind.FAIL, moment=moment, number=number))
            apply(hosts, kind, new)
            is_over = hosts.count() < number
            hosts.break_at()
            hosts.restart_provider()
            last = apply(hosts, kind, new)
            assert isinstance(last, Resource), (number, last)
            assert seen(host(hosts)) == expected, number
            if is_over:
                return
