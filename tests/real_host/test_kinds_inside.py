"""Logical volumes, seed images and NAT networks of a running guest, seen from inside and changed under it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.real.presence import lab_host
from tests.real_host.inventory import Inventory
from tests.real_host.programs import POOL
from tools.kvmlab import console, loops
from tools.kvmlab.command import attempt, inside, run
from tools.kvmlab.places import HostPlace
from tools.kvmlab.process import living
from tools.kvmlab.up import pid_file

pytestmark = [
    pytest.mark.kvm_lab,
    pytest.mark.pulumi_cli,
    pytest.mark.timeout(300),
]

GROUP, MAC = "e2e-group", "52:54:00:0e:2e:01"
SECTORS_PER_MIB = 2048


def program(*, capacity: str, hostname: str, address: str) -> str:
    return (
        POOL
        + f"""
group = zkvm.StoragePool("group", name="{GROUP}", kind="logical", source=zkvm.PoolSourceArgs(volume_group="{GROUP}"))
data = zkvm.LvmDisk("data", pool=group, name="data", capacity="{capacity}")
seed = zkvm.CloudInitDisk("seed", pool=pool, name="seed.iso", user_data="#cloud-config\\nhostname: {hostname}\\n")
lan = zkvm.NatNetwork(
    "lan",
    name="e2e-nat",
    cidr="192.168.151.0/24",
    dhcp_ranges=["192.168.151.100-192.168.151.199"],
    dhcp_hosts=[zkvm.DhcpHostArgs(name="linux", mac="{MAC}", ip="{address}")],
)
zkvm.Guest(
    "linux",
    name="e2e-linux",
    memory="128 MiB",
    boot=zkvm.BootArgs(kernel="/boot/kernel", initrd="/boot/initrd.img"),
    disks=[zkvm.DiskArgs(name="data", volume=data), zkvm.DiskArgs(name="seed", cdrom=seed.id)],
    interfaces=[zkvm.InterfaceArgs(name="lan", mac="{MAC}", network=lan)],
    consoles=[zkvm.ConsoleArgs(name="console", kind="virtio")],
    shutdown=zkvm.ShutdownArgs(grace_s=0),
)
"""
    )


@pytest.fixture
def told(tmp_path: Path, pulumi_cli: PulumiCli, host: HostPlace, inventory: Inventory) -> Iterator[Stack]:
    """A stack on a host with a volume group and a shell, through which logical volumes grow."""
    machine = living(pid_file(host.folder))
    assert machine is not None
    run(*inside(machine, ["vgcreate", GROUP, str(loops.find(host.volume_disk))]))
    stack = Stack(tmp_path / "project", pulumi_cli, {"zkvm:host": "lpar1"})
    for key, value in {"uri": host.uri, "shell": lab_host(host).shell or ""}.items():
        stack.run("config", "set", "--path", f"zkvm:hosts.lpar1.{key}", value, expect=0)
    yield stack
    attempt("virsh", "--connect", host.uri, "destroy", "e2e-linux")
    attempt("virsh", "--connect", host.uri, "pool-destroy", GROUP)
    run(*inside(machine, ["vgremove", "--force", "--yes", GROUP]))


def test_logical_volume_seed_and_lease_change_under_a_running_guest(
    told: Stack, host: HostPlace, inventory: Inventory
) -> None:
    before = inventory.now()

    def ask(line: str) -> str:
        return console.ask(host.uri, "e2e-linux", line).text

    def size_mib() -> list[int]:
        return [
            int(count) // SECTORS_PER_MIB
            for count in re.findall(r"^disk name=vd\w+ sectors=(\d+)", ask("report"), re.M)
        ]

    def lease() -> str:
        found = re.search(r"lease of (\S+) obtained", ask("udhcpc -n -q -i eth0 -s /bin/true"))
        return found.group(1) if found else ""

    told.program(program(capacity="32 MiB", hostname="first", address="192.168.151.9"))
    told.up()
    boot = ask("cat /proc/sys/kernel/random/boot_id")
    assert size_mib() == [32]
    assert ask("dd if=/dev/sr0 bs=1 skip=32808 count=6 2>/dev/null; echo").strip().lower() == "cidata"
    assert ask("grep -c 'hostname: first' /dev/sr0").strip() == "1"
    assert lease() == "192.168.151.9"

    told.program(program(capacity="61 MiB", hostname="other", address="192.168.151.10"))
    preview = told.preview()
    assert "capacity 32 MiB → 64 MiB (16 extents of 4 MiB): live" in preview, preview.text
    told.up()
    assert size_mib() == [64]
    assert lease() == "192.168.151.10"
    assert ask("cat /proc/sys/kernel/random/boot_id") == boot
    told.up("--expect-no-changes", "--refresh")
    told.destroy()
    assert inventory.now() == before
