"""Compiled templates are kept where Python may keep bytecode, and never used for another text or maker."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from zkvm_provider.libvirtxml.bytecode import FOLDER, KeptBytecode


class Compiling(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *arguments: object, **named: object) -> object:  # type: ignore[override]  # handed on as it is
        self.compiled += 1
        return super().compile(*arguments, **named)  # type: ignore[call-overload]


@pytest.fixture(autouse=True)
def _python_keeps_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def maker(tmp_path: Path) -> Path:
    maker = tmp_path / "maker.py"
    maker.write_text("one = 1\n")
    return maker


def rendered(folder: Path, maker: Path, text: str = "a {{ b }}") -> tuple[str, int]:
    """What a fresh environment makes of the text, and how many templates it had to compile."""
    environment = Compiling(loader=DictLoader({"one": text}), bytecode_cache=KeptBytecode(folder, maker))
    return environment.get_template("one").render(b="c"), environment.compiled


def test_a_template_is_compiled_once(tmp_path: Path, maker: Path) -> None:
    assert rendered(tmp_path, maker) == ("a c", 1)
    assert rendered(tmp_path, maker) == ("a c", 0)


def test_another_text_is_compiled(tmp_path: Path, maker: Path) -> None:
    rendered(tmp_path, maker)
    assert rendered(tmp_path, maker, "x {{ b }}") == ("x c", 1)


def test_what_another_maker_compiled_is_not_used(tmp_path: Path, maker: Path) -> None:
    rendered(tmp_path, maker)
    maker.write_text("one = 2\n")
    assert rendered(tmp_path, maker) == ("a c", 1)
    assert rendered(tmp_path, maker) == ("a c", 0)
    assert len(list((tmp_path / FOLDER).iterdir())) == 1


def test_a_broken_file_is_no_obstacle(tmp_path: Path, maker: Path) -> None:
    rendered(tmp_path, maker)
    for kept in (tmp_path / FOLDER).iterdir():
        kept.write_bytes(kept.read_bytes()[:-5])
    assert rendered(tmp_path, maker) == ("a c", 1)


def test_nothing_is_kept_where_python_keeps_no_bytecode(
    tmp_path: Path, maker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(tmp_path, maker) == rendered(tmp_path, maker) == ("a c", 1)
    assert not (tmp_path / FOLDER).exists()


def test_a_folder_that_cannot_be_written_to_is_no_obstacle(tmp_path: Path, maker: Path) -> None:
    assert rendered(tmp_path / "missing", maker) == rendered(tmp_path / "missing", maker) == ("a c", 1)
