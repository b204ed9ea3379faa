"""A type checker understands programs that use the SDK."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.generate.main import ROOT

PROGRAMS = Path(__file__).parent / "programs"
WRONG = PROGRAMS / "wrong.py.txt"
SETTINGS = """
[mypy]
strict = true
disable_error_code = no-any-return
mypy_path = {root}
[mypy-pulumi.*]
follow_imports = silent
[mypy-zkvm_provider.*]
follow_imports = silent
"""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> list[str]:
    """mypy's errors on the programs, from one run. Each worker has a cache of its own: two at a time break one."""
    settings = tmp_path_factory.mktemp("mypy") / "mypy.ini"
    settings.write_text(SETTINGS.format(root=ROOT), "utf-8")
    (settings.parent / "wrong.py").write_text(WRONG.read_text("utf-8"), "utf-8")
    files = [str(PROGRAMS / "lab.py"), str(settings.parent / "wrong.py")]
    cache = ROOT / ".mypy_cache" / f"programs-{worker_id}"
    argv = [sys.executable, "-m", "mypy", "--config-file", str(settings), "--cache-dir", str(cache), *files]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, cwd=settings.parent)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if " error: " in line]


def test_a_right_program_has_no_fault(findings: list[str]) -> None:
    assert [line for line in findings if "wrong.py" not in line] == []


def test_every_wrong_line_is_found(findings: list[str]) -> None:
    source = WRONG.read_text("utf-8").splitlines()
    marked = {number for number, line in enumerate(source, start=1) if line.endswith("# wrong")}
    found = {int(match.group(1)) for line in findings if (match := re.search(r"wrong\.py:(\d+):", line))}
    assert found == marked
