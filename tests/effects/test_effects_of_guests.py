"""Every row of a guest's policy table, performed on the emulator: what was said is what happened."""

from __future__ import annotations

import shutil
from collections.abc import Container
from pathlib import Path
from typing import Any

import pytest

from tests.effects.judging import Happened, judge
from tests.effects.pairs import Pair, pairs_of
from tests.effects.rows_without import CANNOT_BE, NOT_YET, SILENT, WITHOUT_PAIR
from tests.effects.stage import Made, Stage
from tests.provider.conformance.laws import resolved
from tests.provider.conformance.worlds import BASES, NEEDS
from zkvm_provider.apply.request import InitFailed
from zkvm_provider.clock import HandClock
from zkvm_provider.errors import InvalidInput
from zkvm_provider.hypervisor.emulated.inventory import default_inventory_text
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.policy import rows, rule
from zkvm_provider.reconcile.rule import Turn, Use
from zkvm_provider.wiring import connect

GUEST = kind_of("Guest")
IDS = {"StoragePool": "images", "Qcow2Disk": "images/data.qcow2", "MacvtapNetwork": "lan"}
PAIRS = pairs_of(GUEST, lambda tree: resolved(tree, IDS))
POWER = {Use.RUNNING: "running", Use.STOPPED: "stopped"}


MORE = "has_secure_execution: true\nhugepage_sizes_kib: [1024]\n"
"""What the host has beside the built-in inventory."""


def _stage(store: Path, folder: Path, query: str = "") -> Stage:
    clock = HandClock()
    return Stage.on(f"emulated://{store}{query}", lambda uri: connect(uri, create=True, clock=clock), folder, clock)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose host has what guests need."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "host.yaml").write_text(f"{default_inventory_text()}\n{MORE}", encoding="utf-8")
    stage = _stage(folder / "lab.sqlite", folder, f"?inventory={folder}/host.yaml")
    for name in NEEDS["Guest"]:
        stage.make(kind_of(name), resolved(BASES[name], IDS))
    stage.converger.close()
    stage.hypervisor.close()
    return folder


def _inputs(tree: dict[str, Any], use: Use) -> dict[str, Any]:
    inputs: dict[str, Any] = resolved(tree, IDS)
    return inputs if "power" not in inputs else {**inputs, "power": POWER[use]}


def _is_in(names: Container[str], path: str, turn: Turn) -> bool:
    """Whether a list names the field, the part it lies in, or the field with this turn."""
    above = [path[:at] for at, sign in enumerate(path) if sign in ".["]
    return any(name in names for name in (path, f"{path} {turn.value}", *above))


def _marks(pair: Pair, use: Use) -> list[pytest.MarkDecorator]:
    reason = NOT_YET.get(f"{pair.path} {use.value}")
    return [pytest.mark.xfail(reason=reason, strict=False)] if reason else []


def _is_refused(stage: Stage, inputs: dict[str, Any]) -> bool:
    try:
        stage.make(GUEST, inputs)
    except (InvalidInput, InitFailed):
        return True
    return False


def _cases() -> list[Any]:
    return [
        pytest.param(pair, use, id=f"{pair.path}-{pair.turn.value}-{use.value}", marks=_marks(pair, use))
        for pair in PAIRS.values()
        for use in Use
        if pair.path != "power" and not _is_in(WITHOUT_PAIR, pair.path, pair.turn)
    ]


def test_every_row_has_a_pair_or_a_reason() -> None:
    known = {(row.path, row.turn) for row in rows() if row.kind == "Guest"}
    without = {f"{path} {turn.value}" for path, turn in known - {*PAIRS} if not _is_in(WITHOUT_PAIR, path, turn)}
    assert without == set(), "give the conformance kit another value, or say in rows_without.py why there is no pair"
    listed = {name.split()[0] for names in (WITHOUT_PAIR, SILENT, CANNOT_BE) for name in names}
    assert listed <= {path for path, _ in known}, "a listed row is no more"


@pytest.mark.parametrize(("pair", "use"), _cases())
def test_a_change_does_what_the_table_says(pair: Pair, use: Use, world: Path, tmp_path: Path) -> None:
    shutil.copytree(world, tmp_path / "host")
    stage = _stage(tmp_path / "host" / "lab.sqlite", tmp_path)
    before = _inputs(pair.before, use)
    if _is_in(CANNOT_BE, pair.path, pair.turn) or f"{pair.path} {pair.turn.value} {use.value}" in CANNOT_BE:
        assert _is_refused(stage, before) or _is_refused(stage, _inputs(pair.after, use))
        return
    made = stage.make(GUEST, before)
    last = Made(id=made.id, inputs=stage.request(GUEST, before).inputs.tree, outputs=made.outputs)
    request = stage.request(GUEST, _inputs(pair.after, use), last)
    ruled = rule("Guest", pair.path, pair.turn, running=use is Use.RUNNING)
    was = stage.guest(made.id)
    stage.verbs.clear()
    try:
        shown = stage.converger.preview(request)
    except InvalidInput:
        assert ruled.effect is Effect.REFUSED, ruled
        assert (stage.guest(made.id), stage.verbs) == (was, [])
        return
    assert (stage.guest(made.id), stage.verbs) == (was, []), "a preview touched the host"
    done = stage.converger.update(request)
    silent = [str(change) for change in shown.changes if change.effect is Effect.REPORTED]
    assert [str(change) for change in done.changes] == [str(each) for each in shown.changes if str(each) not in silent]
    happened = Happened(
        path=pair.path, said=shown.changes, verbs=tuple(stage.verbs), before=was, after=stage.guest(made.id)
    )
    silence = [f"nothing is said of {pair.path}"] if _is_in(SILENT, pair.path, pair.turn) else []
    assert judge(happened, ruled) == silence


@pytest.mark.parametrize(("before", "after"), [("running", "stopped"), ("stopped", "running"), ("running", "paused")])
def test_power_is_what_the_table_says(before: str, after: str, world: Path, tmp_path: Path) -> None:
    shutil.copytree(world, tmp_path / "host")
    stage = _stage(tmp_path / "host" / "lab.sqlite", tmp_path)
    inputs = {**resolved(BASES["Guest"], IDS), "power": before}
    made = stage.make(GUEST, inputs)
    last = Made(id=made.id, inputs=stage.request(GUEST, inputs).inputs.tree, outputs=made.outputs)
    was = stage.guest(made.id)
    stage.verbs.clear()
    done = stage.converger.update(stage.request(GUEST, {**inputs, "power": after}, last))
    verbs, now = tuple(stage.verbs), stage.guest(made.id)
    happened = Happened(path="power", said=done.changes, verbs=verbs, before=was, after=now)
    assert judge(happened, rule("Guest", "power", Turn.SET, running=before == "running")) == []
    assert was.power != now.power
