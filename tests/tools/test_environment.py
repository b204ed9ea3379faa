"""When the virtual environment is kept, and when `make` makes it anew."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.environment import can_be_kept

VERSION = ".".join(map(str, sys.version_info[:3]))
HOME = f"{sys.base_prefix}/bin"


@pytest.mark.parametrize(
    ("home", "version", "ready", "kept"),
    [
        (HOME, VERSION, True, True),
        (HOME, VERSION, False, False),
        ("/opt/another/bin", VERSION, True, False),
        (HOME, "3.11.0rc1", True, False),
    ],
    ids=["whole", "half made", "another Python", "another version"],
)
def test_only_a_whole_environment_of_this_python_is_kept(
    tmp_path: Path, home: str, version: str, ready: bool, kept: bool
) -> None:
    (tmp_path / "pyvenv.cfg").write_text(f"home = {home}\ninclude-system-site-packages = false\nversion = {version}\n")
    if ready:
        (tmp_path / "ready").touch()
    assert can_be_kept(tmp_path) is kept


def test_where_nothing_is_nothing_is_kept(tmp_path: Path) -> None:
    assert not can_be_kept(tmp_path / "none")
