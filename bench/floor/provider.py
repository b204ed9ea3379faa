"""The smallest provider there can be: it takes everything, does nothing, and says what it was told.

It takes the place of zkvm's provider beside the same program with the same SDK, and its guests have outputs of the same
size; so what an operation costs with it is the engine's, the program's and gRPC's share. It speaks the wire protocol
without decoding anything, so no provider in Python can do less.
"""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

os.environ.setdefault("GRPC_VERBOSITY", "ERROR")

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

_THREADS = 64
_UUID = "3accd20b-b0ae-5e2a-bf3d-a8854179315b"
_OUTPUTS = json_format.ParseDict(
    {
        "uuid": _UUID,
        "hostUri": "qemu:///system",
        "machineId": "3b98e5c99f7017c59c80734b3623ee62",
        "resolvedDomainType": "qemu",
        "powerState": "shut off",
        "pending": [],
        "observedAt": "2026-01-01T00:00:00Z",
        "devices": [
            {"name": "root", "kind": "disk", "busId": "0.0.0000", "devno": "0x0000", "cuType": "3832/02"},
            {"name": "lan", "kind": "interface", "busId": "0.0.0001", "devno": "0x0001", "cuType": "3832/01"},
            {"name": "memballoon", "kind": "memballoon", "busId": "0.0.0002", "devno": "0x0002", "cuType": "3832/05"},
        ],
    },
    struct_pb2.Struct(),
)
"""What a guest has beside its inputs: always the same."""


class Floor(provider_pb2_grpc.ResourceProviderServicer):
    """Every object exists, is as declared, and never changes."""

    def Handshake(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True)

    def GetPluginInfo(self, _request: Any, _context: Any) -> Any:
        return plugin_pb2.PluginInfo(version="0.0.1")

    def CheckConfig(self, request: Any, _context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, _request: Any, _context: Any) -> Any:
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any, _context: Any) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def Diff(self, request: Any, _context: Any) -> Any:
        same = request.old_inputs == request.news
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(changes=none if same else some)

    def Create(self, request: Any, _context: Any) -> Any:
        if request.preview:
            return provider_pb2.CreateResponse(properties=request.properties)
        answer = provider_pb2.CreateResponse(id=request.urn.rpartition("::")[2], properties=request.properties)
        answer.properties.MergeFrom(_OUTPUTS)
        return answer

    def Read(self, request: Any, _context: Any) -> Any:
        return provider_pb2.ReadResponse(id=request.id, properties=request.properties, inputs=request.inputs)

    def Update(self, request: Any, _context: Any) -> Any:
        return provider_pb2.UpdateResponse(properties=request.news)

    def Delete(self, _request: Any, _context: Any) -> Any:
        return empty_pb2.Empty()

    def Cancel(self, _request: Any, _context: Any) -> Any:
        return empty_pb2.Empty()


def main() -> None:
    """Serve until a signal ends the process; the engine's address, which it passes, is of no use here."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os._exit(0))
    server = grpc.server(ThreadPoolExecutor(_THREADS))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Floor(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    signal.pause()


if __name__ == "__main__":
    main()
