"""The program that is written: kinds and fields that exist, valid and formatted Python, names that do not clash."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import zkvm_provider.sdk as zkvm
from tests.zvm.conftest import converted, example
from zkvm_provider.zvm.program.files import program_files


@pytest.fixture(params=["linux01", "cluster"])
def files(request: pytest.FixtureRequest) -> dict[str, str]:
    return program_files(example(request.param))


def calls(text: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            value = node.func.value
            if isinstance(value, ast.Name) and value.id == "zkvm":
                yield node


def test_the_sdk_has_every_class_and_argument(files: dict[str, str]) -> None:
    seen = 0
    for path, text in files.items():
        for call in calls(text) if path.endswith(".py") else ():
            assert isinstance(call.func, ast.Attribute)
            cls = getattr(zkvm, call.func.attr)
            inputs = cls if call.func.attr.endswith("Args") else getattr(zkvm, f"{call.func.attr}Args")
            known = inputs.__init__.__annotations__
            assert {each.arg for each in call.keywords if each.arg} <= {*known, "opts"}, call.func.attr
            seen += 1
    assert seen > 5


def test_the_program_is_formatted(files: dict[str, str], tmp_path: Path) -> None:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    ruff = str(Path(sys.executable).with_name("ruff"))
    options = ["--isolated", "--line-length", "120", str(tmp_path)]
    subprocess.run([ruff, "format", "--check", *options], check=True, capture_output=True)
    rules = ["--select", "E,F,I,B", "--config", f'src=["{tmp_path}"]', "--no-cache"]
    subprocess.run([ruff, "check", *rules, *options], check=True, capture_output=True)


def test_user_ids_that_python_cannot_say_get_names_of_their_own() -> None:
    body = "PW 1G\nMDISK 100 3390 {} 5 VOL001 MR\n"
    users = ("CLASS", "A$B", "A#B", "9LIVES")
    text = "".join(f"USER {user} {body.format(number * 10)}" for number, user in enumerate(users))
    conversion = converted(text, "volumes: {VOL001: {pool: images}}\n")
    files = program_files(conversion)
    assert len([path for path in files if path.startswith("guests/") and "__init__" not in path]) == len(users)
    names = [name for path in files if path.endswith(".py") for name in _resource_names(files[path])]
    assert len(names) == len(set(names))
    for text in files.values():
        if "import" in text:
            ast.parse(text)


def _resource_names(text: str) -> list[tuple[str, str]]:
    named = [call for call in calls(text) if call.args and isinstance(call.args[0], ast.Constant)]
    return [(ast.unparse(call.func), ast.unparse(call.args[0])) for call in named]
