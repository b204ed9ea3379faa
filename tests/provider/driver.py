"""Speaks to one provider as the engine does: a test client over a real socket, not an engine.

Trees go in and out; the raw answers are kept where a test asks about the wire itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2, provider_pb2_grpc, status_pb2

from zkvm_provider.model.kinds import Kind
from zkvm_provider.model.partial import Partial, Tree
from zkvm_provider.provider.codec import decode, encode
from zkvm_provider.provider.serve import Running, serve_on
from zkvm_provider.provider.session import MakeConverger

PROJECT: Final = "lab"
STACK: Final = "dev"
PROVIDER_URN: Final = f"urn:pulumi:{STACK}::{PROJECT}::pulumi:providers:zkvm::default"
_LIMIT_S: Final = 60.0

Inputs = Mapping[str, Tree]


class CheckFailed(Exception):
    """Check answered with failures: pairs of property path and reason."""

    def __init__(self, failures: list[tuple[str, str]]) -> None:
        self.failures = failures
        super().__init__("\n".join(f"{path}: {reason}" for path, reason in failures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What the engine's state keeps of a resource; the structs are as they came over the wire."""

    kind: Kind
    urn: str
    id: str
    inputs: Any
    outputs: Any

    @property
    def input_tree(self) -> dict[str, Tree]:
        return decode(self.inputs).tree

    @property
    def output_tree(self) -> dict[str, Tree]:
        return decode(self.outputs).tree


@dataclass(slots=True)
class EngineLog(engine_pb2_grpc.EngineServicer):
    """The engine's side of log messages."""

    messages: list[Any] = field(default_factory=list)

    def Log(self, request: Any, _context: Any) -> Any:  # noqa: N802 - a name of the protocol
        self.messages.append(request)
        return empty_pb2.Empty()

    def texts(self, *, ephemeral: bool = False) -> list[str]:
        return [message.message for message in self.messages if message.ephemeral == ephemeral]


_OPTIONS = (("grpc.enable_http_proxy", 0), ("grpc.max_metadata_size", 16 << 20))
"""As the engine's Go has it: the state of what is made but not finished comes as metadata."""


