"""A hypervisor that breaks on purpose: it wraps any other and fails, delays or dies at a chosen verb.

Faults are counted over the mutating verbs of one process (`port.MUTATING_VERBS`, both protocols, every host). With
an emulated store that was empty at the start, one process and no two verbs at once, the n-th counted verb is row n
of the store's journal; in general it is row n behind those that were there. A verb that never reached the machine
(fault *before*) is counted but has no row; from there on the row is one behind the count.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from enum import Enum
from types import FunctionType, MethodType
from typing import Any, cast

from zkvm_provider.clock import Clock
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import BackendError, InvalidInput, Unreachable
from zkvm_provider.hypervisor.port import MUTATING_VERBS, Endpoint, ErrorCode, HostDevices, Hypervisor

VARIABLE = "ZKVM_FAULT"
"""Environment variable that holds the faults of a process, for instance `kill:before:7`."""


_FROM_STORAGE = 18
"""VIR_FROM_STORAGE of virterror.h."""


class FaultKind(Enum):
    """What goes wrong: the connection breaks, libvirt is busy with the pool, time passes, or the process is killed.

    A verb that is refused as busy has not taken effect: it is for the moment *before* only.
    """

    FAIL = "fail"
    BUSY = "busy"
    DELAY = "delay"
    KILL = "kill"


class Moment(Enum):
    """Whether the verb has taken effect when the fault strikes; `during` a migration it is under way."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFault:
    """The fault `kind` strikes at the verb with that running number (1 is the first); `delay_s` for delays."""

    kind: FaultKind
    moment: Moment
    number: int
    delay_s: float = 0.0


def parse_faults(text: str) -> tuple[PlannedFault, ...]:
    """`kill:before:7`, `fail:after:3`, `delay:before:2:0.5`, separated by commas. Raises `InvalidInput`."""
    return tuple(_parse_one(part.strip()) for part in text.split(",") if part.strip())


class FaultCounter:
    """The running number of mutating verbs in this process, and what is to happen at which."""

    def __init__(self, faults: tuple[PlannedFault, ...], clock: Clock) -> None:
        self._faults = faults
        self._clock = clock
        self._lock = threading.Lock()
        self.number = 0

    def next(self) -> int:
        """Count a verb and tell its number."""
        with self._lock:
            self.number += 1
            return self.number

    def strike(self, number: int, moment: Moment, uri: str) -> None:
        """Let every fault planned for this verb and moment happen."""
        for fault in self._faults:
            if (fault.number, fault.moment) != (number, moment):
                continue
            match fault.kind:
                case FaultKind.KILL:
                    os.kill(os.getpid(), signal.SIGKILL)
                case FaultKind.DELAY:
                    self._clock.wait(fault.delay_s)
                case FaultKind.BUSY:
                    words = "internal error: pool 'planned' has asynchronous jobs running."
                    raise BackendError(words, code=ErrorCode.INTERNAL_ERROR, domain=_FROM_STORAGE, where=uri)
                case FaultKind.FAIL:
                    raise Unreachable(uri, f"planned fault {moment.value} verb {number}")


def with_faults(endpoint: Endpoint, counter: FaultCounter) -> Endpoint:
    """The same endpoint, breaking where `counter` says."""
    return Endpoint(
        uri=endpoint.uri,
        hypervisor=cast(Hypervisor, _Breaking(endpoint.hypervisor, endpoint.uri, counter)),
        devices=cast(HostDevices, _Breaking(endpoint.devices, endpoint.uri, counter)),
    )


class _Breaking:
    """Either protocol. Attribute access instead of forty methods: a verb added to the port is covered at once."""

    def __init__(self, wrapped: Hypervisor | HostDevices, uri: str, counter: FaultCounter) -> None:
        self._wrapped = wrapped
        self._uri = uri
        self._counter = counter

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._wrapped, name)
        return self._counted(verb) if name in MUTATING_VERBS else verb

    def _counted(self, verb: Callable[..., Any]) -> Callable[..., Any]:
        def call(*values: Any, **named: Any) -> Any:
            number = self._counter.next()
            self._counter.strike(number, Moment.BEFORE, self._uri)
            result = verb(*(self._striking(number, value) for value in values), **named)
            self._counter.strike(number, Moment.AFTER, self._uri)
            return result

        return call

    def _striking(self, number: int, value: Any) -> Any:
        """The listener of a migration also stands for its middle; everything else is handed on."""
        if not isinstance(value, FunctionType | MethodType):
            return value

        def told(progress: Any) -> Any:
            self._counter.strike(number, Moment.DURING, self._uri)
            return value(progress)

        return told


def _parse_one(text: str) -> PlannedFault:
    try:
        kind, moment, number, *rest = text.split(":")
        delay_s = float(rest[0]) if rest else 0.0
        fault = PlannedFault(kind=FaultKind(kind), moment=Moment(moment), number=int(number), delay_s=delay_s)
    except ValueError as failure:
        raise InvalidInput.at(VARIABLE, f"expected like kill:before:7 or delay:after:2:0.5, got {text!r}") from failure
    too_late = fault.kind is FaultKind.BUSY and fault.moment is not Moment.BEFORE
    if fault.number < 1 or too_late or len(rest) > 1 or (fault.kind is FaultKind.DELAY) != bool(rest):
        raise InvalidInput.at(VARIABLE, f"expected like kill:before:7 or delay:after:2:0.5, got {text!r}")
    return fault
