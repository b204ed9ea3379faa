"""A real guest goes to the other host and back while it counts; whoever moves it is killed in every phase."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.lab import Lab as Stack
from tests.real_host.counting import ARRIVAL_LIMIT_S, NAME, Counting, begun_anew, program
from tests.real_host.inventory import Inventory
from tools.kvmlab import console

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(1200),
]


@begun_anew
def test_a_guest_that_counts_goes_there_and_back(both: Stack, counting: Counting, disk: str) -> None:
    both.program(program("lpar1", disk))
    both.up()
    counting.begin("lpar1")
    first, boot = counting.read()
    identity = counting.identity("lpar1")

    both.program(program("lpar2", disk, more='migration=zkvm.MigrationArgs(mode="p2p", tunnelled=True),'))
    assert "host lpar1 → lpar2: live (it migrates while it runs, p2p, tunnelled)" in both.preview()
    assert counting.defined() == ["lpar1"]
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    second, same_boot = counting.read()
    assert (second > first, same_boot) == (True, boot)
    assert counting.identity("lpar2") == identity
    both.up("--expect-no-changes", "--refresh")

    both.program(program("lpar1", disk, more='migration=zkvm.MigrationArgs(mode="direct"),'))
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar1"], ["lpar1"])
    third, same_boot = counting.read()
    assert (third > second, same_boot) == (True, boot)
    both.up("--expect-no-changes", "--refresh")

    other = counting.hosts[1].tcp_uri
    virsh = Inventory(counting.hosts[0].uri).virsh
    virsh("migrate", "--live", "--p2p", "--persistent", "--undefinesource", NAME, other)
    both.refresh()
    assert both.outputs_of("Guest", "counter")["host"] == "lpar2"
    both.up()
    assert counting.defined() == ["lpar1"]
    assert counting.read()[1] == boot
    both.destroy()
    assert counting.defined() == []


KILLS = (("p2p", "before"), ("p2p", "during"), ("p2p", "after"), ("direct", "during"))


@begun_anew
def test_a_mover_killed_in_any_phase_leaves_one_copy_and_the_next_up_converges(
    both: Stack, counting: Counting, disk: str
) -> None:
    more = ""
    both.program(program("lpar1", disk, more=more))
    both.up()
    counting.begin("lpar1")
    last, boot = counting.read()
    old, new = "lpar1", "lpar2"
    for mode, phase in KILLS:
        kill, more = f"kill:{phase}:1", f'migration=zkvm.MigrationArgs(mode="{mode}", bandwidth_mib_s=20),'
        both.program(program(new, disk, more=more))
        killed = both.up(expect=None, ZKVM_FAULT=kill)
        assert killed.code != 0, killed.text
        assert len(counting.settled()) == 1
        both.up()
        assert (counting.copies(), counting.defined()) == ([new], [new]), kill
        count, same_boot = counting.read()
        assert (count > last, same_boot) == (True, boot), kill
        last, old, new = count, new, old
    both.up("--expect-no-changes", "--refresh")


@begun_anew
def test_all_of_pulumi_killed_while_it_migrates(both: Stack, counting: Counting, disk: str) -> None:
    """Engine, language host and provider at once; the state has an operation that was never finished."""
    slow = 'migration=zkvm.MigrationArgs(mode="p2p", bandwidth_mib_s=20),'
    both.program(program("lpar1", disk, more=slow))
    both.up()
    counting.begin("lpar1")
    _, boot = counting.read()
    both.program(program("lpar2", disk, more=slow))
    argv = [str(both.cli.binary), "up", "--yes", "--skip-preview", "--non-interactive"]
    running = subprocess.Popen(
        argv, cwd=both.folder, env=both.environment, stdout=sys.stderr, stderr=sys.stderr, start_new_session=True
    )
    deadline = time.monotonic() + ARRIVAL_LIMIT_S
    while "lpar2" not in counting.copies():
        assert running.poll() is None
        assert time.monotonic() < deadline
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert len(counting.settled()) == 1
    both.run("cancel", "--yes", expect=0)
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    assert counting.read()[1] == boot
    both.up("--expect-no-changes", "--refresh")


FOLDER = "/var/lib/libvirt/e2e"
POOLS = f"""
POOLS = {{
    host: zkvm.StoragePool(f"{{host}}-pool", host=host, name="e2e", target="{FOLDER}") for host in ("lpar1", "lpar2")
}}
"""
LOCAL = f"""{POOLS}
DISKS = [
    zkvm.Qcow2Disk(f"{{host}}-disk", host=host, pool=pool, name="count.qcow2", capacity="16 MiB")
    for host, pool in POOLS.items()
]
"""
"""A disk of the same name and size on each host's own file system."""
LAYERED = f"""{POOLS}
BASES = {{
    host: zkvm.Qcow2Disk(f"{{host}}-base", host=host, pool=pool, name="base.qcow2", capacity="16 MiB")
    for host, pool in POOLS.items()
}}
DISKS = [
    zkvm.Qcow2Disk(f"{{host}}-disk", host=host, pool=pool, name="count.qcow2", capacity="16 MiB", backing=BASES[host])
    for host, pool in POOLS.items()
]
"""
"""The same as a layer over a backing file that both have."""
WRITE = "echo kept | dd of=/dev/vda bs=1M seek=1 conv=fsync 2>/dev/null; echo done"
READ_AGAIN = "echo 3 > /proc/sys/vm/drop_caches; dd if=/dev/vda bs=1M skip=1 count=1 2>/dev/null | head -n 1"


