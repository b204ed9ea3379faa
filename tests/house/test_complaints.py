"""The page of complaints names tests that exist, and leaves none of the complaints out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "complaints.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
COMPLAINTS = 25


def rows() -> list[list[str]]:
    """The cells of every row of every table, heads and rules left out."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "::" in line]


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def missing(text: str) -> list[str]:
    """The tests that a text names and that are not there."""
    known = {path: functions_of(ROOT / path) for path, _ in NAMED.findall(text) if (ROOT / path).is_file()}
    return [f"{path}::{name}" for path, name in NAMED.findall(text) if name not in known.get(path, set())]


def test_every_test_that_is_named_exists() -> None:
    assert missing(PAGE.read_text(encoding="utf-8")) == []


def test_every_complaint_has_a_row_with_a_test() -> None:
    numbers = [int(row[0]) for row in rows() if row[0].isdigit()]
    assert numbers == [*range(1, COMPLAINTS + 1)]
    assert all(NAMED.search(row[-1]) for row in rows())


def test_a_test_that_is_not_there_would_be_noticed() -> None:
    here = "`tests/house/test_complaints.py::{}` `tests/house/test_nothing.py::test_it`"
    assert missing(here.format("rows")) == ["tests/house/test_nothing.py::test_it"]
    assert len(missing(here.format("test_what_never_was"))) == 2
