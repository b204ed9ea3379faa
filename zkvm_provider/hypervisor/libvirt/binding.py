"""libvirt-python, loaded late, with its event loop running: without one keepalive is not answered.

The binding has no type hints, so its objects are `Any`; that stays inside this room.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

from zkvm_provider.errors import Unsupported

INSTALL = 'pip install "libvirt-python==$(pkg-config --modversion libvirt)"'
"""The one command that helps. The binding is compiled against libvirt's headers, so the versions must agree."""

NEEDS = f"libvirt-python; install libvirt's headers (package libvirt-dev or libvirt-devel), then: {INSTALL}"

_lock = threading.Lock()
_loaded: Any = None


def load() -> Any:
    """The module `libvirt`, ready for connections. Raises `Unsupported` when it is not installed.

    libvirt wants its event loop registered before the first connection; one daemon thread of the process runs it.
    """
    global _loaded  # noqa: PLW0603 - one event loop per process is libvirt's own rule
    if _loaded is not None:  # every verb asks
        return _loaded
    with _lock:
        if _loaded is None:
            try:
                import libvirt
            except ImportError as failure:
                raise Unsupported("a libvirt URI", needs=f"{NEEDS} ({failure})") from failure
            module: Any = libvirt
            module.registerErrorHandler(_take_down, None)  # libvirt prints every error to stderr otherwise
            _keep_errors(module.libvirtError)
            module.virEventRegisterDefaultImpl()
            threading.Thread(target=_turn, args=(module,), name="libvirt-events", daemon=True).start()
            _loaded = module
    return _loaded


def _turn(module: Any) -> None:
    # A timer that never fires lets the loop block on file descriptors added later.
    module.virEventAddTimeout(_WAKE_MS, lambda *_: None, None)
    while True:
        module.virEventRunDefaultImpl()
        time.sleep(_REST_S)


_WAKE_MS = 1000
_REST_S = 0.05
"""Every call wakes the loop four times for nothing: whoever calls waits for the answer himself. What only the loop does
(keepalive, a console's stream) has time."""


_told = threading.local()
"""The error libvirt reported last on this thread, as the binding's tuple (code, domain, message, ...)."""


def _take_down(_context: object, error: Sequence[object]) -> None:
    """Errors reach the caller as exceptions; nothing is printed."""
    _told.error = tuple(error)


def _keep_errors(kind: Any) -> None:
    """Have the exception `kind` say what libvirt reported, even when libvirt has forgotten it by then.

    The binding asks for the error only when it builds the exception. A collection of garbage just before may let go of
    libvirt's objects, and freeing one (virDomainFree and its kin) begins with virResetLastError: the exception would
    then have neither code nor message.
    """
    build = kind.__init__

    def __init__(self: Any, defmsg: str) -> None:  # noqa: N807 - takes the place of the binding's own
        build(self, defmsg)
        told, _told.error = getattr(_told, "error", None), None
        if self.err is None and told is not None:
            self.err = told
            self.args = (told[2],)

    kind.__init__ = __init__
