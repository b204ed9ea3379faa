"""Directories of z/VM through `zkvm convert` and the real engine onto emulated hosts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from lxml import etree

from tests.e2e.lab import REPOSITORY, Lab
from tests.zvm.conftest import PASSWORDS

pytestmark = pytest.mark.pulumi_cli

EXAMPLES = REPOSITORY / "examples" / "zvm"


def convert(lab: Lab, name: str) -> str:
    """Convert an example into the lab's project; the result is what the command said."""
    folder, made = EXAMPLES / name, lab.folder / "converted"
    autolog = ["--autolog-file", str(folder / "AUTOLOG1.EXEC")] if (folder / "AUTOLOG1.EXEC").exists() else []
    said = lab.zkvm(
        "convert", str(folder / "USER.DIRECT"), "--map", str(folder / "map.yaml"), *autolog, "-o", str(made)
    )
    for path in [*made.glob("*.py"), made / "guests"]:
        copy = shutil.copytree if path.is_dir() else shutil.copy
        copy(path, lab.folder / path.name)
    (stack,) = made.glob("Pulumi.*.yaml")
    settings = lab.folder / "Pulumi.test.yaml"
    config = yaml.safe_load(settings.read_text(encoding="utf-8"))
    config["config"] |= yaml.safe_load(stack.read_text(encoding="utf-8"))["config"]
    settings.write_text(yaml.safe_dump(config), encoding="utf-8")
    return said


def words_of(folder: Path) -> set[str]:
    """Every word in every file below, the state and the emulator's store among them."""
    words: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file():
            words |= {word.decode("latin-1").strip("\"',:") for word in path.read_bytes().split()}
    return words


def test_the_talks_entry_becomes_the_promised_guest(lab: Lab) -> None:
    convert(lab, "linux01")
    outcome = lab.up()
    lab.up("--expect-no-changes")

    domain = etree.fromstring(lab.zkvm("dumpxml", "--inactive", "LINUX01").encode())
    assert domain.findtext("memory") == str(1024 * 1024)
    assert domain.findtext("currentMemory") == str(512 * 1024)
    assert (domain.findtext("vcpu"), domain.find("vcpu").get("current")) == ("2", "1")  # type: ignore[union-attr]
    disks = {each.find("address").get("devno"): each for each in domain.findall("devices/disk")}  # type: ignore[union-attr]
    assert set(disks) == {"0x0191", "0x0200"}
    assert disks["0x0200"].find("boot") is not None
    nic = domain.find("devices/interface")
    assert nic is not None
    assert nic.find("address").get("devno") == "0x0500"  # type: ignore[union-attr]
    assert nic.find("source").get("dev") == "eth1"  # type: ignore[union-attr]
    assert "73728000 bytes" in lab.zkvm("vol-info", "linux01-0200.qcow2")

    table = lab.zkvm("lscss", "LINUX01")
    assert all(f"0.0.{devno}" in table for devno in ("0191", "0200", "0500"))
    assert "MYPASS" not in outcome.text + lab.run("stack", "export", expect=0).text
    assert not [path for path in lab.folder.rglob("*") if path.is_file() and b"MYPASS" in path.read_bytes()]


def test_a_whole_cluster_deploys_and_a_second_up_changes_nothing(lab: Lab) -> None:
    said = convert(lab, "cluster")
    assert said.startswith("21 of 46 guests converted; 558 lines:")
    lab.up()
    lab.up("--expect-no-changes")
    assert lab.zkvm("list", "--uri", "emulated:?host=lpar1").count("running") == 20
    assert lab.zkvm("list", "--uri", "emulated:?host=lpar2").count("running") == 1
    first, second, crypto = (
        etree.fromstring(lab.zkvm("dumpxml", "--uri", "emulated:?host=lpar1", name).encode())
        for name in ("LNXORA01", "LNXORA02", "LNXCRY01")
    )
    assert first.xpath("string(devices/disk[boot]/source/@dev)") == "/dev/mapper/36005076306ffc7630000000000004033"
    assert second.xpath("string(devices/disk[target/@bus='scsi']/source/@dev)") == (
        "/dev/disk/by-path/ccw-0.0.1cb8-fc-0x500507630603c763-lun-0x4022405500000000"
    )
    assert crypto.xpath("string(devices/hostdev/@model)") == "vfio-ap"
    assert words_of(lab.folder).isdisjoint(PASSWORDS)
