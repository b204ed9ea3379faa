"""House rules that no linter knows: files and functions stay small, nothing names this or that machine."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES, FUNCTION_LINES = 400, 40
GENERATED = ROOT / "zkvm_provider" / "sdk"


def python_files() -> list[Path]:
    folders = ("zkvm_provider", "tools", "tests", "stacks", "examples")
    every = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in every if GENERATED not in path.parents]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its signature's decorators and its docstring."""
    first = node.body[0]
    value = first.value if isinstance(first, ast.Expr) else None
    is_doc = isinstance(value, ast.Constant) and isinstance(value.value, str)
    doc_lines = (first.end_lineno or first.lineno) - first.lineno + 1 if is_doc else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - doc_lines


def statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Every statement below it, however deep; expressions, of which there are many more, hold none."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        if isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield from statements(child)


def long_functions(path: Path) -> Iterator[str]:
    for node in statements(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_lines(node) > FUNCTION_LINES:
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name} has {body_lines(node)} lines"


def test_no_file_is_longer_than_400_lines() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert sizes, "no Python file found: the test looks in the wrong place"
    assert [f"{path.relative_to(ROOT)}: {size}" for path, size in sizes.items() if size > FILE_LINES] == []


def test_no_function_is_longer_than_40_lines() -> None:
    assert [line for path in python_files() for line in long_functions(path)] == []


def test_a_long_function_would_be_found(tmp_path: Path) -> None:
    body = "\n".join(f"    x = {number}" for number in range(FUNCTION_LINES))
    source = ROOT / "zkvm_provider" / "errors.py"
    assert list(long_functions(source)) == []
    tree = ast.parse(f"def long() -> None:\n{body}\n")
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert body_lines(function) == FUNCTION_LINES + 1


@pytest.mark.parametrize("word", [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b"])
def test_no_loose_end_is_left(word: str) -> None:
    this = Path(__file__).resolve()
    found = [path for path in python_files() if path != this and re.search(word, path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_module_says_why_it_exists() -> None:
    modules = {path: parsed(path) for path in python_files()}
    silent = [path for path, module in modules.items() if module.body and not ast.get_docstring(module)]
    assert silent == []


def test_no_two_test_files_have_one_name() -> None:
    """pytest imports them by their names: of two alike only one can be collected."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_dataclass_is_of_the_kind_that_is_cheap_to_define() -> None:
    """`zkvm_provider/dataclass.py` says why; programs and tools that run without the provider have no use for it."""
    own = ROOT / "zkvm_provider" / "dataclass.py"
    provider = [path for path in python_files() if path.is_relative_to(own.parent) and path != own]
    costly = re.compile(r"^\s*from dataclasses import .*\bdataclass\b|@dataclasses\.dataclass", re.MULTILINE)
    assert [path for path in provider if costly.search(path.read_text(encoding="utf-8"))] == []
