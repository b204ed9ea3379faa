"""`zkvm convert`: what it writes, what it refuses, and what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zkvm_provider.cli.main import app
from zkvm_provider.errors import InvalidInput, Refused, ZkvmError

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "zvm" / "linux01"
SOURCE, MAP = str(EXAMPLE / "USER.DIRECT"), str(EXAMPLE / "map.yaml")


def run(*arguments: str) -> str:
    """The output; the failure that `main` would print is raised."""
    result = CliRunner().invoke(app, ["convert", *arguments])
    if isinstance(result.exception, ZkvmError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_writes_program_and_reports(tmp_path: Path) -> None:
    said = run(SOURCE, "--map", MAP, "-o", str(tmp_path / "out"))
    assert said.startswith("1 of 1 guests converted; 10 lines: 5 converted, 2 approximated, 3 no equivalent\n")
    written = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert written == {
        "Pulumi.yaml",
        "Pulumi.zvm.yaml",
        "__main__.py",
        "shared.py",
        "guests/__init__.py",
        "guests/linux01.py",
        "report.txt",
        "report.json",
        "report.html",
    }
    for path in (tmp_path / "out").rglob("*.*"):
        assert "MYPASS" not in path.read_text(encoding="utf-8")


def test_it_may_write_again_over_its_own_and_nothing_else(tmp_path: Path) -> None:
    run(SOURCE, "--map", MAP, "-o", str(tmp_path / "out"))
    run(SOURCE, "--map", MAP, "-o", str(tmp_path / "out"))
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "precious").touch()
    with pytest.raises(Refused, match="holds files that are not from"):
        run(SOURCE, "--map", MAP, "-o", str(tmp_path / "other"))


def test_write_map_makes_a_map_that_is_enough(tmp_path: Path) -> None:
    run(SOURCE, "--write-map", str(tmp_path / "map.yaml"))
    run(SOURCE, "--map", str(tmp_path / "map.yaml"), "-o", str(tmp_path / "out"))
    with pytest.raises(Refused, match="exists already"):
        run(SOURCE, "--write-map", str(tmp_path / "map.yaml"))


def test_the_answer_is_json_on_request(tmp_path: Path) -> None:
    data = json.loads(run(SOURCE, "--map", MAP, "-o", str(tmp_path / "out"), "--json"))
    assert data["counts"] == {"converted": 5, "approximated": 2, "no equivalent": 3}
    assert data["guests"][0]["key"] == "LINUX01"


def test_all_that_the_map_lacks_is_printed_line_by_line(tmp_path: Path) -> None:
    zkvm = str(Path(sys.executable).with_name("zkvm"))
    command = [zkvm, "convert", SOURCE, "-o", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "error: --map networks.SYSTEM MYLAN: it is not said what this LAN or VSWITCH becomes (line 8 of the directory)",
        "error: --map volumes.ONEBIT: it is not said where this volume goes (line 9 of the directory)",
        "error: --map volumes.TWOBIT: it is not said where this volume goes (line 10 of the directory)",
        "error: `zkvm convert USER.DIRECT --write-map FILE` writes a map with every entry it needs",
    ]
    assert not (tmp_path / "out").exists()


def test_files_that_are_not_there_or_empty_are_told(tmp_path: Path) -> None:
    (tmp_path / "EMPTY").touch()
    with pytest.raises(InvalidInput, match="NOSUCH: cannot be read: No such file"):
        run(str(tmp_path / "NOSUCH"), "-o", str(tmp_path / "out"))
    with pytest.raises(InvalidInput, match="EMPTY: the file is empty"):
        run(str(tmp_path / "EMPTY"), "-o", str(tmp_path / "out"))
    with pytest.raises(InvalidInput, match="say which folder"):
        run(SOURCE)


def test_a_text_that_is_no_directory_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear colleague,\nthe meeting is at noon.\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"has no USER or IDENTITY statement"):
        run(str(tmp_path / "notes.txt"), "-o", str(tmp_path / "out"))
