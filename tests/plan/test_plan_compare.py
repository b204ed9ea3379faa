"""Diff compares what inputs mean, not how they are written."""

from __future__ import annotations

import pathlib
import time
from typing import Any

import pytest
import yaml

from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import UNKNOWN, Partial, Tree
from zkvm_provider.reconcile.compare import Difference, compare

_TABLE = yaml.safe_load((pathlib.Path(__file__).parent / "compare.yaml").read_text("utf-8"))


def _unknown(tree: Any) -> Tree:
    """The tree with every `?` as an unknown value."""
    if isinstance(tree, dict):
        return {key: _unknown(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_unknown(item) for item in tree]
    return UNKNOWN if tree == "?" else tree


def _tree(case: dict[str, Any], side: str) -> dict[str, Tree]:
    tree = _unknown(case.get(side, {}))
    assert isinstance(tree, dict)
    return tree


def _say(difference: Difference) -> str:
    return f"{difference.path} {difference.kind.value}{' replace' if difference.replaces else ''}"


@pytest.mark.parametrize("case", _TABLE, ids=lambda case: case["name"])
def test_differences_of_the_table(case: dict[str, Any]) -> None:
    found = compare(
        kind_of(case["kind"]), _tree(case, "old"), Partial(tree=_tree(case, "new")), ignore=case.get("ignore", ())
    )
    assert [_say(each) for each in found] == case["expect"], case["reason"]


@pytest.mark.parametrize("case", _TABLE, ids=lambda case: case["name"])
def test_equal_trees_have_no_difference(case: dict[str, Any]) -> None:
    old = _tree(case, "old")
    assert compare(kind_of(case["kind"]), old, old) == ()


@pytest.mark.parametrize("case", _TABLE, ids=lambda case: case["name"])
def test_swapped_arguments_are_compared_as_well(case: dict[str, Any]) -> None:
    """A refresh swaps old and new; nothing may fail, and an unknown on the old side is an update too."""
    for each in compare(kind_of(case["kind"]), _tree(case, "new"), _tree(case, "old")):
        assert each.path


def _guest_of(names: list[str]) -> dict[str, Tree]:
    disks: list[Tree] = [{"name": name, "volume": f"images/{name}", "devno": f"0x000{name[1:]}"} for name in names]
    return {"name": "linux01", "memory": "1 GiB", "disks": disks}


def test_a_guest_is_compared_within_a_millisecond() -> None:
    names = [f"d{number}" for number in range(8)]
    old, new = _guest_of(names), _guest_of(names[::-1])
    kind = kind_of("Guest")
    compare(kind, old, new)
    took = []
    for _ in range(20):
        begin = time.process_time()
        assert compare(kind, old, new) == ()
        took.append(time.process_time() - begin)
    assert min(took) < 0.001
