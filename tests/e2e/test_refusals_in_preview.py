"""Bad input is refused in the preview: every fault of a guest in one go, each with its property path."""

from __future__ import annotations

import pytest

from tests.e2e.lab import Lab
from tests.e2e.programs import guest

pytestmark = pytest.mark.pulumi_cli


def test_every_fault_of_the_input_is_told_at_once(lab: Lab) -> None:
    lab.program(
        """
        zkvm.Guest(
            "bad",
            memory=0,
            disks=[
                {"name": "root", "block": "/dev/x", "devno": "0x0001"},
                {"name": "data", "block": "/dev/y", "devno": "0x0001"},
                {"name": "both", "block": "/dev/z", "volume": "pool/z", "cach": "none"},
            ],
            opts=pulumi.ResourceOptions(),
        )
        """
    )
    preview = lab.preview(expect=None)
    assert preview.code != 0
    for path in ("memory", "disks[1].devno", "disks[2]", "disks[2].cach"):
        assert path in preview.text, preview.text
    assert "did you mean 'cache'" in preview
    assert "Traceback" not in preview.text
    assert not lab.store.exists() or lab.journal() == ()


def test_every_fault_of_the_host_is_told_at_once(lab: Lab) -> None:
    lab.program(
        """
        zkvm.Guest(
            "bad",
            memory="1 GiB",
            boot=zkvm.BootArgs(kernel="/boot/nothing"),
            disks=[zkvm.DiskArgs(name="root", volume="nopool/x")],
            interfaces=[zkvm.InterfaceArgs(name="lan", network="nolan")],
        )
        """
    )
    preview = lab.preview(expect=None)
    assert preview.code != 0
    for part in ("boot.kernel", "/boot/nothing", "disks[0].volume", "nopool", "interfaces[0].network", "nolan"):
        assert part in preview.text, preview.text
    assert "Traceback" not in preview.text


def test_a_network_declared_in_the_same_program_is_no_fault(lab: Lab) -> None:
    lab.program(
        'lan = zkvm.MacvtapNetwork("lan", name="lan", devices=["eth1"])\n'
        + guest(
            interfaces='zkvm.InterfaceArgs(name="by-id", network=lan), '
            'zkvm.InterfaceArgs(name="by-name", network=lan.name)'
        )
    )
    lab.preview()
    lab.up()
    assert "linux01" in lab.zkvm("list")
    assert " lan " in lab.zkvm("net-list")