class Driver:
    """One provider under test."""

    def __init__(self, port: int, engine: EngineLog, engine_address: str) -> None:
        self.engine, self.engine_address = engine, engine_address
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}", options=_OPTIONS)
        self.stub: Any = provider_pb2_grpc.ResourceProviderStub(self.channel)

    def start(self, **configuration: Tree) -> None:
        """Handshake, CheckConfig, Configure: what precedes every operation of a run."""
        self.stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=self.engine_address), timeout=_LIMIT_S)
        checked = self.stub.CheckConfig(
            provider_pb2.CheckRequest(urn=PROVIDER_URN, news=encode(configuration)), timeout=_LIMIT_S
        )
        _raise_failures(checked)
        self.stub.Configure(
            provider_pb2.ConfigureRequest(args=checked.inputs, acceptSecrets=True, urn=PROVIDER_URN), timeout=_LIMIT_S
        )

    def urn(self, kind: Kind, name: str, *, parent_type: str = "") -> str:
        return f"urn:pulumi:{STACK}::{PROJECT}::{parent_type}{kind.token}::{name}"

    def check(self, kind: Kind, name: str, news: Any, olds: Any = None) -> Any:
        """The completed inputs as a Struct. Raises CheckFailed."""
        request = provider_pb2.CheckRequest(
            urn=self.urn(kind, name), type=kind.token, name=name, news=_struct(news), olds=_struct(olds or {})
        )
        answer = self.stub.Check(request, timeout=_LIMIT_S)
        _raise_failures(answer)
        return answer.inputs

    def diff(self, resource: Resource, news: Any) -> Any:
        request = provider_pb2.DiffRequest(
            id=resource.id,
            urn=resource.urn,
            type=resource.kind.token,
            olds=resource.outputs,
            old_inputs=resource.inputs,
            news=_struct(news),
        )
        return self.stub.Diff(request, timeout=_LIMIT_S)

    def create(self, kind: Kind, name: str, inputs: Any, *, preview: bool = False) -> Resource:
        inputs = _struct(inputs)
        urn = self.urn(kind, name)
        request = provider_pb2.CreateRequest(urn=urn, type=kind.token, name=name, properties=inputs, preview=preview)
        answer = self.stub.Create(request, timeout=_LIMIT_S)
        return Resource(kind=kind, urn=urn, id=answer.id, inputs=inputs, outputs=answer.properties)

    def update(self, resource: Resource, news: Any, *, preview: bool = False) -> Resource:
        news = _struct(news)
        request = provider_pb2.UpdateRequest(
            id=resource.id,
            urn=resource.urn,
            type=resource.kind.token,
            olds=resource.outputs,
            old_inputs=resource.inputs,
            news=news,
            preview=preview,
        )
        answer = self.stub.Update(request, timeout=_LIMIT_S)
        return Resource(kind=resource.kind, urn=resource.urn, id=resource.id, inputs=news, outputs=answer.properties)

    def read(self, resource: Resource) -> Resource | None:
        """Refresh; None when the resource is gone."""
        return self._read(resource, properties=resource.outputs, inputs=resource.inputs)

    def import_(self, kind: Kind, name: str, import_id: str) -> Resource | None:
        """Read by id only, as `pulumi import` does; None when the answer has nothing set."""
        return self._read(Resource(kind=kind, urn=self.urn(kind, name), id=import_id, inputs=None, outputs=None))

    def delete(self, resource: Resource) -> None:
        request = provider_pb2.DeleteRequest(
            id=resource.id,
            urn=resource.urn,
            type=resource.kind.token,
            properties=resource.outputs,
            old_inputs=resource.inputs,
        )
        self.stub.Delete(request, timeout=_LIMIT_S)

    def invoke(self, token: str, **arguments: Tree) -> dict[str, Tree]:
        """A function's answer. Raises CheckFailed."""
        answer = self.stub.Invoke(provider_pb2.InvokeRequest(tok=token, args=encode(arguments)), timeout=_LIMIT_S)
        _raise_failures(answer)
        return decode(getattr(answer, "return")).tree

    def cancel(self) -> None:
        self.stub.Cancel(empty_pb2.Empty(), timeout=_LIMIT_S)

    def _read(self, resource: Resource, **given: Any) -> Resource | None:
        request = provider_pb2.ReadRequest(id=resource.id, urn=resource.urn, type=resource.kind.token, **given)
        answer = self.stub.Read(request, timeout=_LIMIT_S)
        if not answer.id:
            assert not answer.HasField("properties"), "a resource that is not there has empty, but present outputs"
            assert not answer.HasField("inputs")
            return None
        assert answer.HasField("inputs"), "a refresh would lose the inputs"
        return Resource(
            kind=resource.kind, urn=resource.urn, id=answer.id, inputs=answer.inputs, outputs=answer.properties
        )


@contextmanager
def driving(make_converger: MakeConverger | None = None) -> Iterator[Driver]:
    """A provider in this process on a free port, and a driver for it."""
    running = serve_on(make_converger=make_converger)
    try:
        with driving_port(running.port) as driver:
            yield driver
    finally:
        running.stop()


@contextmanager
def driving_port(port: int) -> Iterator[Driver]:
    """A driver for a provider that listens already."""
    with engine_log() as (log, address):
        driver = Driver(port, log, address)
        try:
            yield driver
        finally:
            driver.channel.close()


@contextmanager
def engine_log() -> Iterator[tuple[EngineLog, str]]:
    """An engine that takes log messages, and its address."""
    log = EngineLog()
    server = grpc.server(ThreadPoolExecutor(4))
    engine_pb2_grpc.add_EngineServicer_to_server(log, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield log, f"127.0.0.1:{port}"
    finally:
        server.stop(None).wait()


def init_failed(error: grpc.RpcError) -> Any:
    """The ErrorResourceInitFailed in the trailing metadata of a failed call."""
    metadata: Any = error.trailing_metadata()
    for key, value in metadata:
        if key == "grpc-status-details-bin":
            status = status_pb2.Status.FromString(value)
            detail = provider_pb2.ErrorResourceInitFailed()
            assert status.details[0].Unpack(detail)
            return detail
    raise AssertionError("no details in the trailing metadata")


def known(tree: Inputs) -> Partial:
    return Partial(tree=dict(tree))


def _struct(value: Any) -> Any:
    return encode(value) if isinstance(value, dict) else value


def _raise_failures(answer: Any) -> None:
    if answer.failures:
        raise CheckFailed([(failure.property, failure.reason) for failure in answer.failures])


__all__ = ["CheckFailed", "Driver", "Resource", "Running", "driving", "driving_port", "engine_log", "init_failed"]
