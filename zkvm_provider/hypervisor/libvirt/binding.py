"""libvirt-python, loaded late, with its event loop running: without one keepalive is not answered.

The binding has no type hints, so its objects are `Any`; that stays inside this room.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
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
            module.registerErrorHandler(_stay_silent, None)  # libvirt prints every error to stderr otherwise
            _free_later(module.libvirtmod)
            module.virEventRegisterDefaultImpl()
            threading.Thread(target=_turn, args=(module,), name="libvirt-events", daemon=True).start()
            _loaded = module
    return _loaded


def _turn(module: Any) -> None:
    # A timer that never fires lets the loop block on file descriptors added later.
    module.virEventAddTimeout(_WAKE_MS, lambda *_: None, None)
    while True:
        module.virEventRunDefaultImpl()
        time.sleep(REST_S)


_WAKE_MS = 1000
REST_S = 0.05
"""Every call wakes the loop four times for nothing: whoever calls waits for the answer himself. What only the loop does
(keepalive, a console's stream, noticing that a connection has ended) has time."""


def _stay_silent(_context: object, _error: object) -> None:
    """Errors reach the caller as exceptions."""


_held: deque[tuple[Callable[[Any], Any], Any]] = deque()
"""What is to be freed: the function, and libvirt's object."""


def _free_later(functions: Any) -> None:
    """Have libvirt's objects freed between calls, never within one; `functions` is the binding's own module.

    The binding asks for the error of a call only when it builds the exception. A collection of garbage in between may
    let go of objects of libvirt, and freeing one (virDomainFree and its kin) begins with virResetLastError: the
    exception would have neither code nor message.
    """
    for name in dir(functions):
        if name.startswith("vir") and name.endswith("Free"):
            setattr(functions, name, partial(_hold, getattr(functions, name)))


def _hold(free: Callable[[Any], Any], found: Any) -> int:
    _held.append((free, found))
    return 0


def let_go() -> None:
    """Free what nobody uses any more. Called when a call to libvirt is over and what it raised is built."""
    while _held:
        try:
            free, found = _held.popleft()
        except IndexError:  # another thread was quicker
            return
        free(found)
