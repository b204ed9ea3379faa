"""Files of character devices: virtlogd writes them, and opens none twice (measured, 9.0.0: cases 769 to 776)."""

from __future__ import annotations

from collections.abc import Iterator

from zkvm_provider.errors import BackendError
from zkvm_provider.hypervisor.emulated.domain.chardev import is_serial_console
from zkvm_provider.hypervisor.emulated.domain.family import Boot
from zkvm_provider.hypervisor.emulated.domain.guest import get
from zkvm_provider.hypervisor.emulated.domain.shape import Node
from zkvm_provider.hypervisor.port import ErrorCode

_FROM_LOGGING = 63
"""VIR_FROM_LOGGING (virterror.h)."""
_TAGS = ("serial", "parallel", "console", "channel")


def log_of(name: str) -> str:
    """Where QEMU's own messages of a domain go."""
    return f"/var/log/libvirt/qemu/{name}.log"


def open_logs(root: Node) -> Iterator[str]:
    """The files that virtlogd has open for a running domain, in the order in which they are opened."""
    yield log_of(root.findtext("name") or "")
    for tag in _TAGS:
        for node in root.iterfind(f"devices/{tag}"):
            if is_serial_console(node):
                continue
            if node.get("type") == "file":
                yield get(node, "source", "path")
            if node.find("log") is not None:
                yield get(node, "log", "file")


def refuse_busy_logs(boot: Boot) -> None:
    """A file that is open already, for this domain or another, cannot be opened."""
    own, *files = open_logs(boot.guest.root)
    taken = {own}
    for file in files:
        if file in taken or boot.world.is_open_log(file):
            lead = "can't connect to virtlogd: " if file == own else ""
            text = f"{lead}Cannot open log file: '{file}': Device or resource busy"
            raise BackendError(text, code=int(ErrorCode.SYSTEM_ERROR), domain=_FROM_LOGGING)
        taken.add(file)
