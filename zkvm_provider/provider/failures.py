"""What a fault becomes for the user: a check failure, "made but not finished", or a plain message with a fitting code.

Codes matter to the engine: after UNKNOWN, INTERNAL or DATA_LOSS it takes the resource's state for unknown, so only a
bug of ours gets INTERNAL. A message never holds a traceback or a secret; the traceback of a bug goes to the
provider's log.
"""

from __future__ import annotations

import logging
from typing import Any, Final, NoReturn

import grpc

from zkvm_provider.apply.request import InitFailed, NotObservable
from zkvm_provider.dataclass import dataclass
from zkvm_provider.errors import (
    AlreadyExists,
    BackendError,
    Bug,
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
from zkvm_provider.provider.protocol import provider_pb2, status_pb2
from zkvm_provider.provider.scrubber import Scrubber

_LOG = logging.getLogger(__name__)

_CODES: Final[tuple[tuple[type[ZkvmError], grpc.StatusCode], ...]] = (
    (InvalidInput, grpc.StatusCode.INVALID_ARGUMENT),
    (TemplateError, grpc.StatusCode.INVALID_ARGUMENT),
    (NotFound, grpc.StatusCode.NOT_FOUND),
    (AlreadyExists, grpc.StatusCode.ALREADY_EXISTS),
    (Refused, grpc.StatusCode.FAILED_PRECONDITION),
    (NotObservable, grpc.StatusCode.FAILED_PRECONDITION),
    (WrongState, grpc.StatusCode.FAILED_PRECONDITION),
    (Unsupported, grpc.StatusCode.FAILED_PRECONDITION),
    (BackendError, grpc.StatusCode.FAILED_PRECONDITION),
    (Unreachable, grpc.StatusCode.UNAVAILABLE),
    (TimedOut, grpc.StatusCode.DEADLINE_EXCEEDED),
    (Bug, grpc.StatusCode.INTERNAL),
)

_DETAILS_KEY: Final = "grpc-status-details-bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A refused call: code, the text the user reads, and what the engine has to keep (`detail`)."""

    code: grpc.StatusCode
    message: str
    detail: Any = None


class Unimplemented(Exception):
    """A method of the protocol that zkvm does not offer."""


class NotFinished(Exception):
    """The object was made but is not finished: the engine has to keep its id, state and inputs (encoded already)."""

    def __init__(self, error: InitFailed, *, properties: Any, inputs: Any) -> None:
        self.error, self.properties, self.inputs = error, properties, inputs
        super().__init__(str(error))

    def failure(self, scrubber: Scrubber) -> Failure:
        """Code UNKNOWN is what makes the engine look for the detail, which says what is known."""
        reasons = [scrubber.scrub(reason) for reason in self.error.reasons]
        detail = provider_pb2.ErrorResourceInitFailed(
            id=self.error.id, properties=self.properties, inputs=self.inputs, reasons=reasons
        )
        return Failure(code=grpc.StatusCode.UNKNOWN, message="\n".join(reasons), detail=detail)


def failure_of(error: Exception, scrubber: Scrubber) -> Failure:
    """The failure an exception becomes. Logs the traceback of what nobody expected."""
    if isinstance(error, Unimplemented):
        return Failure(code=grpc.StatusCode.UNIMPLEMENTED, message=str(error))
    if isinstance(error, NotFinished):
        return error.failure(scrubber)
    code = next((code for kind, code in _CODES if isinstance(error, kind)), grpc.StatusCode.INTERNAL)
    if code is grpc.StatusCode.INTERNAL:
        _LOG.error("a fault in zkvm", exc_info=error)
        if not isinstance(error, ZkvmError):
            error = Bug(f"{type(error).__name__}: {error}")
    return Failure(code=code, message=scrubber.scrub(_text(error)))


def check_failures(error: InvalidInput, scrubber: Scrubber) -> list[Any]:
    """Every fault of the input as Pulumi's CheckFailure: property path and reason."""
    return [
        provider_pb2.CheckFailure(property=fault.path, reason=scrubber.scrub(fault.reason)) for fault in error.faults
    ]


def abort(context: grpc.ServicerContext, failure: Failure) -> NoReturn:
    """End the call with a failure; its detail travels as google.rpc.Status in the trailing metadata."""
    if failure.detail is not None:
        status = status_pb2.Status(code=failure.code.value[0], message=failure.message)
        status.details.add().Pack(failure.detail)
        context.set_trailing_metadata(((_DETAILS_KEY, status.SerializeToString()),))
    context.abort(failure.code, failure.message)
    raise AssertionError("abort always raises")


def _text(error: Exception) -> str:
    if isinstance(error, InvalidInput):
        return "\n".join(str(fault) for fault in error.faults)
    return str(error)
