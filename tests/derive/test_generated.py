"""What is committed is what the model gives, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.generate.main import ROOT, derived_files, main, stale

FILES = derived_files()


@pytest.mark.parametrize("path", sorted(FILES), ids=str)
def test_a_committed_file_is_what_the_model_gives(path: Path) -> None:
    assert (ROOT / path).read_bytes() == FILES[path].encode(), "run python -m tools.generate"


def test_no_derived_file_is_left_over() -> None:
    assert stale(ROOT) == []


def test_a_missing_a_changed_and_a_left_over_file_are_noticed(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    missing, changed = Path("docs/reference/guest.md"), Path("zkvm_provider/sdk/guest.py")
    left_over = Path("zkvm_provider/sdk/vanished.py")
    (tmp_path / missing).unlink()
    (tmp_path / changed).write_text("", "utf-8")
    (tmp_path / left_over).write_text("", "utf-8")
    assert stale(tmp_path) == sorted([missing, changed, left_over])


def test_checking_succeeds_on_what_is_committed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["--check"]), capsys.readouterr().err) == (0, "")
