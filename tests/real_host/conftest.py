"""The real Pulumi engine against real libvirt hosts: a lab of the tests' own, beside whatever lab the user has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.kvmlab.conftest import RunningLab
from tests.real.presence import lab_host
from tests.real_host.counting import Counting
from tests.real_host.interrupting import Daemon
from tests.real_host.inventory import Inventory
from tools.kvmlab import loops
from tools.kvmlab.places import HostPlace


@pytest.fixture
def host(shared_lab: RunningLab) -> HostPlace:
    return shared_lab.lab.hosts[0]


@pytest.fixture
def inventory(host: HostPlace) -> Iterator[Inventory]:
    """What the host has; whatever a test left there, a failed one too, is removed."""
    there = Inventory(host.uri)
    before = there.now()
    yield there
    there.back_to(before)


@pytest.fixture
def stack(tmp_path: Path, pulumi_cli: PulumiCli, host: HostPlace, inventory: Inventory) -> Stack:
    """A fresh stack on the host."""
    return Stack(tmp_path / "project", pulumi_cli, {"zkvm:host": host.uri})


@pytest.fixture
def daemon(host: HostPlace) -> Iterator[Daemon]:
    """The host's libvirtd, to be killed or frozen; it works again when the test is over."""
    found = Daemon(host)
    yield found
    found.thaw()
    found.wait_until_ready()


@pytest.fixture
def counting(shared_lab: RunningLab, disk: str) -> Iterator[Counting]:
    hosts = shared_lab.lab.hosts
    inventories = [Inventory(host.uri) for host in hosts]
    before = [each.now() for each in inventories]
    yield Counting(hosts=hosts, device=disk)
    for inventory, had in zip(inventories, before, strict=True):
        inventory.back_to(had)


@pytest.fixture
def disk(shared_lab: RunningLab) -> str:
    """A block device that both hosts have under one name: no file, so libvirt takes it to be shared."""
    return str(loops.device_for(shared_lab.lab.root / "counter.raw", 1 << 20))


@pytest.fixture
def both(tmp_path: Path, pulumi_cli: PulumiCli, shared_lab: RunningLab) -> Stack:
    """A stack that knows both hosts, each with its shell."""
    stack = Stack(tmp_path / "project", pulumi_cli)
    for place in shared_lab.lab.hosts:
        told = {"uri": place.tcp_uri, "shell": lab_host(place).shell or ""}
        for key, value in told.items():
            stack.run("config", "set", "--path", f"zkvm:hosts.{place.name}.{key}", value, expect=0)
    stack.run("config", "set", "zkvm:host", "lpar1", expect=0)
    return stack
