"""Invoke: the functions of the package, such as `getGuest`."""

from __future__ import annotations

from typing import Any

from zkvm_provider.errors import InvalidInput, Unsupported
from zkvm_provider.model.kinds import FUNCTIONS, Function, Kind
from zkvm_provider.model.structure import structure
from zkvm_provider.provider.codec import decode, encode
from zkvm_provider.provider.failures import check_failures
from zkvm_provider.provider.protocol import provider_pb2
from zkvm_provider.provider.secrecy import secret_paths
from zkvm_provider.provider.session import Session


def invoke(session: Session, request: Any) -> Any:
    """Answer a function; wrong arguments are answered as failures with their paths."""
    function = _function(request.tok)
    try:
        arguments = decode(request.args)
        session.scrubber.learn(arguments)
        structure(function.arguments, arguments.tree, secrets=arguments.secrets)
        answer = session.converger("").invoke(function, arguments.tree)
    except InvalidInput as error:
        return provider_pb2.InvokeResponse(failures=check_failures(error, session.scrubber))
    kind = function.answers if isinstance(function.answers, Kind) else None
    secrets = secret_paths(answer, kind, (arguments,))
    response = provider_pb2.InvokeResponse()
    getattr(response, "return").CopyFrom(encode(answer, secrets))
    return response


def _function(token: str) -> Function:
    for function in FUNCTIONS:
        if function.token == token:
            return function
    raise Unsupported(f"the function {token}", needs=f"one of {', '.join(item.token for item in FUNCTIONS)}")
