"""The judgement itself: a table that is wrong is found out by what the host shows, though the plan says the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.effects.pairs import Pair
from tests.effects.performing import Row, perform
from tests.effects.places import Tree
from tests.effects.stage import Sight, Stage
from tests.effects.witness import Outcome, outcome, strayed
from zkvm_provider.clock import HandClock
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.reconcile import policy
from zkvm_provider.reconcile.plan import Effect
from zkvm_provider.reconcile.rule import Turn, Use
from zkvm_provider.wiring import connect

_XML = (
    "<domain><uuid>{uuid}</uuid><vcpu>{vcpus}</vcpu><devices><disk><alias name='ua-data'/>"
    "<address type='ccw' devno='{devno}'/></disk></devices></domain>"
)


def _sight(*, number: int | None = 7, live: int = 1, later: int = 1, uuid: str = "u", devno: str = "0x0001") -> Sight:
    def xml(vcpus: int) -> str:
        return _XML.format(uuid=uuid, vcpus=vcpus, devno=devno)

    running = xml(live) if number is not None else ""
    return Sight(inactive=xml(later), live=running, number=number, power="running" if number else "stopped")


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (_sight(), Outcome.NOTHING),
        (_sight(later=2), Outcome.WAITS),
        (_sight(live=2, later=2), Outcome.AT_ONCE),
        (_sight(number=8, live=2, later=2), Outcome.RESTARTED),
        (_sight(number=None), Outcome.RESTARTED),
        (_sight(uuid="other"), Outcome.ANOTHER),
    ],
)
def test_the_host_tells_what_happened(after: Sight, expected: Outcome) -> None:
    assert outcome(_sight(), after) is expected


def test_only_the_elements_that_show_a_property_tell_of_it() -> None:
    assert outcome(_sight(), _sight(live=2, later=2), ("devices/disk",)) is Outcome.NOTHING


def test_a_device_that_moved_is_found() -> None:
    assert strayed(_sight(), _sight()) == []
    (found,) = strayed(_sight(), _sight(devno="0x0002"))
    assert found.startswith("data was at") or "ua-data was at" in found


@contextmanager
def _broken(path: str, turn: Turn, effect: Effect) -> Iterator[None]:
    """Planner and judge both take that effect from the table."""
    table = policy._by_key()
    key = ("Guest", path, turn, Use.RUNNING)
    kept = table[key]
    table[key] = replace(kept, effect=effect)
    try:
        yield
    finally:
        table[key] = kept


def _judged(folder: Path, before: Tree, after: Tree, path: str, turn: Turn) -> list[str]:
    uri, clock, kind = f"emulated://{folder}/lab.sqlite", HandClock(), kind_of("Guest")
    stage = Stage.on(uri, lambda _: connect(uri, create=True, clock=clock), folder, clock)
    whole = {"name": "linux01", "memory": "512 MiB", "power": "running"}
    pair = Pair(kind="Guest", path=path, turn=turn, before=before, after=after, place=path)
    try:
        made = stage.make(kind, {**whole, **before})
        return perform(stage, Row(pair=pair, use=Use.RUNNING), made, {**whole, **after}).wrong
    finally:
        stage.close()


_Change = tuple[Tree, Tree, str, Turn]
_WATCHDOG: _Change = ({}, {"watchdog": {"action": "reset"}}, "watchdog", Turn.ADD)
_MACHINE: _Change = ({"machine": "s390-ccw-virtio-7.2"}, {"machine": "s390-ccw-virtio-7.1"}, "machine", Turn.SET)


@pytest.mark.parametrize(("row", "lie"), [(_WATCHDOG, Effect.REPORTED), (_MACHINE, Effect.LIVE)])
def test_a_wrong_table_is_found_out(row: _Change, lie: Effect, tmp_path: Path) -> None:
    before, after, path, turn = row
    for name in ("true", "broken"):
        (tmp_path / name).mkdir()
    assert _judged(tmp_path / "true", before, after, path, turn) == []
    with _broken(path, turn, lie):
        wrong = _judged(tmp_path / "broken", before, after, path, turn)
    assert any(f"the table says {lie.value}, but the host shows" in each for each in wrong), wrong
