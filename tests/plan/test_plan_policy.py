"""The policy table is total: every input field of every kind, every way it can change, in use and not, exactly once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zkvm_provider.errors import Bug
from zkvm_provider.hypervisor.port import MUTATING_VERBS
from zkvm_provider.model.kinds import KINDS
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.policy import replaces, rows, rule
from zkvm_provider.reconcile.rule import Turn, Use
from zkvm_provider.reconcile.shape import is_device_list, is_model, specs, turns_of


def _fields(cls: type, prefix: str = "") -> Iterator[tuple[str, Turn]]:
    """Every path and turn that a model class makes possible."""
    for spec in specs(cls):
        path = f"{prefix}{spec.name}"
        for turn in turns_of(spec):
            yield path, turn
        if is_model(spec.bare_type):
            yield from _fields(spec.bare_type, f"{path}.")
        elif is_device_list(spec):
            yield from _fields(spec.item_type, f"{path}[].")


def test_table_has_a_row_for_everything_that_can_change_and_no_other() -> None:
    possible = [
        (kind.name, path, turn, use) for kind in KINDS for path, turn in _fields(kind.inputs) for use in (*Use,)
    ]
    listed = [(row.kind, row.path, row.turn, row.use) for row in rows()]
    assert sorted(map(str, listed)) == sorted(map(str, possible))


def test_every_change_that_is_not_plain_gives_a_reason() -> None:
    plain = {Effect.CONFIG}
    assert [row for row in rows() if row.rule.effect not in plain and not row.rule.reason] == []


def test_verbs_are_verbs_of_the_port_and_silent_rules_have_none() -> None:
    for row in rows():
        assert set(row.rule.verbs) <= set(MUTATING_VERBS), row
        if row.rule.effect is Effect.REPORTED:
            assert row.rule.verbs == (), row


def test_live_and_next_boot_are_for_guests_in_use() -> None:
    waiting = [row for row in rows() if row.rule.effect is Effect.NEXT_BOOT]
    assert {(row.kind, row.use) for row in waiting} == {("Guest", Use.RUNNING)}


@pytest.mark.parametrize("kind", ["Host", "StoragePool", "MacvtapNetwork", "BridgeNetwork", "OvsNetwork", "Guest"])
def test_hosts_pools_networks_and_guests_are_never_replaced(kind: str) -> None:
    mine = [row.rule for row in rows() if row.kind == kind]
    ways = {ruled.effect for ruled in mine} | {ruled.unless.effect for ruled in mine if ruled.unless is not None}
    assert Effect.REPLACE not in ways


def test_another_machine_is_a_live_migration_or_a_new_definition() -> None:
    ruled = rule("Guest", "host", Turn.SET, running=True)
    assert (ruled.effect, ruled.verbs) == (Effect.LIVE, ("migrate",))
    assert rule("Guest", "host", Turn.SET, running=False).effect is Effect.CONFIG


@pytest.mark.parametrize(("inputs", "expected"), [({}, False), ({"replace_data": True}, True)])
def test_a_volume_is_replaced_only_by_who_gives_up_its_data(inputs: dict[str, object], expected: bool) -> None:
    assert replaces("Qcow2Disk", "format", inputs) is expected


def test_a_field_the_table_does_not_know_is_a_fault_of_ours() -> None:
    with pytest.raises(Bug, match=r"Guest\.colour"):
        rule("Guest", "colour", Turn.SET, running=True)
