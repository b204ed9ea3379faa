"""Rows of the policy table, performed on a real libvirt: what was said is what happened there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.effects.judging import Happened, judge
from tests.effects.lab_hardware import more_hardware, translated, without_lacking, words
from tests.effects.lab_without import LAB_WITHOUT
from tests.effects.pairs import pairs_of
from tests.effects.performing import Row, is_in, perform
from tests.effects.places import Tree
from tests.effects.rows_without import CANNOT_BE, WITHOUT_PAIR
from tests.effects.scenes import IDS, NEEDS
from tests.effects.stage import Stage
from tests.effects.together import GUEST, groups, perform_group
from tests.effects.uplinks import CHOOSING, link_goes_down
from tests.effects.using import use_it
from tests.kvmlab.conftest import RunningLab
from tests.provider.conformance.laws import resolved
from tests.real.presence import lab_host
from zkvm_provider.clock import SystemClock
from zkvm_provider.errors import ZkvmError
from zkvm_provider.model.kinds import Kind, kind_of
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Turn, Use
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.kvm_lab, pytest.mark.timeout(540)]

POWER = {Use.RUNNING: "paused", Use.STOPPED: "stopped"}


class Ground:
    """The first host of the lab, with second ones of everything."""

    def __init__(self, lab: RunningLab, folder: Path, blocks: tuple[str, str]) -> None:
        host, clock = lab.lab.hosts[0], SystemClock()
        self.words = words(lab.lab, blocks)
        shells = {uri: lab_host(each).shell for each in lab.lab.hosts for uri in (each.uri, each.tcp_uri)}
        self.stage = Stage.on(host.uri, lambda uri: connect(uri, clock=clock, shell=shells[uri]), folder, clock)

    def inputs(self, tree: Tree, use: Use) -> Tree:
        told: Tree = translated(resolved(tree, IDS), self.words)
        return told if "power" not in told else {**without_lacking(told, use), "power": POWER[use]}


@pytest.fixture(scope="module")
def ground(shared_lab: RunningLab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with more_hardware(shared_lab.lab.hosts[0]) as blocks:
        ground = Ground(shared_lab, tmp_path_factory.mktemp("effects"), blocks)
        yield ground
        ground.stage.close()


RESOURCES = (
    "Host",
    "StoragePool",
    "Qcow2Disk",
    "CloudInitDisk",
    "MacvtapNetwork",
    "BridgeNetwork",
    "OvsNetwork",
    "NatNetwork",
)


@pytest.mark.parametrize("name", RESOURCES)
def test_changes_do_what_the_table_says(name: str, ground: Ground) -> None:
    stage, wrong = ground.stage, dict[str, list[str]]()
    empty = stage.there()
    _make_needed(ground, name)
    kept = stage.there()
    try:
        for row in _rows(kind_of(name)):
            if found := _one(ground, row):
                wrong[str(row)] = found
            stage.sweep(kept)
    finally:
        stage.sweep(empty)
    assert not wrong, "\n".join(f"{row}: {each}" for row, found in wrong.items() for each in found)


def test_changes_of_guests_do_what_the_table_says(ground: Ground) -> None:
    stage, wrong = ground.stage, dict[str, list[str]]()
    empty = stage.there()
    _make_needed(ground, GUEST.name)
    try:
        for group in groups(_rows(GUEST)):
            wrong |= perform_group(ground, group)
    finally:
        stage.sweep(empty)
    assert not wrong, "\n".join(f"{row}: {each}" for row, found in wrong.items() for each in found)


@pytest.mark.parametrize("network", [*CHOOSING])
def test_an_interface_is_plugged_anew_where_its_network_chooses_an_uplink(network: str, ground: Ground) -> None:
    link_goes_down(ground, network)


@pytest.mark.parametrize(("before", "after"), [("stopped", "paused"), ("paused", "stopped")])
def test_power_is_what_the_table_says(before: str, after: str, ground: Ground) -> None:
    inputs = {"name": "linux01", "memory": "512 MiB", "shutdown": {"graceS": 0}}
    made = ground.stage.make(GUEST, {**inputs, "power": before})
    try:
        was = ground.stage.guest(made.id)
        request = ground.stage.request(GUEST, {**inputs, "power": after}, made)
        ground.stage.verbs.clear()
        said, verbs = ground.stage.update(request).changes, tuple(ground.stage.verbs)
        now = ground.stage.guest(made.id)
    finally:
        ground.stage.cut_off(made.id)
    happened = Happened(path="power", said=said, verbs=verbs, before=was, after=now)
    assert judge(happened, rule("Guest", "power", Turn.SET, running=before != "stopped")) == []
    assert was.power != now.power


def test_every_reason_is_one_of_a_row() -> None:
    rows = {name: list(_all_rows(kind_of(name))) for name in (GUEST.name, *RESOURCES)}
    dead = [
        entry
        for entry in LAB_WITHOUT
        if not any(is_in({entry}, row.pair, row.use) for each in rows.values() for row in each)
    ]
    assert dead == [], "a listed row is no more"


def _make_needed(ground: Ground, name: str) -> None:
    for number, (needed, inputs) in enumerate(NEEDS.get(name, ())):
        if inputs.get("kind") != "logical":
            ground.stage.make(kind_of(needed), ground.inputs(inputs, Use.RUNNING), name=f"needed{number}")


def _one(ground: Ground, row: Row) -> list[str]:
    try:
        made = ground.stage.make(kind_of(row.pair.kind), ground.inputs(row.pair.before, row.use))
        if row.use is Use.RUNNING:
            use_it(ground.stage, made, power="paused")
        return perform(ground.stage, row, made, ground.inputs(row.pair.after, row.use))
    except ZkvmError as failure:
        return [f"failed: {failure}"]


def _rows(kind: Kind) -> list[Row]:
    """The rows that the lab can perform."""
    return [row for row in _all_rows(kind) if not is_in(LAB_WITHOUT, row.pair, row.use) and row.pair.path != "power"]


def _all_rows(kind: Kind) -> list[Row]:
    found = pairs_of(kind, lambda tree: resolved(tree, IDS))
    rows = [Row(pair=pair, use=use) for pair in found.values() for use in Use]
    return [row for row in rows if not is_in(WITHOUT_PAIR, row.pair) and not is_in(CANNOT_BE, row.pair, row.use)]
