"""Start the provider as a plugin: say the port, serve, and end when the engine asks or is gone.

The engine waits for the port line, so nothing is imported here that only an operation needs. Standard output belongs to
that line; everything later goes to the log.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, NoReturn

from zkvm_provider.dataclass import dataclass

os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")  # ssh and qemu-img are started while gRPC threads run
os.environ.setdefault("GRPC_VERBOSITY", "ERROR")

import grpc

from zkvm_provider.provider import log
from zkvm_provider.provider.protocol import provider_pb2_grpc
from zkvm_provider.provider.servicer import Servicer
from zkvm_provider.turns import take_turns

if TYPE_CHECKING:
    from zkvm_provider.apply.converge import Converger
    from zkvm_provider.provider.session import MakeConverger

_THREADS: Final = 64
"""Operations block on hosts, not on the CPU; the engine runs four per CPU at a time."""
_GRACE_S: Final = 3.0
"""How long running operations may finish after a signal; the engine kills after 5 s."""
_ORPHAN_GRACE_S: Final = 30.0
"""The same when the engine is gone and nobody waits."""
_PARENT_LOOK_S: Final = 1.0
_OPTIONS: Final = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.so_reuseport", 0),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that answers, and its port."""

    port: int
    servicer: Servicer
    server: Any

    def stop(self) -> None:
        """End waits and connections, and stop listening."""
        self.servicer.sessions.cancel()
        self.server.stop(grace=None).wait()
        self.servicer.sessions.current.close()


def serve_on(
    target: str = "127.0.0.1:0", *, make_converger: MakeConverger | None = None, engine_address: str = ""
) -> Running:
    """Serve in this process on `HOST:PORT`; port 0 takes a free one. Raises OSError when the port is taken."""
    servicer = Servicer(make_converger or _wired, engine_address)
    threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="call", initializer=take_turns)
    server = grpc.server(threads, options=_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    try:
        port = server.add_insecure_port(target)
    except RuntimeError as error:
        raise OSError(f"cannot listen on {target}: {error}") from error
    server.start()
    return Running(port=port, servicer=servicer, server=server)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the plugin until SIGINT, SIGTERM or the end of the engine."""
    chosen = _parser().parse_known_args(arguments)[0]
    parent = os.getppid()
    running = serve_on(f"127.0.0.1:{chosen.port}", engine_address=chosen.engine)
    log.set_up(os.environ, running.servicer.sessions.scrubber)
    signals: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: _leave() if signals.qsize() else signals.put(number))
    sys.stdout.write(f"{running.port}\n")
    sys.stdout.flush()
    threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    grace_s = _GRACE_S
    while not _arrives(signals):
        if chosen.engine and os.getppid() != parent:
            grace_s = _ORPHAN_GRACE_S
            break
    running.servicer.sessions.cancel()
    running.servicer.sessions.wait_until_idle(grace_s)
    _leave()


def _arrives(signals: SimpleQueue[int]) -> bool:
    """Whether there is a signal within a moment. Not an Event: a handler that sets it can meet its lock held."""
    with contextlib.suppress(Empty):
        signals.put(signals.get(timeout=_PARENT_LOOK_S))
    return signals.qsize() > 0


def _leave() -> NoReturn:
    """End at once. Threads that still wait for a host must not hold the process; verbs under way are the host's."""
    os._exit(0)


def _warm_up() -> None:
    """Import what every run needs while the engine shakes hands. A fault is met again, and told, by the first call.

    What is there then stays until the end: the collector of garbage need not go over it again and again. It may have
    been off until now.
    """
    with contextlib.suppress(ImportError):
        from zkvm_provider.provider import checking, configuration, differing, operations  # noqa: F401, I001
        from zkvm_provider.apply import converge  # noqa: F401
    gc.freeze()
    gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pulumi-resource-zkvm",
        description="The zkvm provider. Pulumi starts it; by hand it serves PULUMI_DEBUG_PROVIDERS=zkvm:PORT.",
        allow_abbrev=False,
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument("engine", nargs="?", default="", help="address of the engine, given by Pulumi")
    return parser


def _wired(configuration: Any, *, tell: Any, stop: threading.Event) -> Converger:
    """The composition root, imported when the first operation needs it."""
    from zkvm_provider import wiring

    return wiring.converger(configuration, tell=tell, stop=stop)
