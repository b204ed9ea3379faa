"""The program of docs/install-media.md through the engine: the talk's files, nothing to do again, drift, destroy."""

from __future__ import annotations

import re

import pytest

from tests.e2e.lab import REPOSITORY, Lab
from zkvm_provider.wiring import connect

pytestmark = pytest.mark.pulumi_cli

PAGE = (REPOSITORY / "docs" / "install-media.md").read_text("utf-8")
TALK = REPOSITORY / "tests" / "install" / "talk"
ISO = "/home/install/ftpboot/iso"


def _blocks() -> list[tuple[str, str]]:
    """Language and text of every block of the page."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_s_program_writes_the_talk_s_medium(lab: Lab) -> None:
    lab.program(next(text for language, text in _blocks() if language == "python"))
    shown = lab.preview()
    assert "keep the file at mode 0600" in shown
    lab.up()
    devices = connect(f"emulated://{lab.store}").devices
    assert devices.read_file(f"{ISO}/eric.ins") == (TALK / "eric.ins").read_bytes()
    assert devices.read_file(f"{ISO}/images/eric.prm") == (TALK / "images/eric.prm").read_bytes()
    assert ("", (TALK / "eric.ins").read_text()) in _blocks()
    lab.up("--expect-no-changes")
    lab.refresh("--expect-no-changes")

    devices.write_file(f"{ISO}/images/eric.prm", b"ro\n", 0o600)
    assert "images/eric.prm has other content" in lab.run("refresh", "--yes", "--diff", expect=0)
    lab.up()
    assert devices.read_file(f"{ISO}/images/eric.prm") == (TALK / "images/eric.prm").read_bytes()

    lab.destroy()
    assert devices.list_folder(ISO) == ("images",)
    assert devices.list_folder(f"{ISO}/images") == ("initrd.img", "kernel.img")


_PAIR = """
import zkvm_provider.sdk as zkvm
for name, initrd in (("eric", "{first}"), ("matt", "{second}")):
    zkvm.InstallMedia(
        name, name=name, directory="/home/install/ftpboot/iso", initrd=initrd, parameters={{"options": ["a=1"]}}
    )
"""


def test_a_medium_that_stays_is_asked_about_the_file_it_shares(lab: Lab) -> None:
    usual, other = "images/initrd.img", "images/other.img"
    lab.program(_PAIR.format(first=usual, second=usual))
    lab.up()
    devices = connect(f"emulated://{lab.store}").devices
    devices.write_file(f"{ISO}/images/other.img", b"another initrd", 0o644)
    lab.program(_PAIR.format(first=other, second=usual))
    refused = lab.run("preview", expect=None)
    assert f"{ISO}/images/initrd.addrsize is to hold something else for InstallMedia" in refused
    lab.program(_PAIR.format(first=other, second=other))
    lab.up()
    lab.up("--expect-no-changes")
    lab.destroy()
    assert devices.list_folder(f"{ISO}/images") == ("initrd.img", "kernel.img", "other.img")
