"""The real Pulumi engine against real libvirt hosts: a lab of the tests' own, beside whatever lab the user has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PulumiCli
from tests.e2e.lab import Lab as Stack
from tests.kvmlab.conftest import RunningLab
from tests.real_host.interrupting import Daemon
from tests.real_host.inventory import Inventory
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
