"""A guest that would write to a DASD which its host only reads; and hosts whose DASDs nobody can see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import grpc
import pytest

from tests.provider.convergers import real_convergers
from tests.provider.driver import Driver, driving
from zkvm_provider.clock import HandClock
from zkvm_provider.errors import Unsupported
from zkvm_provider.hypervisor.port import Dasd, Endpoint, HostDevices
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.wiring import connect

GUEST = kind_of("Guest")
BLOCK = "/dev/disk/by-path/ccw-0.0.0e1e-part1"


class Devices:
    """The devices of a host, but for its DASDs."""

    def __init__(self, real: HostDevices, tell: Callable[[tuple[Dasd, ...]], tuple[Dasd, ...]]) -> None:
        self._real, self._tell = real, tell

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def dasds(self) -> tuple[Dasd, ...]:
        return self._tell(self._real.dasds())


def only_read(dasds: tuple[Dasd, ...]) -> tuple[Dasd, ...]:
    return tuple(replace(each, read_only=True) for each in dasds)


def nobody_looks(dasds: tuple[Dasd, ...]) -> tuple[Dasd, ...]:
    raise Unsupported("DASDs", needs="a shell on the host")


@contextmanager
def host_that(tell: Callable[[tuple[Dasd, ...]], tuple[Dasd, ...]], folder: Path) -> Iterator[Driver]:
    def at(uri: str) -> Endpoint:
        real = connect(f"emulated://{folder}/lab.sqlite", create=True)
        return Endpoint(uri=uri, hypervisor=real.hypervisor, devices=cast(HostDevices, Devices(real.devices, tell)))

    with driving(real_convergers(at, folder, clock=HandClock())) as driver:
        driver.start(owner="test")
        yield driver


def guest(**disk: Tree) -> dict[str, Tree]:
    return {
        "host": "emulated:",
        "name": "linux01",
        "memory": "256 MiB",
        "power": "stopped",
        "disks": [{"name": "root", "block": BLOCK, **disk}],
    }


def test_a_guest_that_would_write_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with host_that(only_read, tmp_path) as driver:
        inputs = driver.check(GUEST, "linux01", guest())
        with pytest.raises(grpc.RpcError) as refused:
            driver.create(GUEST, "linux01", inputs)
    told = cast(grpc.Call, refused.value).details() or ""
    assert told.startswith("disks[0].block: DASD 0.0.0e1e is read-only on")
    assert "chccwdev -a readonly=0 0.0.0e1e" in told


def test_a_guest_that_only_reads_is_made(tmp_path: Path) -> None:
    with host_that(only_read, tmp_path) as driver:
        assert driver.create(GUEST, "linux01", driver.check(GUEST, "linux01", guest(readOnly=True))).id


def test_where_nobody_can_look_the_guest_is_made(tmp_path: Path) -> None:
    with host_that(nobody_looks, tmp_path) as driver:
        assert driver.create(GUEST, "linux01", driver.check(GUEST, "linux01", guest())).id
