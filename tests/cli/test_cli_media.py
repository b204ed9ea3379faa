"""`zkvm media lint` on files: what it prints, its exit codes, and JSON."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Zkvm
from zkvm_provider.install.addrsize import render_addrsize

TALK = Path(__file__).parent.parent / "install" / "talk"


@pytest.fixture
def iso(tmp_path: Path) -> Path:
    """The talk's folder with a kernel and an initrd."""
    folder = tmp_path / "iso"
    shutil.copytree(TALK, folder)
    (folder / "images/kernel.img").write_bytes(bytes(4096))
    (folder / "images/initrd.img").write_bytes(bytes(8192))
    (folder / "images/initrd.addrsize").write_bytes(render_addrsize(8192))
    return folder


def test_lint_accepts_the_talk_s_medium_with_one_warning(zkvm: Zkvm, iso: Path) -> None:
    answer = zkvm("media", "lint", "iso/eric.ins", "iso/images/generic.prm")
    reason = "inst.repo holds the password of a URL in clear text; keep the file at mode 0600"
    assert answer.text.splitlines() == [
        f"iso/images/eric.prm:1: warning: {reason}",
        "iso/eric.ins, iso/images/generic.prm: accepted (0 errors, 1 warning)",
    ]
    assert answer.code == 0
    assert zkvm("media", "lint", "--strict", "iso/eric.ins").code == 1


def test_lint_rejects_with_file_and_line(zkvm: Zkvm, iso: Path) -> None:
    (iso / "images/eric.prm").write_text("ro\nrd.zfcp=0.0.1c98,0x5005,0x4022403300000000\n")
    answer = zkvm("media", "lint", "--json", "iso/eric.ins")
    assert answer.code == 1
    told = answer.json()
    assert told["accepted"] is False
    assert [(each["file"], each["line"], each["severity"]) for each in told["findings"]] == [
        ("iso/images/eric.prm", 2, "error")
    ]


def test_lint_of_an_absent_file_says_so(zkvm: Zkvm) -> None:
    answer = zkvm("media", "lint", "nothing.ins")
    assert answer.code == 1
    assert answer.text.startswith("nothing.ins: error: cannot be read: No such file or directory\n")


def test_lint_names_a_parameter_file_s_findings_once(zkvm: Zkvm, iso: Path) -> None:
    answer = zkvm("media", "lint", "iso/eric.ins", "iso/images/eric.prm")
    assert answer.text.count("warning:") == 1
