"""customTimeouts: an operation that takes longer ends with words, keeps what it did, and is gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from tests.provider.convergers import real_convergers
from tests.provider.driver import Driver, Resource, driving, init_failed
from zkvm_provider.clock import HandClock
from zkvm_provider.hypervisor.port import ObjectKind, ObjectRef, PowerState
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.provider.protocol import provider_pb2
from zkvm_provider.wiring import administer, connect

GUEST = kind_of("Guest")
LIMIT_S = 20


class Slow(HandClock):
    """Every look at it costs a second while `ticks`: work that takes its time."""

    ticks = False

    def now_s(self) -> float:
        if self.ticks:
            self.wait(1.0)
        return super().now_s()


@pytest.fixture
def clock() -> Slow:
    return Slow()


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"emulated://{tmp_path}/lab.sqlite"


@pytest.fixture
def driver(tmp_path: Path, clock: Slow) -> Iterator[Driver]:
    reach = lambda where: connect(where, create=True, clock=clock)
    with driving(real_convergers(reach, tmp_path, clock=clock)) as made:
        made.start(owner="test")
        yield made


def inputs(driver: Driver, uri: str, **more: Tree) -> Any:
    return driver.check(GUEST, "a", {"host": uri, "name": "a", "memory": "256 MiB", "domainType": "qemu", **more})


def stubborn(driver: Driver, uri: str, clock: Slow) -> Resource:
    """A running guest that hears no request to shut down."""
    made = driver.create(GUEST, "a", inputs(driver, uri, shutdown={"graceS": 600}))
    administer(uri, clock=clock).turn("lpar1", "ignores-shutdown", "yes", domain="a")
    driver.start(owner="test")
    return made


def state(uri: str, clock: Slow) -> PowerState | None:
    (info,) = connect(uri, clock=clock).hypervisor.list(ObjectKind.DOMAIN)
    return info.state


def test_a_delete_ends_when_its_time_is_over(driver: Driver, uri: str, clock: Slow) -> None:
    made = stubborn(driver, uri, clock)
    before = clock.now_s()
    request = provider_pb2.DeleteRequest(
        id=made.id, urn=made.urn, type=GUEST.token, properties=made.outputs, old_inputs=made.inputs, timeout=LIMIT_S
    )
    with pytest.raises(grpc.RpcError) as caught:
        driver.stub.Delete(request)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert "the delete of Guest a did not happen within 20 s" in str(caught.value.details())
    assert "`delete` in the resource's customTimeouts" in str(caught.value.details())
    assert LIMIT_S <= clock.now_s() - before < LIMIT_S + 2
    assert state(uri, clock) is PowerState.RUNNING


def test_an_update_ends_when_its_time_is_over_and_keeps_the_state(driver: Driver, uri: str, clock: Slow) -> None:
    made = stubborn(driver, uri, clock)
    request = provider_pb2.UpdateRequest(
        id=made.id,
        urn=made.urn,
        type=GUEST.token,
        olds=made.outputs,
        old_inputs=made.inputs,
        news=inputs(driver, uri, shutdown={"graceS": 600}, power="stopped"),
        timeout=LIMIT_S,
    )
    with pytest.raises(grpc.RpcError) as caught:
        driver.stub.Update(request)
    (reason,) = init_failed(caught.value).reasons
    assert "the update of Guest a did not happen within 20 s" in reason


def test_no_further_step_of_a_create_begins_and_the_next_one_goes_on(driver: Driver, uri: str, clock: Slow) -> None:
    wanted = inputs(driver, uri)
    clock.ticks = True
    request = provider_pb2.CreateRequest(urn=driver.urn(GUEST, "a"), type=GUEST.token, properties=wanted, timeout=2)
    with pytest.raises(grpc.RpcError, match="the create of Guest a did not happen within 2 s"):
        driver.stub.Create(request)
    clock.ticks = False
    driver.start(owner="test")
    driver.create(GUEST, "a", wanted)
    assert state(uri, clock) is PowerState.RUNNING


def test_no_limit_is_no_limit(driver: Driver, uri: str, clock: Slow) -> None:
    made = stubborn(driver, uri, clock)
    driver.delete(made)
    assert connect(uri, clock=clock).hypervisor.list(ObjectKind.DOMAIN) == ()
    with pytest.raises(Exception, match="no domain"):
        connect(uri, clock=clock).hypervisor.dump(ObjectRef(kind=ObjectKind.DOMAIN, name="a"))
