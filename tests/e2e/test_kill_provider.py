"""The provider is killed before or after every verb of a create; the next `up` converges: no orphan, no duplicate."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.lab import Lab
from tests.e2e.programs import volumes
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.wiring import connect

pytestmark = [pytest.mark.pulumi_cli, pytest.mark.timeout(900)]

COUNT = 5
PROGRAM = (
    volumes(COUNT)
    + f"""
for n in range({COUNT}):
    zkvm.Guest(
        f"guest{{n}}",
        name=f"guest{{n}}",
        memory="512 MiB",
        boot=zkvm.BootArgs(kernel="/boot/vmlinux-4.4.0-rc5"),
        disks=[zkvm.DiskArgs(name="root", volume=disks[n])],
    )
"""
)


def check_whole(lab: Lab) -> None:
    """Five guests, five volumes, nothing else, nothing unfinished."""
    host = connect(f"emulated://{lab.store}").hypervisor
    guests = host.list(ObjectKind.DOMAIN)
    assert sorted(info.ref.name for info in guests) == [f"guest{n}" for n in range(COUNT)]
    assert [info.ref.name for info in host.list(ObjectKind.POOL)] == ["pool"]
    volumes_there = [info.ref.name for info in host.list(ObjectKind.VOLUME, pool="pool")]
    assert sorted(volumes_there) == [f"disk{n}.qcow2" for n in range(COUNT)]
    for info in guests:
        xml = host.dump(info.ref)
        assert info.active
        assert "unfinished" not in xml
        assert xml.count("<disk ") == 1
    made = Counter(row.object for row in lab.journal() if row.verb == "create_volume" and row.outcome == "done")
    assert sorted(made.values()) == [1] * COUNT


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_create_killed_at_any_verb_is_finished_by_the_next_up(lab: Lab, tmp_path: Path, moment: str) -> None:
    lab.program(PROGRAM)
    whole = lab.copy(tmp_path / "whole")
    whole.up()
    check_whole(whole)
    verbs = len(whole.journal())
    assert verbs >= 4 + COUNT * 3

    for number in range(1, verbs + 1):
        broken = lab.copy(tmp_path / f"{moment}-{number}")
        killed = broken.up(expect=None, ZKVM_FAULT=f"kill:{moment}:{number}")
        assert killed.code != 0, f"verb {number} was never reached\n{killed.text}"
        broken.up()
        check_whole(broken)
