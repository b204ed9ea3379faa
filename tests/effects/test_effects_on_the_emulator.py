"""Every row of the policy table, performed on the emulator: what was said is what happened."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.effects.edits_of_pools import POOLS
from tests.effects.judging import Happened, judge
from tests.effects.pairs import Pair, pairs_of
from tests.effects.performing import Row, is_in, is_refused, perform
from tests.effects.places import Tree
from tests.effects.pools import pairs_of_pools, possible
from tests.effects.rows_without import CANNOT_BE, NEVER_USED, SILENT, WITHOUT_PAIR
from tests.effects.scenes import IDS, NEEDS
from tests.effects.stage import Made, Stage
from tests.effects.together import GUEST, groups, perform_group
from tests.effects.uplinks import CHOOSING, link_goes_down
from tests.effects.using import use_it
from tests.provider.conformance.laws import resolved
from tests.provider.conformance.worlds import OTHER_MACHINE, SAME_MACHINE
from zkvm_provider.clock import HandClock
from zkvm_provider.errors import BackendError, InvalidInput
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text
from zkvm_provider.hypervisor.port import Endpoint
from zkvm_provider.model.kinds import KINDS, Kind, kind_of
from zkvm_provider.model.pool import PoolKind
from zkvm_provider.reconcile.policy import rows, rule
from zkvm_provider.reconcile.rule import Turn, Use
from zkvm_provider.wiring import connect

POWER = {Use.RUNNING: "running", Use.STOPPED: "stopped"}
MORE_HARDWARE = Path(__file__).with_name("more_hardware.yaml")


class Hosts:
    """Emulated hosts with something on them: each is made once, and then given as a copy of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._made = folder, dict[str, tuple[Path, Made | None, tuple[Made, ...]]]()
        self._numbers = itertools.count()
        text = yaml.safe_load(default_inventory_text())
        for name, more in yaml.safe_load(MORE_HARDWARE.read_text(encoding="utf-8")).items():
            text[name] = [*text.get(name, []), *more] if isinstance(more, list) else more
        (folder / "host.yaml").write_text(yaml.safe_dump(text), encoding="utf-8")

    def world(self, kind: Kind) -> Stage:
        """A host with what the kind needs."""
        stage, _ = self._copy(f"world of {kind.name}", lambda: self._needs(kind))
        return stage

    def with_object(self, kind: Kind, inputs: Tree, use: Use) -> tuple[Stage, Made]:
        """A host with an object of the kind, in use or not."""

        def make() -> tuple[Stage, Made]:
            stage = self.world(kind)
            made = stage.make(kind, inputs)
            if use is Use.RUNNING and kind.name != "Guest":
                use_it(stage, made)
            return stage, made

        key = json.dumps([kind.name, inputs, use.value], sort_keys=True)
        stage, made = self._copy(key, make)
        assert made is not None
        return stage, made

    def _needs(self, kind: Kind) -> tuple[Stage, None]:
        stage = self._stage(self._next(), self.folder / "host.yaml")
        for number, (name, inputs) in enumerate(NEEDS.get(kind.name, ())):
            stage.make(kind_of(name), resolved(inputs, IDS), name=f"needed{number}")
        return stage, None

    def _copy(self, key: str, make: Any) -> tuple[Stage, Made | None]:
        if key not in self._made:
            stage, made = make()
            stage.close()
            self._made[key] = stage.folder, made, tuple(stage.users)
        original, made, users = self._made[key]
        folder = self._next()
        shutil.copytree(original, folder, dirs_exist_ok=True)
        copied = self._stage(folder)
        copied.users += users
        return copied, made

    def _next(self) -> Path:
        folder = self.folder / str(next(self._numbers))
        folder.mkdir()
        return folder

    @staticmethod
    def _stage(folder: Path, inventory: Path | None = None) -> Stage:
        """Every host has the same URIs, as the engine's state keeps them."""
        clock, more = HandClock(), f"&inventory={inventory}" if inventory else ""

        def at(uri: str) -> Endpoint:
            name = "lpar2" if uri == OTHER_MACHINE else "lpar1"
            return connect(f"emulated://{folder}/lab.sqlite?host={name}{more}", create=True, clock=clock)

        return Stage.on(SAME_MACHINE, at, folder, clock)


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Hosts:
    return Hosts(tmp_path_factory.mktemp("hosts"))


@cache
def _pairs(kind: Kind) -> tuple[Pair, ...]:
    found = pairs_of(kind, lambda tree: resolved(tree, {**IDS, "it": "it"}))
    return tuple(pair for pair in found.values() if not is_in(WITHOUT_PAIR, pair))


def _cases() -> Iterator[Any]:
    """One case for every field."""
    for kind in KINDS:
        paths = dict.fromkeys(pair.path for pair in _pairs(kind))
        for path in paths:
            yield pytest.param(kind, path, id=f"{kind.name}-{path}")


def _inputs(tree: Tree, use: Use) -> Tree:
    inputs: Tree = resolved(tree, IDS)
    return inputs if "power" not in inputs else {**inputs, "power": POWER[use]}


