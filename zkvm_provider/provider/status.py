"""Words to the user while an operation runs: messages of a resource, and the live line in its row."""

from __future__ import annotations

import logging
from typing import Any, Final

import grpc

from zkvm_provider.provider.protocol import engine_pb2, engine_pb2_grpc
from zkvm_provider.provider.scrubber import Scrubber

_LOG = logging.getLogger(__name__)
_ANSWER_LIMIT_S: Final = 5.0
_NO_PROXY: Final = (("grpc.enable_http_proxy", 0),)
"""The engine is on this machine; gRPC would otherwise ask the proxy that the environment names."""


class Messenger:
    """Sends texts to the engine, scrubbed. Without an engine (or with one that is gone) they go to the log only."""

    def __init__(self, address: str, scrubber: Scrubber) -> None:
        self._scrubber = scrubber
        self._channel = grpc.insecure_channel(address, options=_NO_PROXY) if address else None
        self._engine = engine_pb2_grpc.EngineStub(self._channel) if self._channel else None

    def info(self, urn: str, text: str) -> None:
        """A lasting message of a resource: shown in its row and under Diagnostics."""
        self._send(urn, text, engine_pb2.INFO, ephemeral=False)

    def warn(self, urn: str, text: str) -> None:
        """A lasting warning of a resource."""
        self._send(urn, text, engine_pb2.WARNING, ephemeral=False)

    def tell(self, urn: str, text: str) -> None:
        """The live line in a resource's row; the next one replaces it."""
        self._send(urn, text, engine_pb2.INFO, ephemeral=True)

    def close(self) -> None:
        if self._channel is not None:
            self._channel.close()

    def _send(self, urn: str, text: str, severity: Any, *, ephemeral: bool) -> None:
        text = self._scrubber.scrub(text)
        _LOG.debug("%s: %s", urn, text)
        if self._engine is None:
            return
        request = engine_pb2.LogRequest(severity=severity, message=text, urn=urn, ephemeral=ephemeral)
        try:
            self._engine.Log(request, timeout=_ANSWER_LIMIT_S)
        except (grpc.RpcError, ValueError) as error:
            _LOG.debug("the engine did not take a message: %s", error)
