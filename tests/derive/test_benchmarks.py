"""The benchmarks' page is what the kept results say, and a bar that is not met says so. Nothing is timed here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.bars import Bar, bars
from bench.report import PAGE, RESULTS, merged, page
from bench.results import MEASURED_AS, Group, Results, read_results


def raw(group: str, rows: dict[str, float], *, items: int = 10, floors: tuple[str, ...] = ("floor",)) -> dict[str, Any]:
    """What pytest-benchmark tells of one run."""
    return {
        "machine_info": {"cpus": 2, "architecture": "s390x", "python": "3.11.0", "load": [0.5, 1.5]},
        "benchmarks": [
            {
                "group": group,
                "stats": {"min": seconds},
                "extra_info": {"who": who, "items": items, "floor": list(floors)},
            }
            for who, seconds in rows.items()
        ],
    }


def results(**groups: dict[str, Any]) -> Results:
    """Results with one group for each raw run."""
    kept: dict[str, Any] = {}
    for run in groups.values():
        kept |= merged(Path("/nothing/kept"), run)
    return Results(groups={name: Group(**group) for name, group in kept.items()})


def bar(found: list[Bar], words: str) -> Bar:
    return next(each for each in found if words in each.says)


def test_the_committed_page_is_what_the_results_say() -> None:
    assert PAGE.read_text("utf-8") == page(read_results(RESULTS)), "run python -m bench.report"


def test_every_bar_was_measured() -> None:
    assert [each.says for each in bars(read_results(RESULTS)) if each.value is None] == []


@pytest.mark.parametrize(("seconds", "verdict"), [(0.4, "met"), (0.41, "**not met**")])
def test_a_bar_is_met_up_to_its_limit(seconds: float, verdict: str) -> None:
    found = bar(bars(results(start=raw("start/port line", {"floor": 0.1, "zkvm": seconds}))), "port line")
    assert (found.value, found.verdict) == (seconds, verdict)


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    found = bar(bars(results(start=raw("start/port line", {"floor": 0.1}))), "port line")
    assert (found.measured, found.verdict) == ("not measured", "")


def test_check_and_diff_count_per_guest() -> None:
    run = raw("work/check and diff", {"zkvm": 9.0}, items=10)
    run["benchmarks"][0]["extra_info"]["processor"] = 0.006
    assert bar(bars(results(work=run)), "Check and Diff").value == pytest.approx(0.6)


@pytest.mark.parametrize(("measured_as", "says_so"), [({}, True), ({"measured_as": MEASURED_AS}, False)])
def test_numbers_of_another_benchmark_are_said_to_be_old(measured_as: dict[str, int], says_so: bool) -> None:
    run = raw("verb/list", {"floor": 1.0})
    run["machine_info"] |= measured_as
    assert ("are older than this description" in page(results(run=run))) is says_so


def test_the_largest_stack_is_the_one_that_counts() -> None:
    small = raw("engine, 100 guests without checkpoints/refresh", {"floor": 1.0, "zkvm, emulated": 1.2}, items=100)
    large = raw("engine, 1000 guests without checkpoints/refresh", {"floor": 2.0, "zkvm, emulated": 5.0}, items=1000)
    found = bar(bars(results(small=small, large=large)), "refresh of 1000")
    assert (found.value, found.verdict) == (2.5, "**not met**")


def test_the_first_floor_of_the_run_is_taken() -> None:
    floors = ("libvirt-python", "bare store")
    group = results(
        verb=raw("verb/define", {"bare store": 1.0, "libvirt-python": 2.0, "emulated": 3.0}, floors=floors)
    ).find("verb/define")
    assert group is not None
    assert (group.ratio("emulated"), group.ratio("bare store"), group.ratio("libvirt-python")) == (1.5, 0.5, None)


def in_laps(*laps: dict[str, float]) -> Group:
    """A group measured in so many laps."""
    runs = [raw("provider/read", rows) for rows in laps]
    group = results(run={**runs[0], "benchmarks": [row for run in runs for row in run["benchmarks"]]}).find(
        "provider/read"
    )
    assert group is not None
    return group


def test_of_what_was_measured_in_laps_the_best_is_told() -> None:
    assert in_laps({"floor": 2.0}, {"floor": 1.0}, {"floor": 3.0}).seconds("floor") == 1.0


def test_only_what_was_measured_in_one_lap_is_compared_and_the_median_counts() -> None:
    """By the best rounds of all laps it would be 1.1 times the floor for the one, and twice the floor for the other."""
    group = in_laps({"floor": 2.0, "zkvm": 3.0}, {"floor": 3.0, "zkvm": 6.0}, {"floor": 1.0, "zkvm": 1.1})
    slow_then_fast = in_laps({"floor": 1.0, "zkvm": 2.0}, {"floor": 2.0, "zkvm": 3.0}, {"floor": 9.0, "zkvm": 9.0})
    assert (group.ratio("zkvm"), slow_then_fast.ratio("zkvm")) == (1.5, 1.5)


def test_floors_are_added_up_lap_by_lap() -> None:
    group = in_laps(
        {"a": 1.0, "b": 1.0, "zkvm": 3.0}, {"a": 2.0, "b": 4.0, "zkvm": 6.0}, {"a": 1.0, "b": 1.0, "zkvm": 9.0}
    )
    assert (group.ratio("zkvm", "a", "b"), group.ratio("zkvm", "a", "missing"), group.ratio("a", "a")) == (
        1.5,
        None,
        None,
    )


def test_a_new_run_replaces_its_groups_as_a_whole(tmp_path: Path) -> None:
    kept = tmp_path / "results.json"
    old = merged(kept, raw("verb/list", {"floor": 1.0, "emulated": 2.0})) | merged(kept, raw("verb/define", {"a": 1.0}))
    kept.write_text(json.dumps(old), "utf-8")
    new = merged(kept, raw("verb/list", {"floor": 3.0}))
    assert set(new) == {"verb/list", "verb/define"}
    assert set(new["verb/list"]["rows"]) == {"floor"}
