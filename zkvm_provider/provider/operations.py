"""Create, Read, Update and Delete: requests of the wire into requests of `apply`, results back onto the wire."""

from __future__ import annotations

from typing import Any

from google.protobuf import empty_pb2

from zkvm_provider.apply.request import InitFailed, Look, Request, Result, Seen
from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import Partial
from zkvm_provider.provider.codec import decode, encode, encode_beside, put
from zkvm_provider.provider.failures import NotFinished
from zkvm_provider.provider.protocol import provider_pb2
from zkvm_provider.provider.refreshing import rewritten
from zkvm_provider.provider.seal import SEAL, seal, unseal
from zkvm_provider.provider.secrecy import secret_paths, veiled
from zkvm_provider.provider.session import Session
from zkvm_provider.provider.urns import known_kind

Sources = tuple[Partial, ...]


def create(session: Session, request: Any) -> Any:
    """Make a resource, or show what that would do. Raises NotFinished when it exists but is not ready."""
    inputs = _learnt(session, request.properties)
    kind = known_kind(request.urn, request.type)
    old = session.replacing.of(request.urn) if request.preview else None
    wanted = Request(kind=kind, urn=request.urn, inputs=inputs, limit_s=request.timeout, replaced=old)
    result = _run(session, wanted, request, (inputs,), verb="create")
    properties = _properties(result, kind, (inputs,), request.properties)
    seal(properties, request.properties, result.sight, id=result.id)
    return provider_pb2.CreateResponse(id=result.id, properties=properties)


def update(session: Session, request: Any) -> Any:
    """Change a resource in place, or show what that would do. Raises NotFinished when only a part was done."""
    inputs = _learnt(session, request.news)
    state = _learnt(session, request.olds)
    previous = _learnt(session, request.old_inputs) if request.HasField("old_inputs") else None
    sources = (inputs, state) if previous is None else (inputs, previous, state)
    kind = known_kind(request.urn, request.type)
    wanted = Request(
        kind=kind,
        urn=request.urn,
        inputs=inputs,
        previous=previous,
        id=request.id,
        outputs=state.without_unknown(),
        limit_s=request.timeout,
    )
    result = _run(session, wanted, request, sources, verb="update")
    properties = _properties(result, kind, sources, request.news)
    seal(properties, request.news, result.sight, id=request.id)
    return provider_pb2.UpdateResponse(properties=properties)


def read(session: Session, request: Any) -> Any:
    """The resource as the machine has it. One that is gone, or was never there, answers with nothing set."""
    answer = provider_pb2.ReadResponse(id=request.id)
    answer.properties.CopyFrom(request.properties)
    sealed, sight = unseal(answer.properties, request.inputs, id=request.id)
    seen = _look(session, request, sight) if sight else None
    if seen is None or seen.anew is None:
        return _read(session, request, seen.told if seen is not None else None)
    answer.inputs.CopyFrom(request.inputs)
    put(answer.properties, {**seen.anew, SEAL: sealed})
    return answer


def _look(session: Session, request: Any, sight: str) -> Seen:
    """Whether the host still shows what the state was made from; nothing of the request is taken apart for that."""
    look = Look(
        kind=known_kind(request.urn, request.type),
        urn=request.urn,
        id=request.id,
        host=request.inputs.fields["host"].string_value if "host" in request.inputs.fields else None,
        machine_id=request.properties.fields["machineId"].string_value,
        sight=sight,
    )
    return session.converger(request.urn).look(look)


def _read(session: Session, request: Any, told: Any) -> Any:
    inputs = _learnt(session, request.inputs)
    state = _learnt(session, request.properties)
    kind = known_kind(request.urn, request.type)
    wanted = Request(
        kind=kind,
        urn=request.urn,
        inputs=inputs,
        previous=inputs if request.HasField("inputs") else None,
        id=request.id,
        outputs=state.without_unknown(),
        told=told,
    )
    result = session.converger(request.urn).read(wanted)
    if result is None:
        return provider_pb2.ReadResponse()
    _show(session, request.urn, result, (inputs, state))
    for line in rewritten(kind, wanted.outputs, result.outputs):
        session.messenger.info(request.urn, line)
    found = inputs.tree if result.inputs is None else result.inputs
    properties = _properties(result, kind, (inputs, state), request.inputs)
    stated = encode(found, secret_paths(found, kind, (inputs, state)))
    seal(properties, stated, result.sight, id=result.id)
    return provider_pb2.ReadResponse(id=result.id, properties=properties, inputs=stated)


def delete(session: Session, request: Any) -> Any:
    """Remove the resource; one that is gone already is a success."""
    state = _learnt(session, request.properties)
    inputs = _learnt(session, request.old_inputs) if request.HasField("old_inputs") else state
    wanted = Request(
        kind=known_kind(request.urn, request.type),
        urn=request.urn,
        inputs=inputs,
        previous=inputs,
        id=request.id,
        outputs=state.without_unknown(),
        limit_s=request.timeout,
    )
    session.converger(request.urn).delete(wanted)
    return empty_pb2.Empty()


def _run(session: Session, wanted: Request, request: Any, sources: Sources, *, verb: str) -> Result:
    converger = session.converger(request.urn)
    if request.preview:
        result = converger.preview(wanted)
    else:
        try:
            result = converger.create(wanted) if verb == "create" else converger.update(wanted)
        except InitFailed as error:
            secrets = secret_paths(error.outputs, wanted.kind, sources)
            raise NotFinished(
                error,
                properties=encode(error.outputs, secrets),
                inputs=encode(wanted.inputs.tree, wanted.inputs.secrets),
            ) from error
    _show(session, request.urn, result, sources, effects=request.preview)
    return result


def _learnt(session: Session, struct: Any) -> Partial:
    """The decoded properties, whose secrets from now on never leave in a text."""
    partial = decode(struct)
    session.scrubber.learn(partial)
    return partial


def _properties(result: Result, kind: Kind, sources: Sources, given: Any) -> Any:
    """The outputs as a Struct; the first of `sources` was decoded from `given`."""
    return encode_beside(given, sources[0], result.outputs, secret_paths(result.outputs, kind, sources))


def _show(session: Session, urn: str, result: Result, sources: Sources, *, effects: bool = False) -> None:
    """Effect lines (of a preview) and warnings, as messages of the resource."""
    if effects:
        for change in result.changes:
            session.messenger.info(urn, str(veiled(change, sources)))
    for note in result.notes:
        session.messenger.warn(urn, note)
