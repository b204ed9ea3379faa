"""`zkvm topology`: a tree, a file by its ending, or JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Zkvm
from tests.topology.pictured_labs import small_lab
from zkvm_provider.errors import InvalidInput, NotFound


def test_a_store_stands_for_all_its_hosts(zkvm: Zkvm, tmp_path: Path) -> None:
    small_lab(tmp_path)
    told = zkvm("topology", "--uri", f"emulated://{tmp_path}/small.sqlite")
    assert [line.split(" ")[0] for line in told.text.splitlines() if line[0].isalpha()] == ["lpar1", "lpar2"]
    assert "│  ├─ ● lan: macvtap bridge on enccw0.0.4300" in told.text


def test_json_has_the_whole_picture(zkvm: Zkvm, tmp_path: Path) -> None:
    uris = small_lab(tmp_path)
    told = zkvm("topology", "--json", "--uri", uris[1], "--uri", uris[0]).json()
    assert [(host["name"], len(host["guests"])) for host in told["hosts"]] == [("lpar2", 0), ("lpar1", 3)]


@pytest.mark.parametrize(("name", "start"), [("lab.html", "<!doctype html>"), ("lab.svg", "<svg")])
def test_a_file_is_written_by_its_ending(zkvm: Zkvm, tmp_path: Path, name: str, start: str) -> None:
    uris = small_lab(tmp_path)
    told = zkvm("topology", "-o", str(tmp_path / name), "--uri", uris[0])
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert "lpar1: 3 guests: 2 running, 1 off; 1 with pending changes" in told.text


def test_other_endings_and_missing_folders_are_refused(zkvm: Zkvm, tmp_path: Path) -> None:
    for name in ("lab.png", "nowhere/lab.svg"):
        assert isinstance(zkvm("topology", "-o", str(tmp_path / name)).failure, InvalidInput)
    assert isinstance(zkvm("topology", "--uri", f"emulated://{tmp_path}/none.sqlite").failure, NotFound)


def test_without_a_uri_it_is_the_store_of_the_project(zkvm: Zkvm) -> None:
    told = zkvm("topology")
    assert "└─ ● linux01: running · 1 GiB · 1 vCPU" in told.text
