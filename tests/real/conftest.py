"""A daemon of one's own, a proxy in front of it, and a host reached through the proxy."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real.daemon import Daemon, uri_of
from tests.real.presence import binding
from tests.real.proxy import Proxy
from zkvm_provider.clock import HandClock
from zkvm_provider.hypervisor.libvirt.backend import LibvirtHost
from zkvm_provider.hypervisor.libvirt.line import Keepalive
from zkvm_provider.hypervisor.libvirt.pool import Limits

QUICK = Limits(open_s=2.0, call_s=5.0, long_s=5.0, connections=2, keepalive=Keepalive(interval_s=1, count=1))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose name is short enough for a socket, and open to the daemon's account."""
    path = Path(tempfile.mkdtemp(prefix="zk"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def daemon(folder: Path) -> Iterator[Daemon]:
    """A libvirtd whose machines live as long as one connection is open: the fixture holds one."""
    libvirt = binding()
    (folder / "d").mkdir()
    started = Daemon(folder / "d")
    started.start()
    held = libvirt.open(started.uri)
    yield started
    started.kill()
    del held


@pytest.fixture
def proxy(daemon: Daemon, folder: Path) -> Iterator[Proxy]:
    between = Proxy(folder / "p", daemon.socket)
    yield between
    between.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def host(proxy: Proxy, folder: Path, clock: HandClock) -> Iterator[LibvirtHost]:
    reached = LibvirtHost(uri_of(folder / "p"), clock, limits=QUICK)
    yield reached
    reached.close()
