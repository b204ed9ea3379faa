"""Debugging a guest's kernel from its host (z/VM: TRACE)."""

from __future__ import annotations

from typing import Annotated

from zkvm_provider.dataclass import dataclass
from zkvm_provider.model.field import Meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Debug:
    """QEMU's server for gdb, on the host's loopback address only: whoever reaches it rules the guest."""

    gdb_port: Annotated[
        int | None,
        Meta(
            doc="Port of 127.0.0.1 on the host: `gdb -ex 'target remote :1234'`. No other guest may have it.",
            minimum=1024,
            maximum=65535,
            example="1234",
        ),
    ] = None
    freeze: Annotated[
        bool | None,
        Meta(doc="A start leaves the guest paused before its first instruction, for gdb or you.", initial=False),
    ] = None


def settled_debug(debug: Debug | None) -> Debug | None:
    """What of it stands in the XML: the port. Freezing is how zkvm starts the guest."""
    return Debug(gdb_port=debug.gdb_port) if debug is not None and debug.gdb_port is not None else None
