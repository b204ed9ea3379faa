"""What is asked of a real host, as it passes by: every libvirt call that changes something, every command of the shell.

The names of the calls are those of libvirt's remote_protocol.x, the verbs those of the port.
"""

from __future__ import annotations

import shlex
import struct
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from tests.real.proxy import Proxy

_HEADER_BYTES = 28
_ON_OBJECTS = {
    9: "start", 12: "stop", 28: "resume", 29: "set_autostart", 30: "set_max_memory", 31: "set_memory",
    32: "set_vcpus", 33: "stop", 34: "suspend", 35: "undefine", 39: "start", 41: "define", 42: "stop",
    48: "set_autostart", 49: "undefine", 77: "define", 78: "start", 79: "build_pool", 80: "stop", 81: "delete_pool",
    82: "undefine", 90: "set_autostart", 160: "attach", 161: "detach", 174: "update_device", 196: "start",
    199: "set_vcpus", 204: "set_memory", 216: "migrate", 219: "set_scheduler", 225: "pin", 231: "undefine",
    234: "stop", 251: "resize_block", 258: "stop", 279: "pin", 291: "update_network", 305: "migrate",
    350: "define", 355: "pin", 356: "add_iothread", 357: "del_iothread", 358: "rename", 431: "define",
}  # fmt: skip
"""Calls on domains, networks and pools, whose uuid they carry."""
_ON_VOLUMES = {93: "create_volume", 94: "delete_volume", 125: "create_volume", 208: "upload", 260: "resize_volume"}
"""Calls on volumes, whose pool and name they carry, or their XML."""
_LOGGER = """#!/bin/sh
printf '%s\\n' "$*" >> {log}
exec "$@"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A verb, and the call's whole body."""

    verb: str
    body: bytes

    def is_about(self, key: str) -> bool:
        """`key` is a uuid, or a volume as 'POOL/NAME' in quotes."""
        if key.startswith("'"):
            pool, _, name = key.strip("'").partition("/")
            tagged = f"<name>{name}</name>".encode()
            return _string(pool) in self.body and (_string(name) in self.body or tagged in self.body)
        return UUID(key).bytes in self.body or key.encode() in self.body


class Wire(Proxy):
    """The way to a host's libvirt on which changes are heard."""

    def __init__(self, folder: Path, target: Path) -> None:
        self.uri = f"qemu+unix:///system?socket={folder / 'socket'}"
        self.heard: list[Heard] = []
        super().__init__(folder / "socket", target)

    def passes(self, procedure: int, frame: bytes) -> None:
        verb = _ON_OBJECTS.get(procedure) or _ON_VOLUMES.get(procedure)
        if verb is not None:
            self.heard.append(Heard(verb=verb, body=frame[_HEADER_BYTES:]))


class LoggedShell:
    """Commands on a host, each written down before it runs."""

    def __init__(self, folder: Path, prefix: Sequence[str]) -> None:
        self._log, script = folder / "commands", folder / "shell"
        self._log.touch()
        script.write_text(_LOGGER.format(log=shlex.quote(str(self._log))))
        script.chmod(0o755)
        self.prefix = f"exec:{shlex.join([str(script), *prefix])}"

    def commands(self) -> list[str]:
        return self._log.read_text().splitlines()


def verbs(heard: list[Heard], names: Mapping[str, str]) -> dict[str, set[str]]:
    """By resource; `names` says which resource a uuid or a volume means."""
    found: dict[str, set[str]] = defaultdict(set)
    keys = [key for key in names if not key.startswith("'") or "/" in key]
    for call in heard:
        is_volume = call.verb in _ON_VOLUMES.values()
        meant = (key for key in keys if key.startswith("'") == is_volume and call.is_about(key))
        found[next((names[key] for key in meant), call.body[:80].hex())].add(call.verb)
    return dict(found)


def _string(text: str) -> bytes:
    """As XDR has it: its length, then its bytes (RFC 4506)."""
    return struct.pack(">I", len(text.encode())) + text.encode()