VOLUME = 'volume="e2e/count.qcow2"'
FILE = f'file="{FOLDER}/count.qcow2", format="qcow2"'
"""libvirt copies a layer alone into a file that is there."""


def copied(host: str, more: str, disks: str) -> str:
    shared = 'zkvm.DiskArgs(name="count", block="none", cache="none")'
    own = f'zkvm.DiskArgs(name="count", {FILE if disks == LAYERED else VOLUME}, cache="none")'
    guest = program(host, "none", more=more).replace(shared, own)
    assert own in guest
    return disks + guest.replace("    name=", "    opts=pulumi.ResourceOptions(depends_on=DISKS),\n    name=", 1)


@pytest.mark.parametrize(("copy", "disks"), [("all", LOCAL), ("incremental", LAYERED)])
@begun_anew
def test_disks_of_one_host_alone_go_along(both: Stack, counting: Counting, copy: str, disks: str) -> None:
    more = f'migration=zkvm.MigrationArgs(copy_storage="{copy}"),'
    both.program(copied("lpar1", more, disks))
    both.up()
    assert counting.asked("lpar1", WRITE) == "done"
    counting.begin("lpar1")
    first, boot = counting.tells("lpar1")
    both.program(copied("lpar2", "", disks))
    refused = both.preview(expect=None)
    assert refused.code != 0
    assert "lies on lpar1 alone" in refused
    both.program(copied("lpar2", more, disks))
    assert f"live (it migrates while it runs, disks copied ({copy}))" in both.preview()
    both.up()
    assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    second, same_boot = counting.tells("lpar2")
    assert (second > first, same_boot) == (True, boot)
    assert counting.asked("lpar2", READ_AGAIN) == "kept"
    both.up("--expect-no-changes", "--refresh")

    both.destroy()
    assert counting.defined() == []


BUSY = "(while true; do dd if=/dev/zero of=/busy bs=1M count=48 2>/dev/null; done) &"
"""Memory is written faster than it is sent: without post-copy the migration would not end."""
MAY_FETCH = Path("/proc/sys/vm/unprivileged_userfaultfd")


@begun_anew
def test_a_guest_that_writes_faster_than_is_sent_goes_by_post_copy_or_stays(
    both: Stack, counting: Counting, disk: str
) -> None:
    more = "migration=zkvm.MigrationArgs(post_copy=True, bandwidth_mib_s=16),"
    both.program(program("lpar1", disk, more=more))
    both.up()
    counting.begin("lpar1")
    console.ask(counting.hosts[0].uri, NAME, BUSY)
    _, boot = counting.read()
    both.program(program("lpar2", disk, more=more))
    if MAY_FETCH.exists() and MAY_FETCH.read_text().strip() == "1":
        both.up()
        assert (counting.copies(), counting.defined()) == (["lpar2"], ["lpar2"])
    else:
        refused = both.up(expect=None)
        assert refused.code != 0
        for part in ("Postcopy is not supported", "leave that option of `migration` out", "unprivileged_userfaultfd"):
            assert part in refused, refused.text
        assert (counting.copies(), counting.defined()) == (["lpar1"], ["lpar1"])
    assert counting.read()[1] == boot
    both.destroy()
    assert counting.defined() == []
