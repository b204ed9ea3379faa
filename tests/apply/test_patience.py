"""A pool that is busy with another volume is waited for; every other refusal is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.moving.two_hosts import TwoHosts, two_hosts
from zkvm_provider.apply.patience import is_busy
from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.faults import FaultKind, Moment, PlannedFault
from zkvm_provider.hypervisor.port import ObjectKind
from zkvm_provider.model.kinds import kind_of

POOL = kind_of("StoragePool")
INPUTS = {"name": "p", "target": "/srv/p"}


def busy(*numbers: int) -> tuple[PlannedFault, ...]:
    return tuple(PlannedFault(kind=FaultKind.BUSY, moment=Moment.BEFORE, number=number) for number in numbers)


def pools(hosts: TwoHosts) -> list[str]:
    return [info.ref.name for info in hosts.at("lpar1").hypervisor.list(ObjectKind.POOL)]


def test_a_pool_that_is_busy_is_stopped_and_undefined_when_it_is_free(tmp_path: Path) -> None:
    with two_hosts(tmp_path) as hosts:
        driver = hosts.driver
        made = driver.create(POOL, "p", driver.check(POOL, "p", INPUTS))
        hosts.restart_provider()
        hosts.break_at(*busy(1, 2, 4))  # stop refused twice, then undefine once
        before = hosts.clock.now_s()
        driver.delete(made)
        assert pools(hosts) == []
        assert 0 < hosts.clock.now_s() - before < 5


def test_a_pool_that_stays_busy_is_told_in_libvirts_words(tmp_path: Path) -> None:
    with two_hosts(tmp_path) as hosts:
        driver = hosts.driver
        made = driver.create(POOL, "p", driver.check(POOL, "p", INPUTS))
        hosts.restart_provider()
        hosts.break_at(*busy(*range(1, 200)))
        with pytest.raises(Exception, match="has asynchronous jobs running"):
            driver.delete(made)
        hosts.break_at()
        driver.delete(made)
        assert pools(hosts) == []


def test_any_other_refusal_is_told_at_once() -> None:
    assert is_busy(BackendError("volume 'a' is still being allocated.", code=55, domain=18))
    assert not is_busy(BackendError("volume 'a' is still being allocated.", code=38, domain=18))
    assert not is_busy(BackendError("storage pool 'p' is not active", code=55, domain=18))
