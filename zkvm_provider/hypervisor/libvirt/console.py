"""Reading a domain's first console. libvirt keeps no history: what is read is what is printed while we listen."""

from __future__ import annotations

import time
from typing import Any

from zkvm_provider.hypervisor.libvirt.binding import load

_LISTEN_S = 1.5
"""QEMU looks for a new listener on a pty once a second."""
_PAUSE_S = 0.05
_CHUNK = 65536
_WOULD_BLOCK = -2


def listen(connection: Any, domain: Any) -> str:
    """What the console prints within a moment. An operator who is on the console is not thrown out."""
    libvirt = load()
    stream = connection.newStream(libvirt.VIR_STREAM_NONBLOCK)
    domain.openConsole(None, stream, libvirt.VIR_DOMAIN_CONSOLE_SAFE)
    heard = b""
    try:
        deadline = time.monotonic() + _LISTEN_S
        while time.monotonic() < deadline:
            part = stream.recv(_CHUNK)
            if part == _WOULD_BLOCK:
                time.sleep(_PAUSE_S)
            elif not part:
                break
            else:
                heard += part
    finally:
        stream.abort()
    return heard.decode("utf-8", errors="replace")
