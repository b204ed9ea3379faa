"""Each fault becomes the code and the words the user can act on; never a traceback."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable
from typing import Any

import grpc
import pytest

import zkvm_provider
from tests.provider.convergers import raising
from tests.provider.driver import driving, init_failed
from zkvm_provider.apply.request import InitFailed, NotObservable
from zkvm_provider.errors import (
    AlreadyExists,
    BackendError,
    Bug,
    Fault,
    InvalidInput,
    NotFound,
    Refused,
    TemplateError,
    TimedOut,
    Unreachable,
    Unsupported,
    WrongState,
    ZkvmError,
)
from zkvm_provider.model.kinds import kind_of
from zkvm_provider.model.partial import Tree
from zkvm_provider.provider.codec import decode, encode
from zkvm_provider.provider.failures import failure_of
from zkvm_provider.provider.scrubber import Scrubber

VOLUME = kind_of("Qcow2Disk")
INPUTS: dict[str, Tree] = {"pool": "images", "name": "a", "capacity": 1, "host": "emulated:"}

CODES: list[tuple[Exception, grpc.StatusCode]] = [
    (InvalidInput.at("a", "b"), grpc.StatusCode.INVALID_ARGUMENT),
    (TemplateError("undefined", file="guest.xml.j2", line=3), grpc.StatusCode.INVALID_ARGUMENT),
    (NotFound("pool images"), grpc.StatusCode.NOT_FOUND),
    (AlreadyExists("guest a"), grpc.StatusCode.ALREADY_EXISTS),
    (Refused("data would be lost"), grpc.StatusCode.FAILED_PRECONDITION),
    (NotObservable("its pool is not active"), grpc.StatusCode.FAILED_PRECONDITION),
    (WrongState("guest a", actual="running", wanted="shut off"), grpc.StatusCode.FAILED_PRECONDITION),
    (Unsupported("KVM", needs="a host with KVM"), grpc.StatusCode.FAILED_PRECONDITION),
    (BackendError("operation failed", code=9, domain=10), grpc.StatusCode.FAILED_PRECONDITION),
    (Unreachable("qemu+ssh://lpar1/system", "no route"), grpc.StatusCode.UNAVAILABLE),
    (TimedOut("shutdown", waited_s=120), grpc.StatusCode.DEADLINE_EXCEEDED),
    (Bug("nobody thought of this"), grpc.StatusCode.INTERNAL),
    (KeyError("oops"), grpc.StatusCode.INTERNAL),
]


@pytest.mark.parametrize(("error", "code"), CODES, ids=lambda value: getattr(value, "name", type(value).__name__))
def test_every_fault_has_its_code(error: Exception, code: grpc.StatusCode) -> None:
    assert failure_of(error, Scrubber()).code is code


def test_no_fault_of_the_tree_is_without_a_code() -> None:
    for module in pkgutil.walk_packages(zkvm_provider.__path__, "zkvm_provider."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    covered = {type(error) for error, _ in CODES} | {InitFailed}
    assert set(_subclasses(ZkvmError)) == covered - {KeyError}


def test_host_faults_are_shown_all_each_on_its_line() -> None:
    faults = [Fault(path="disks[0].volume", reason="not there"), Fault(path="interfaces[1].network", reason="no such")]
    assert failure_of(InvalidInput(faults), Scrubber()).message.splitlines() == [
        "disks[0].volume: not there",
        "interfaces[1].network: no such",
    ]


def test_a_bug_reaches_the_user_without_and_the_log_with_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with driving(raising(KeyError("secretless"))) as driver, caplog.at_level(logging.ERROR):
        driver.start()
        with pytest.raises(grpc.RpcError) as failed:
            driver.create(VOLUME, "a", INPUTS)
    error: Any = failed.value
    assert error.code() is grpc.StatusCode.INTERNAL
    assert "please report" in error.details()
    assert "Traceback" not in error.details()
    assert any(record.exc_info for record in caplog.records)


def test_what_was_made_but_not_finished_keeps_id_state_and_inputs() -> None:
    error = InitFailed(["defined, but it did not start"], id="7", outputs={**INPUTS, "path": "/srv/hunter22"})
    with driving(raising(error)) as driver:
        driver.start()
        inputs = encode({**INPUTS, "backing": "hunter22"}, {"backing"})
        with pytest.raises(grpc.RpcError) as failed:
            driver.create(VOLUME, "a", inputs)
    detail = init_failed(failed.value)
    assert detail.id == "7"
    assert list(detail.reasons) == ["defined, but it did not start"]
    assert decode(detail.inputs).tree == decode(inputs).tree
    assert decode(detail.inputs).secrets == {"backing"}
    assert decode(detail.properties).secrets == {"path"}
    assert failed.value.code() is grpc.StatusCode.UNKNOWN


@pytest.mark.parametrize("verb", ["create", "preview", "update", "read", "delete"])
def test_no_message_holds_a_secret_of_the_inputs(verb: str) -> None:
    with driving(raising(Refused("cannot use hunter22"))) as driver:
        driver.start()
        inputs = encode({**INPUTS, "backing": "hunter22"}, {"backing"})
        resource = driver_resource(driver, inputs)
        calls: dict[str, Callable[[], object]] = {
            "create": lambda: driver.create(VOLUME, "a", inputs),
            "preview": lambda: driver.create(VOLUME, "a", inputs, preview=True),
            "update": lambda: driver.update(resource, inputs),
            "read": lambda: driver.read(resource),
            "delete": lambda: driver.delete(resource),
        }
        with pytest.raises(grpc.RpcError) as failed:
            calls[verb]()
    error: Any = failed.value
    assert "hunter22" not in error.details()
    assert "cannot use" in error.details()


def driver_resource(driver: Any, inputs: Any) -> Any:
    from tests.provider.driver import Resource

    return Resource(kind=VOLUME, urn=driver.urn(VOLUME, "a"), id="7", inputs=inputs, outputs=inputs)


def _subclasses(cls: type[ZkvmError]) -> list[type[ZkvmError]]:
    children: list[type[ZkvmError]] = cls.__subclasses__()
    return [sub for child in children for sub in (child, *_subclasses(child))]
