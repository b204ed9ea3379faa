"""Between a client and libvirtd: passes everything on, and breaks the connection at a chosen call.

A call is a frame of libvirt's RPC: length, program, version, procedure, type, serial, status, each 32 bits.
"""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from enum import Enum, IntEnum
from pathlib import Path

_HEADER = struct.Struct(">7I")
_REMOTE_PROGRAM = 0x20008086
_CALL = 0


class Procedure(IntEnum):
    """Numbers of calls in libvirt's remote_protocol.x."""

    DOMAIN_LOOKUP_BY_UUID = 24
    CONNECT_GET_HOSTNAME = 59
    STORAGE_VOL_CREATE_XML = 93
    DOMAIN_CREATE_WITH_FLAGS = 196
    DOMAIN_DEFINE_XML_FLAGS = 350


class Moment(Enum):
    """Where the connection breaks: before the daemon hears of the call, or after it has carried it out."""

    BEFORE = "before"
    AFTER = "after"


class Proxy:
    """Listens on `path`, speaks to the daemon at `target`."""

    def __init__(self, path: Path, target: Path) -> None:
        self._target = target
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        path.chmod(0o777)
        self._listener.listen(16)
        self._open: list[socket.socket] = []
        self._planned: tuple[Procedure, Moment] | None = None
        self.calls: list[int] = []
        """Procedure numbers that were passed on to the daemon."""
        self.clients: set[int] = set()
        """Process numbers of those who ever connected."""
        self.accepted = 0
        """Connections there ever were."""
        threading.Thread(target=self._accept, daemon=True).start()

    def break_at(self, procedure: Procedure, moment: Moment) -> None:
        """Break the connection at the next such call."""
        self._planned = (procedure, moment)

    def moment_of(self, procedure: int) -> Moment | None:
        """Whether, and where, the connection breaks at this call."""
        if self._planned is None or procedure != self._planned[0]:
            return None
        moment, self._planned = self._planned[1], None
        return moment

    def passes(self, procedure: int, frame: bytes) -> None:  # noqa: ARG002 - for those who look into it
        """A call that goes to the daemon."""
        self.calls.append(procedure)

    def cut(self) -> None:
        """Break every connection now."""
        while self._open:
            _hang_up(self._open.pop())

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.accepted += 1
                self.clients.add(_process_of(client))
                daemon = socket.socket(socket.AF_UNIX)
                try:
                    daemon.connect(str(self._target))
                except OSError:
                    _hang_up(client, daemon)
                    continue
                self._open += [client, daemon]
                swallow = threading.Event()
                threading.Thread(target=self._upward, args=(client, daemon, swallow), daemon=True).start()
                threading.Thread(target=_downward, args=(daemon, client, swallow), daemon=True).start()

    def _upward(self, client: socket.socket, daemon: socket.socket, swallow: threading.Event) -> None:
        with suppress(OSError):
            while frame := _frame(client):
                procedure = self._procedure(frame)
                moment = self.moment_of(procedure)
                if moment is Moment.BEFORE:
                    break
                if moment is Moment.AFTER:
                    swallow.set()
                self.passes(procedure, frame)
                daemon.sendall(frame)
        if not swallow.is_set():
            _hang_up(client, daemon)

    @staticmethod
    def _procedure(frame: bytes) -> int:
        _length, program, _version, procedure, kind, _serial, _status = _HEADER.unpack_from(frame)
        return int(procedure) if (program, kind) == (_REMOTE_PROGRAM, _CALL) else 0


def _downward(daemon: socket.socket, client: socket.socket, swallow: threading.Event) -> None:
    """Answers; the first one after `swallow` is lost together with the connection: the call has been carried out."""
    with suppress(OSError):
        while frame := _frame(daemon):
            if swallow.is_set():
                break
            client.sendall(frame)
    _hang_up(client, daemon)


def _frame(source: socket.socket) -> bytes:
    """One whole frame; empty at the end of the connection."""
    head = _exactly(source, 4)
    if len(head) < 4:
        return b""
    return head + _exactly(source, int.from_bytes(head, "big") - 4)


def _process_of(client: socket.socket) -> int:
    """The peer of a unix socket (unix(7), SO_PEERCRED: process, user and group number)."""
    told = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int(struct.unpack("3i", told)[0])


def _exactly(source: socket.socket, count: int) -> bytes:
    read = b""
    while len(read) < count:
        part = source.recv(count - len(read))
        if not part:
            return b""
        read += part
    return read


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
