"""Pulumi's provider protocol, method by method: each hands its request to the room of its question.

Built on the generated base class, because the SDK's own provider class cannot tell unknown from known values, cannot
say "not found" or "made but not finished", and shows tracebacks to the user. The rooms are imported when the first
request for them comes, so that the engine gets its port line early.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from google.protobuf import empty_pb2

from zkvm_provider.provider.protocol import plugin_pb2, provider_pb2, provider_pb2_grpc
from zkvm_provider.provider.session import MakeConverger, Session, Sessions

if TYPE_CHECKING:
    import grpc

_SCHEMA: Final = Path(__file__).with_name("schema.json")

_URGENT: Final = ThreadPoolExecutor(max_workers=2, thread_name_prefix="urgent")
"""Threads for Cancel, which must get through while every other thread waits for a host."""


class Servicer(provider_pb2_grpc.ResourceProviderServicer):  # type: ignore[misc]  # loaded without its types
    """zkvm as Pulumi sees it."""

    def __init__(self, make_converger: MakeConverger, engine_address: str = "") -> None:
        self.sessions = Sessions(make_converger)
        if engine_address:
            self.sessions.begin(engine_address)

    def Handshake(self, request: Any, _context: grpc.ServicerContext) -> Any:
        self.sessions.begin(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True,
            accept_resources=False,
            accept_outputs=False,
            supports_autonaming_configuration=True,
        )

    def Attach(self, request: Any, _context: grpc.ServicerContext) -> Any:
        self.sessions.begin(request.address)
        return empty_pb2.Empty()

    def GetPluginInfo(self, _request: Any, _context: grpc.ServicerContext) -> Any:
        from zkvm_provider.model.kinds import VERSION

        return plugin_pb2.PluginInfo(version=VERSION)

    def GetSchema(self, _request: Any, context: grpc.ServicerContext) -> Any:
        return self._answer(context, _schema)

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import configuration

        return self._answer(context, lambda: configuration.check(self.sessions.current, request))

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import configuration

        return self._answer(context, lambda: configuration.diff(request))

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import configuration

        return self._answer(context, lambda: configuration.configure(self.sessions, request))

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import checking

        return self._answer(context, lambda: checking.check(self.sessions.current, request))

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import differing

        return self._answer(context, lambda: differing.diff(self.sessions.current, request))

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import operations

        return self._operate(context, lambda session: operations.create(session, request))

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import operations

        return self._operate(context, lambda session: operations.read(session, request))

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import operations

        return self._operate(context, lambda session: operations.update(session, request))

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import operations

        return self._operate(context, lambda session: operations.delete(session, request))

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        from zkvm_provider.provider import functions

        return self._operate(context, lambda session: functions.invoke(session, request))

    def Cancel(self, _request: Any, _context: grpc.ServicerContext) -> Any:
        self.sessions.cancel()
        return empty_pb2.Empty()

    Cancel.experimental_thread_pool = _URGENT  # type: ignore[attr-defined]  # grpc looks for it on the method

    def GetMapping(self, _request: Any, _context: grpc.ServicerContext) -> Any:
        return provider_pb2.GetMappingResponse()

    def GetMappings(self, _request: Any, _context: grpc.ServicerContext) -> Any:
        return provider_pb2.GetMappingsResponse()

    def Parameterize(self, _request: Any, context: grpc.ServicerContext) -> Any:
        self._refuse(context, "zkvm takes no parameters")

    def Construct(self, _request: Any, context: grpc.ServicerContext) -> Any:
        self._refuse(context, "zkvm has no component resources")

    def Call(self, _request: Any, context: grpc.ServicerContext) -> Any:
        self._refuse(context, "the resources of zkvm have no methods")

    def List(self, _request: Any, context: grpc.ServicerContext) -> Any:
        self._refuse(context, "zkvm does not list objects for Pulumi; use the zkvm command")

    def _operate(self, context: grpc.ServicerContext, work: Callable[[Session], Any]) -> Any:
        """Run what may touch a host; the session is kept until it ends."""

        def run() -> Any:
            with self.sessions.operation() as session:
                return work(session)

        return self._answer(context, run)

    def _refuse(self, context: grpc.ServicerContext, reason: str) -> NoReturn:
        from zkvm_provider.provider import failures

        failures.abort(context, failures.failure_of(failures.Unimplemented(reason), self.sessions.scrubber))

    def _answer(self, context: grpc.ServicerContext, work: Callable[[], Any]) -> Any:
        """Run `work`; every exception becomes a failure with a code, never a traceback at the user."""
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - the one place where every fault has to become an answer
            from zkvm_provider.provider import failures

            failure = failures.failure_of(error, self.sessions.scrubber)
        return failures.abort(context, failure)


def _schema() -> Any:
    return provider_pb2.GetSchemaResponse(schema=_SCHEMA.read_text(encoding="utf-8"))