def _performed(hosts: Hosts, kind: Kind, row: Row) -> list[str]:
    before, after = _inputs(row.pair.before, row.use), _inputs(row.pair.after, row.use)
    if row.cannot_be:
        sides = (before, after)
        refused = [is_refused(partial(hosts.with_object, kind, one, row.use)) for one in sides]
        return [] if any(refused) else ["both sides can be: it is listed in CANNOT_BE"]
    stage, made = hosts.with_object(kind, before, row.use)
    try:
        return perform(stage, row, made, after).wrong
    finally:
        stage.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One emulated host for many changes."""

    stage: Stage

    def inputs(self, tree: Tree, use: Use) -> Tree:
        return _inputs(tree, use)


def test_every_row_has_a_pair_or_a_reason() -> None:
    known = {(row.kind, row.path, row.turn.value) for row in rows()}
    shown = {(kind.name, pair.path, pair.turn.value) for kind in KINDS for pair in _pairs(kind)}
    without = {f"{kind} {path} {turn}" for kind, path, turn in known - shown if not _is_listed(kind, path, turn)}
    assert without == set(), "give the conformance kit another value, or an edit, or say in rows_without.py why not"
    names = {" ".join(name.split()[:2]) for names in (WITHOUT_PAIR, SILENT, CANNOT_BE) for name in names}
    rows_there = {f"{of} {path}" for kind, path, _ in known for of in (kind, "*")}
    assert names <= rows_there, "a listed row is no more"


def _is_listed(kind: str, path: str, turn: str) -> bool:
    """Whether somebody says why no pair shows it."""
    return any(f"{kind} {name}" in WITHOUT_PAIR for name in (path, f"{path} {turn}", *_above(path)))


def _above(path: str) -> list[str]:
    return [path[:place] for place, sign in enumerate(path) if sign in ".["]


@pytest.mark.parametrize(("kind", "path"), [*_cases()])
def test_changes_do_what_the_table_says(kind: Kind, path: str, hosts: Hosts) -> None:
    wrong = {}
    for pair, use in itertools.product(_pairs(kind), Use):
        row = Row(pair=pair, use=use)
        if pair.path == path and path != "power" and (found := _performed(hosts, kind, row)):
            wrong[str(row)] = found
    assert not wrong, "\n".join(f"{row}: {each}" for row, found in wrong.items() for each in found)


@pytest.mark.parametrize("pool", POOLS)
def test_changes_of_pools_of_every_kind_do_what_the_table_says(pool: str, hosts: Hosts) -> None:
    kind, pairs = kind_of("StoragePool"), pairs_of_pools(pool, lambda tree: resolved(tree, IDS))
    missing = possible(pool) - {(pair.path, pair.turn) for pair in pairs}
    listed = {f"{path} {turn.value}" for path, turn in missing if not _is_listed("StoragePool", path, turn.value)}
    assert listed == set(), "give edits_of_pools.py a pair, or say in rows_without.py why not"
    uses = [Use.STOPPED] if pool in NEVER_USED else [*Use]
    rows = [Row(pair=pair, use=use) for pair, use in itertools.product(pairs, uses)]
    wrong = {str(row): found for row in rows if (found := _performed(hosts, kind, row))}
    assert not wrong, "\n".join(f"{row}: {each}" for row, found in wrong.items() for each in found)


@pytest.mark.parametrize("pool", NEVER_USED)
def test_nothing_is_taken_from_a_pool_of_which_that_is_said(pool: str, hosts: Hosts) -> None:
    with pytest.raises(BackendError, match="not supported"):
        hosts.with_object(kind_of("StoragePool"), POOLS[pool][0].sides[0], Use.RUNNING)


def test_every_kind_of_pool_is_there() -> None:
    assert {*POOLS} == {kind.value for kind in PoolKind}


def test_changes_of_a_guest_at_once_do_what_the_table_says(hosts: Hosts) -> None:
    rows = [Row(pair=pair, use=use) for pair in _pairs(GUEST) for use in Use if pair.path != "power"]
    ground, wrong = Ground(stage=hosts.world(GUEST)), dict[str, list[str]]()
    for group in groups(rows):
        wrong |= perform_group(ground, group)
    ground.stage.close()
    assert not wrong, "\n".join(f"{row}: {each}" for row, found in wrong.items() for each in found)


@pytest.mark.parametrize("network", [*CHOOSING])
def test_an_interface_is_plugged_anew_where_its_network_chooses_an_uplink(network: str, hosts: Hosts) -> None:
    ground = Ground(stage=hosts.world(kind_of("Host")))
    link_goes_down(ground, network)
    ground.stage.close()


def test_what_a_guest_goes_on_using_is_not_taken_away_by_the_run_after(hosts: Hosts) -> None:
    kind = kind_of("CloudInitDisk")
    stage = hosts.world(kind)
    made = stage.make(kind, {"pool": "images", "name": "seed.iso", "userData": "#cloud-config\n"})
    use_it(stage, made, power="paused")
    stage.users.clear()
    request = stage.request(kind, {**made.inputs, "name": "other.iso"}, made)
    with pytest.raises(InvalidInput, match=r"used by guest user \(disk seed\); take it away there first"):
        stage.anew(made, request)
    assert "images/seed.iso" in stage.there()
    stage.close()


@pytest.mark.parametrize(("before", "after"), [("running", "stopped"), ("stopped", "running"), ("running", "paused")])
def test_power_is_what_the_table_says(before: str, after: str, hosts: Hosts) -> None:
    kind, inputs = kind_of("Guest"), {"name": "linux01", "memory": "512 MiB", "power": before}
    use = Use.RUNNING if before == "running" else Use.STOPPED
    stage, made = hosts.with_object(kind, inputs, use)
    was = stage.guest(made.id)
    stage.verbs.clear()
    done = stage.update(stage.request(kind, {**inputs, "power": after}, made))
    verbs, now = tuple(stage.verbs), stage.guest(made.id)
    happened = Happened(path="power", said=done.changes, verbs=verbs, before=was, after=now)
    assert judge(happened, rule("Guest", "power", Turn.SET, running=before == "running")) == []
    assert was.power != now.power
