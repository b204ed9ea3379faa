"""Rows of the policy table, performed on a real libvirt: what was said is what happened there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.effects.edits_of_pools import POOLS
from tests.effects.in_a_row import one_after_another
from tests.effects.judging import Happened, judge
from tests.effects.lab_hardware import more_hardware, translated, without_lacking, without_thin_pool, words
from tests.effects.lab_storage import media_folder
from tests.effects.lab_without import KINDS_WITHOUT, LAB_WITHOUT, POOLS_NEVER_USED, POOLS_WITHOUT, is_for_the_lab
from tests.effects.media_folder import BesideThePort
from tests.effects.pairs import pairs_of
from tests.effects.performing import Row, is_in, is_refused
from tests.effects.places import Tree
from tests.effects.pools import pairs_of_pools
from tests.effects.rows_without import CANNOT_BE, WITHOUT_PAIR
from tests.effects.scenes import IDS, NEEDS
from tests.effects.stage import Stage
from tests.effects.together import GUEST, groups, perform_group
from tests.effects.uplinks import CHOOSING, link_goes_down
from tests.kvmlab.conftest import RunningLab
from tests.provider.conformance.laws import resolved
from tests.provider.conformance.worlds import BASES
from tests.real.presence import lab_host
from zkvm_provider.clock import SystemClock
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.model.kinds import KINDS, Kind, kind_of
from zkvm_provider.reconcile.policy import rule
from zkvm_provider.reconcile.rule import Turn, Use
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.kvm_lab, pytest.mark.timeout(540)]

POWER = {Use.RUNNING: "paused", Use.STOPPED: "stopped"}


class Ground:
    """The first host of the lab, with second ones of everything."""

    def __init__(self, lab: RunningLab, folder: Path, storage: dict[str, str]) -> None:
        host, clock = lab.lab.hosts[0], SystemClock()
        self.words = words(lab.lab, storage)
        shells = {uri: lab_host(each).shell for each in lab.lab.hosts for uri in (each.uri, each.tcp_uri)}
        self.stage = Stage.on(
            host.uri,
            lambda uri: connect(uri, clock=clock, shell=shells[uri]),
            folder,
            clock,
            BesideThePort(folder=media_folder(host)),
        )

    def inputs(self, tree: Tree, use: Use) -> Tree:
        told: Tree = without_thin_pool(translated(resolved(tree, IDS), self.words))
        return told if "power" not in told else {**without_lacking(told, use), "power": POWER[use]}


@pytest.fixture(scope="module")
def ground(shared_lab: RunningLab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with more_hardware(shared_lab.lab, shared_lab.lab.hosts[0]) as storage:
        ground = Ground(shared_lab, tmp_path_factory.mktemp("effects"), storage)
        yield ground
        ground.stage.close()


RESOURCES = (
    "Host",
    "StoragePool",
    "Qcow2Disk",
    "LvmDisk",
    "CloudInitDisk",
    "MacvtapNetwork",
    "BridgeNetwork",
    "OvsNetwork",
    "NatNetwork",
    "InstallMedia",
)


@pytest.mark.parametrize("name", RESOURCES)
def test_changes_do_what_the_table_says(name: str, ground: Ground) -> None:
    stage, wrong = ground.stage, dict[str, list[str]]()
    empty = stage.there()
    _make_needed(ground, name)
    kept = stage.there()
    try:
        wrong = one_after_another(ground, _rows(kind_of(name)), kept)
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


@pytest.mark.parametrize("pool", POOLS_WITHOUT)
def test_a_pool_that_the_lab_is_said_to_lack_does_not_start(pool: str, ground: Ground) -> None:
    empty = ground.stage.there()
    inputs = ground.inputs(POOLS[pool][0].sides[0], Use.STOPPED)
    try:
        assert is_refused(partial(ground.stage.make, kind_of("StoragePool"), inputs))
    finally:
        ground.stage.sweep(empty)


@pytest.mark.parametrize("pool", POOLS_NEVER_USED)
def test_nothing_is_taken_from_a_pool_of_which_that_is_said(pool: str, ground: Ground) -> None:
    empty = ground.stage.there()
    try:
        made = ground.stage.make(kind_of("StoragePool"), ground.inputs(POOLS[pool][0].sides[0], Use.STOPPED))
        assert ground.stage.hypervisor.list(ObjectKind.VOLUME, pool=made.inputs["name"]) == ()
    finally:
        ground.stage.sweep(empty)


@pytest.mark.parametrize("name", KINDS_WITHOUT)
def test_a_kind_that_the_lab_is_said_to_lack_cannot_be_made(name: str, ground: Ground) -> None:
    inputs = ground.inputs(BASES[name], Use.STOPPED)
    assert is_refused(partial(ground.stage.make, kind_of(name), inputs))


def test_every_kind_is_performed_or_listed() -> None:
    assert {GUEST.name, *RESOURCES, *KINDS_WITHOUT} == {kind.name for kind in KINDS}


def _make_needed(ground: Ground, name: str) -> None:
    for number, (needed, inputs) in enumerate(NEEDS.get(name, ())):
        ground.stage.make(kind_of(needed), ground.inputs(inputs, Use.RUNNING), name=f"needed{number}")


def _rows(kind: Kind) -> list[Row]:
    """The rows that the lab can perform."""
    rows = [row for row in _all_rows(kind) if not is_in(LAB_WITHOUT, row.pair, row.use) and row.pair.path != "power"]
    return rows if kind.name != "StoragePool" else [row for row in rows if _can_have(row)]


def _can_have(row: Row) -> bool:
    """Whether the lab can have such a pool, and in that use."""
    kinds = {side.get("kind", "dir") for side in (row.pair.before, row.pair.after)}
    return not kinds & {*POOLS_WITHOUT, *(POOLS_NEVER_USED if row.use is Use.RUNNING else ())}


def _all_rows(kind: Kind) -> list[Row]:
    pairs = [*pairs_of(kind, lambda tree: resolved(tree, IDS)).values()]
    if kind.name == "StoragePool":
        of_kinds = [pair for pool in POOLS for pair in pairs_of_pools(pool, lambda tree: resolved(tree, IDS))]
        shown = {(pair.path, pair.turn) for pair in of_kinds}
        pairs = [*(pair for pair in pairs if (pair.path, pair.turn) not in shown), *of_kinds]
    rows = [Row(pair=pair, use=use) for pair in pairs for use in Use]
    if kind.name == "InstallMedia":
        rows = [row for row in rows if row.use is Use.RUNNING and is_for_the_lab(row.pair.path)]
    return [row for row in rows if not is_in(WITHOUT_PAIR, row.pair) and not is_in(CANNOT_BE, row.pair, row.use)]
